import { CopyButton, Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./code-view.module.css";
import { IconCheck, IconCopy } from "./icons.ts";

interface CodeViewProps {
  /** Text as it is, or any JSON value, which is laid out. */
  readonly value: unknown;
  readonly label: string;
  /** Longer content scrolls inside. */
  readonly maxHeight?: number;
}

/** Source, JSON or a raw message, to read and to copy. */
export function CodeView({ value, label, maxHeight = 320 }: CodeViewProps) {
  const { t } = useTranslation("components");
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.head}>
        {label}
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? t("code.copied") : t("code.copy")}>
              <button type="button" onClick={copy} className={classes.copy} aria-label={t("code.copy")}>
                {copied ? <IconCheck size={15} stroke={1.8} /> : <IconCopy size={15} stroke={1.6} />}
              </button>
            </Tooltip>
          )}
        </CopyButton>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className={classes.scroll} style={{ maxHeight }} tabIndex={0} aria-label={label}>
        <pre className={classes.code}>{text}</pre>
      </section>
    </figure>
  );
}
