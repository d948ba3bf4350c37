import { Button, Radio } from "@mantine/core";
import { Form } from "@remix-run/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useDraft } from "#app/components/draft/draft-context.tsx";
import { Panel } from "#app/components/panel.tsx";
import releaseClasses from "#app/components/release/release.module.css";
import { Sides } from "#app/components/release/sides.tsx";
import { conflictId as idOf, type Side } from "#app/services/draft/merge.ts";
import classes from "./designer.module.css";

/** Names of the radios that settle a conflict. */
export const CHOSEN = "chosen:";

const SIDES: readonly Side[] = ["draft", "release"];

/** What both the draft and a release published meanwhile changed: side by side, each chosen by itself. */
export function Conflicts() {
  const { t } = useTranslation("designer");
  const { frame, canChange } = useDraft();
  const { conflicts, inForce } = frame;
  const [chosen, setChosen] = useState<Readonly<Record<string, Side>>>({});
  if (conflicts.length === 0) return null;
  const all = (side: Side) => setChosen(Object.fromEntries(conflicts.map((each) => [idOf(each), side])));
  const release = inForce ?? 0;
  return (
    <Panel
      title={t("conflicts.title", { count: conflicts.length })}
      lead={t("conflicts.lead", { release })}
      actions={
        canChange ? (
          <div className={classes.buttons}>
            {SIDES.map((side) => (
              <Button key={side} size="xs" variant="default" onClick={() => all(side)}>
                {t(`conflicts.all.${side}`)}
              </Button>
            ))}
          </div>
        ) : undefined
      }
    >
      <Form method="post" className={classes.stack}>
        <input type="hidden" name="intent" value="settle" />
        <ul className={releaseClasses.list}>
          {conflicts.map((conflict) => {
            const id = idOf(conflict);
            return (
              <li key={id} className={releaseClasses.item}>
                <Sides
                  item={conflict.item}
                  path={conflict.path}
                  sides={[
                    { title: t("conflicts.base"), value: conflict.base },
                    { title: t("conflicts.release", { release }), value: conflict.release },
                    { title: t("conflicts.draft"), value: conflict.draft },
                  ]}
                />
                <Radio.Group
                  name={`${CHOSEN}${id}`}
                  label={t("conflicts.choose")}
                  value={chosen[id] ?? ""}
                  onChange={(side) => setChosen({ ...chosen, [id]: side as Side })}
                >
                  <div className={releaseClasses.compare}>
                    {SIDES.map((side) => (
                      <Radio
                        key={side}
                        value={side}
                        label={t(`conflicts.take.${side}`)}
                        disabled={!canChange}
                      />
                    ))}
                  </div>
                </Radio.Group>
              </li>
            );
          })}
        </ul>
        {canChange ? (
          <div>
            <Button type="submit" disabled={conflicts.some((each) => chosen[idOf(each)] === undefined)}>
              {t("conflicts.settle")}
            </Button>
          </div>
        ) : null}
      </Form>
    </Panel>
  );
}
