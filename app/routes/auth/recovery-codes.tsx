import { Button, CopyButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { IconCheck, IconCopy } from "#app/components/icons.ts";
import { PrintButton } from "#app/components/print-button.tsx";
import classes from "./factor.module.css";

/** Ten codes, shown once: to copy, to print, to write down. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const { t } = useTranslation("auth");
  const { t: components } = useTranslation("components");
  return (
    <div role="status" className={classes.codes}>
      <p className={classes.step}>{t("factor.codesTitle")}</p>
      <p className={classes.quiet}>{t("factor.codesLead")}</p>
      <ul aria-label={t("factor.codesLabel")} translate="no" className={classes.codeList}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={classes.codeButtons}>
        <CopyButton value={codes.join("\n")}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              onClick={copy}
              leftSection={
                copied ? <IconCheck size={16} stroke={1.8} /> : <IconCopy size={16} stroke={1.6} />
              }
            >
              {copied ? components("code.copied") : components("code.copy")}
            </Button>
          )}
        </CopyButton>
        <PrintButton />
      </div>
    </div>
  );
}
