import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import { listIn, objectIn, quantityNames, textIn } from "./content.ts";
import classes from "./designer.module.css";
import { Choice, type PartProps, TextInput } from "./inputs.tsx";

/** The field of each kind of rule that holds its number. */
const NUMBERS = {
  less: "amount",
  "loss-share": "share",
  "loss-fixed": "perMonth",
  share: "share",
  fixed: "perMonth",
  "less-fixed": "perMonth",
  correction: "amount",
} as const;
type Kind = keyof typeof NUMBERS;
const KINDS = Object.keys(NUMBERS) as Kind[];

interface Props extends Pick<PartProps, "content" | "change" | "readOnly"> {
  /** Pointer of the list. */
  readonly at: string;
  readonly value: Json | undefined;
}

/**
 * How an agreement changes what was measured, in order: sub-meters taken off, losses, a fixed amount or share of a mixed
 * supply, a correction of the past.
 */
export function QuantityRules({ at, value, content, change, readOnly }: Props) {
  const { t } = useTranslation("rating");
  const rules = listIn(value).map(objectIn);
  const names = quantityNames(content);
  const blank = (kind: Kind, quantity: string): JsonObject => ({
    kind,
    quantity,
    [NUMBERS[kind]]: NUMBERS[kind] === "share" ? "0.02" : "0",
  });
  const write = (next: readonly JsonObject[]) => change(at, next.length === 0 ? undefined : (next as Json));
  return (
    <fieldset className={classes.dates}>
      <legend>{t("designer.rules")}</legend>
      {rules.map((rule, which) => {
        const kind = (KINDS as readonly string[]).includes(textIn(rule.kind)) ? (rule.kind as Kind) : "less";
        const field = NUMBERS[kind];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: rules have no name but their place.
          <div key={which} className={classes.fields}>
            <Choice
              label={`${which + 1}`}
              value={kind}
              options={KINDS.map((each) => [each, t(`designer.ruleKinds.${each}`)])}
              readOnly={readOnly}
              onChange={(next) => write(rules.with(which, blank(next as Kind, textIn(rule.quantity))))}
            />
            <Choice
              label={t("designer.ruleQuantity")}
              value={textIn(rule.quantity)}
              options={[...new Set([...names, textIn(rule.quantity)])].map((name) => [name, name])}
              readOnly={readOnly}
              onChange={(quantity) => change(`${at}/${which}/quantity`, quantity)}
            />
            <TextInput
              label={t(`designer.ruleNumbers.${field}`)}
              value={rule[field]}
              numeric
              readOnly={readOnly}
              onChange={(text) => change(`${at}/${which}/${field}`, text ?? "")}
            />
            {readOnly ? null : (
              <Button
                size="compact-xs"
                variant="subtle"
                onClick={() => write(rules.filter((_, place) => place !== which))}
              >
                {t("designer.remove")}
              </Button>
            )}
          </div>
        );
      })}
      {readOnly ? null : (
        <div className={classes.row}>
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => write([...rules, blank("loss-share", names[0] ?? "energy")])}
          >
            {t("designer.addRule")}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
