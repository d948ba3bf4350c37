import type { Tariff } from "#schema/blueprint/tariff/schema.ts";
import { ManifoldError, type Words } from "../kernel/errors.ts";
import { compileTariff } from "./compile.ts";
import { type ExampleOutcome, exampleOutcome } from "./examples.ts";
import { type Invariant, invariantsOf } from "./invariants.ts";
import type { TariffProgram } from "./program.ts";

/** What must be mended (error) or looked at (warning) before a tariff is published, with its place and remedy. */
export interface TariffFinding {
  /** JSON pointer into the tariff: "/charges/1/tiers/steps/0/upTo". */
  readonly path: string;
  readonly message: Words;
  readonly remedy: Words;
  readonly severity: "error" | "warning";
}

export interface TariffCheck {
  /** Undefined where the tariff cannot be compiled. */
  readonly program: TariffProgram | undefined;
  readonly findings: readonly TariffFinding[];
  readonly invariants: readonly Invariant[];
  /** In the order of `tariff.examples`. */
  readonly examples: readonly ExampleOutcome[];
}

/**
 * Everything that a machine can say of a tariff: it compiles, its invariants hold, its golden examples come out to the
 * last digit. Pure: the designer runs it as one types, publishing runs it again.
 */
export function checkTariff(tariff: Tariff): TariffCheck {
  let program: TariffProgram;
  try {
    program = compileTariff(tariff);
  } catch (error) {
    if (!(error instanceof ManifoldError)) throw error;
    return { program: undefined, findings: [findingOf(error)], invariants: [], examples: [] };
  }
  const invariants = invariantsOf(program);
  const examples = tariff.examples.map((example) => exampleOutcome(program, example));
  return {
    program,
    invariants,
    examples,
    findings: [
      ...invariants.flatMap(({ findings }) => findings),
      ...examples.flatMap((outcome, at) => exampleFindings(tariff, outcome, at)),
    ],
  };
}

const WORDS_OF_FAULT: Words = {
  "zh-CN": "按提示修改这一处,再检查一次",
  en: "mend this place as the message says and check again",
};

function findingOf(error: ManifoldError): TariffFinding {
  return {
    path: pointerOf(error.where?.path ?? ""),
    message: { "zh-CN": error.wordsIn("zh-CN"), en: error.wordsIn("en") },
    remedy: WORDS_OF_FAULT,
    severity: "error",
  };
}

/** "charges[1].when" as a JSON pointer. */
function pointerOf(path: string): string {
  return path
    .split(/[.[\]]+/)
    .filter((step) => step !== "")
    .map((step) => `/${step}`)
    .join("");
}

function exampleFindings(tariff: Tariff, outcome: ExampleOutcome, at: number): TariffFinding[] {
  const label = tariff.examples[at]?.label ?? { "zh-CN": "", en: "" };
  const path = `/examples/${at}`;
  if (outcome.error !== undefined) {
    const { message } = findingOf(outcome.error);
    return [
      {
        path,
        message: {
          "zh-CN": `算例“${label["zh-CN"]}”不能计费:${message["zh-CN"]}`,
          en: `the example “${label.en}” cannot be rated: ${message.en}`,
        },
        remedy: {
          "zh-CN": "补全算例的用量或协议,或修改收费项",
          en: "complete the example's usage or agreement, or change the charge",
        },
        severity: "error",
      },
    ];
  }
  return outcome.differences.map(({ code, expected, got }) => {
    const none = { "zh-CN": "没有这一行", en: "no such line" };
    return {
      path: `${path}/expect/${code === "" ? "total" : `lines/${code}`}`,
      message: {
        "zh-CN": `算例“${label["zh-CN"]}”的${code === "" ? "合计" : `“${code}”`}应为 ${expected},算得 ${got ?? none["zh-CN"]}`,
        en: `the example “${label.en}” expects ${expected} as its ${code === "" ? "total" : `line “${code}”`}, but it comes to ${got ?? none.en}`,
      },
      remedy: {
        "zh-CN": "检查价格与规则;若算例本身已不适用,更正或删除它",
        en: "check prices and rules; if the example itself is out of date, correct or remove it",
      },
      severity: "error" as const,
    };
  });
}
