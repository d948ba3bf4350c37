import Ajv2020 from "ajv/dist/2020.js";
import { compileForm, faultsOfState, stateOf } from "#engines/forms/index.ts";
import { ENVIRONMENT, sixtyFields } from "#engines/forms/samples.ts";
import { assert } from "#engines/kernel/assert.ts";
import { type Report, ratePerSecond } from "./harness.ts";

// What a key stroke costs in a form of sixty fields of which forty look at others: everything shown, required and computed
// anew, and every fault. Beside it ajv checks the same data by the form's JSON Schema, which knows no conditions.

/** A phone of the slow kind takes four times as long; a frame is 16.7 ms, of which drawing needs the greater part. */
const EVALUATIONS_PER_SECOND_GOAL = 1_000;

export default async function forms(report: Report): Promise<void> {
  const form = sixtyFields();
  const program = compileForm(form);
  const value = {
    f0: true,
    ...Object.fromEntries([1, 6, 11, 16, 21, 26].map((at) => [`f${at}`, "100.25"])),
  };
  const evaluate = () => faultsOfState(program, stateOf(program, value, ENVIRONMENT), ENVIRONMENT);
  assert(evaluate().length > 0, "the form asks for something");

  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addFormat("decimal", /^-?\d+(\.\d+)?$/);
  const validate = ajv.compile(program.schema);
  const baseline = ratePerSecond(() => void validate(value));
  const evaluations = ratePerSecond(() => void evaluate());
  report({
    name: "form of 60 fields, evaluations",
    value: evaluations,
    unit: "a second",
    baseline: "ajv without conditions",
    ratio: evaluations / baseline,
    goal: `≥ ${EVALUATIONS_PER_SECOND_GOAL} a second: ≤ 4 ms on a phone four times as slow`,
  });
  const compilations = ratePerSecond(() => void compileForm(form));
  report({
    name: "form of 60 fields, compilations",
    value: compilations,
    unit: "a second",
    baseline: "an evaluation",
    ratio: compilations / evaluations,
    goal: "≥ 50 a second: ≤ 80 ms once on that phone",
  });
}
