import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "#schema/blueprint/item.ts";
import { isDated, listIn, objectIn } from "./content.ts";
import classes from "./designer.module.css";
import { type PartProps, TextInput } from "./inputs.tsx";

interface Props extends Pick<PartProps, "change" | "readOnly"> {
  readonly value: Json | undefined;
  /** Pointer of the value. */
  readonly at: string;
  /** The editor of one version, with its own pointer. */
  readonly children: (version: Json | undefined, at: string) => ReactNode;
}

/** Something that may have effective dates: itself, or each of its versions with the day from which it holds. */
export function DatedPart({ value, at, change, readOnly, children }: Props) {
  const { t } = useTranslation("rating");
  const today = () => new Date().toISOString().slice(0, 10);
  if (!isDated(value)) {
    return (
      <>
        {children(value, at)}
        {readOnly || value === undefined ? null : (
          <div className={classes.row}>
            <Button size="compact-xs" variant="subtle" onClick={() => change(at, [{ from: today(), value }])}>
              {t("designer.addDate")}
            </Button>
          </div>
        )}
      </>
    );
  }
  const versions = listIn(value).map(objectIn);
  return (
    <>
      {versions.map((version, which) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: versions have no name but their place.
        <fieldset key={which} className={classes.dates}>
          <div className={classes.dateRow}>
            <TextInput
              label={t("designer.from")}
              type="date"
              value={version.from}
              readOnly={readOnly}
              onChange={(from) => change(`${at}/${which}/from`, from ?? "")}
            />
            {readOnly ? null : (
              <Button
                size="compact-xs"
                variant="subtle"
                onClick={() =>
                  change(
                    at,
                    versions.length === 1
                      ? version.value
                      : (versions.filter((_, place) => place !== which) as Json),
                  )
                }
              >
                {t("designer.remove")}
              </Button>
            )}
          </div>
          {children(version.value, `${at}/${which}/value`)}
        </fieldset>
      ))}
      {readOnly ? null : (
        <div className={classes.row}>
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() =>
              change(`${at}/${versions.length}`, { from: today(), value: versions.at(-1)?.value ?? null })
            }
          >
            {t("designer.addDate")}
          </Button>
        </div>
      )}
    </>
  );
}
