import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Panel } from "#app/components/panel.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import type { TriedExample } from "#app/services/tariff/try-tariff.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { BLANK_EXAMPLE } from "#schema/blueprint/tariff/blank.ts";
import { SchemaForm } from "../form/schema-form.tsx";
import { listIn, objectIn, textIn } from "./content.ts";
import classes from "./designer.module.css";
import { type PartProps, Problems, TextInput } from "./inputs.tsx";

/** Golden examples: bills that are known to be right, with what they come to now. */
export function ExamplesEditor({ tried, ...part }: PartProps & { readonly tried: readonly TriedExample[] }) {
  const { t } = useTranslation("rating");
  const { content, change, readOnly } = part;
  const examples = listIn(content.examples).map(objectIn);
  const add = () => change(`/examples/${examples.length}`, BLANK_EXAMPLE);
  return (
    <Panel
      title={t("designer.examples")}
      lead={t("designer.examplesLead")}
      actions={
        readOnly ? undefined : (
          <Button size="xs" variant="default" onClick={add}>
            {t("designer.addExample")}
          </Button>
        )
      }
    >
      <div className={classes.section}>
        {examples.length === 0 ? <p className={classes.quiet}>{t("designer.noExample")}</p> : null}
        {examples.map((example, at) => (
          <ExampleEditor
            // biome-ignore lint/suspicious/noArrayIndexKey: an example has no name but its place.
            key={at}
            {...part}
            at={at}
            example={example}
            outcome={tried[at]}
          />
        ))}
      </div>
    </Panel>
  );
}

interface ExampleProps extends PartProps {
  readonly at: number;
  readonly example: JsonObject;
  readonly outcome: TriedExample | undefined;
}

function ExampleEditor({ at, example, outcome, ...part }: ExampleProps) {
  const { t } = useTranslation("rating");
  const { change, readOnly, locale } = part;
  const pointer = `/examples/${at}`;
  const label = objectIn(example.label);
  const expect = objectIn(example.expect);
  const take = () => {
    if (outcome?.total == null) return;
    change(`${pointer}/expect`, { total: outcome.total, lines: { ...outcome.lines } });
  };
  return (
    <details className={classes.charge}>
      <summary>
        {outcome === undefined ? null : (
          <StatusBadge tone={outcome.ok ? "success" : "danger"}>
            {outcome.ok ? t("designer.passes") : t("designer.fails")}
          </StatusBadge>
        )}
        <span className={classes.grow}>{textIn(label[locale])}</span>
        <span className={classes.quiet}>
          {textIn(example.from)} – {textIn(example.to)}
        </span>
        <span>{textIn(expect.total)}</span>
      </summary>
      <div className={classes.chargeBody}>
        <div className={classes.fields}>
          <TextInput
            label={t("designer.labelZh")}
            value={label["zh-CN"]}
            readOnly={readOnly}
            onChange={(text) => change(`${pointer}/label/zh-CN`, text)}
          />
          <TextInput
            label={t("designer.labelEn")}
            value={label.en}
            readOnly={readOnly}
            onChange={(text) => change(`${pointer}/label/en`, text)}
          />
          <TextInput
            label={t("designer.firstDay")}
            type="date"
            value={example.from}
            readOnly={readOnly}
            onChange={(day) => change(`${pointer}/from`, day)}
          />
          <TextInput
            label={t("designer.dayAfter")}
            type="date"
            value={example.to}
            readOnly={readOnly}
            onChange={(day) => change(`${pointer}/to`, day)}
          />
          <TextInput
            label={t("designer.expected")}
            numeric
            value={expect.total}
            readOnly={readOnly}
            onChange={(total) => change(`${pointer}/expect/total`, total ?? "")}
          />
        </div>
        <SchemaForm {...part} itemKey="" at={pointer} only={INPUTS} />
        {outcome?.error == null ? null : <p role="alert">{outcome.error}</p>}
        {outcome === undefined || outcome.differences.length === 0 ? null : (
          <table className={classes.table}>
            <thead>
              <tr>
                <th>{t("designer.line")}</th>
                <th data-end>{t("designer.expected")}</th>
                <th data-end>{t("designer.comesTo")}</th>
              </tr>
            </thead>
            <tbody>
              {outcome.differences.map(({ code, expected, got }) => (
                <tr key={code}>
                  <td>{code === "" ? t("designer.totalLine") : code}</td>
                  <td data-end>{expected}</td>
                  <td data-end>{got ?? "–"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Problems {...part} at={pointer} />
        {readOnly ? null : (
          <div className={classes.row}>
            <Button size="xs" variant="default" disabled={outcome?.total == null} onClick={take}>
              {t("designer.takeResult")}
            </Button>
            <Button size="xs" variant="subtle" onClick={() => change(pointer, undefined)}>
              {t("designer.removeExample")}
            </Button>
          </div>
        )}
      </div>
    </details>
  );
}

/** What the bill is made from. */
const INPUTS = ["usage", "demand", "agreement", "cycleMonths", "source"] as const;
