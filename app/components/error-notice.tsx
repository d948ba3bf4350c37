import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { PageFault } from "#app/web/page-fault.ts";
import classes from "./error-notice.module.css";
import { IconAlert } from "./icons.ts";

/** General faults with words of their own; any other code brings its words in `message`. */
const GENERAL = ["NOT_FOUND", "FORBIDDEN", "UNEXPECTED"] as const;

interface ErrorNoticeProps extends Partial<PageFault> {
  readonly code: string;
  readonly heading?: "h1" | "h2" | "h3";
  /** What the person can do here, e.g. load again. Without it the page is offered to be loaded anew. */
  readonly onRetry?: () => void;
}

/** A fault in words: what happened, what to do, where in the input it lies, and the number to tell support. */
export function ErrorNotice({
  code,
  message,
  requestId,
  where,
  heading: Heading = "h2",
  onRetry,
}: ErrorNoticeProps) {
  const { t } = useTranslation();
  const general = GENERAL.find((known) => known === code);
  const title = general ? t(`error.${general}.title`) : t("error.other.title");
  const advice = general ? t(`error.${general}.advice`) : t("error.other.advice");
  const place = where
    ? [where.file, where.line, where.path].filter((part) => part !== undefined).join(" · ")
    : "";
  return (
    <div className={classes.notice} role="alert">
      <IconAlert size={22} stroke={1.6} className={classes.icon} aria-hidden />
      <div className={classes.words}>
        <Heading className={classes.title}>{title}</Heading>
        {message ? <p className={classes.message}>{message}</p> : null}
        {place ? <p className={classes.where}>{place}</p> : null}
        <p className={classes.advice}>{advice}</p>
        {code === "UNEXPECTED" || onRetry ? (
          <Button
            variant="default"
            size="xs"
            onClick={onRetry ?? (() => window.location.reload())}
            className={classes.retry ?? ""}
          >
            {t("error.retry")}
          </Button>
        ) : null}
        <dl className={classes.facts}>
          <div>
            <dt>{t("error.code")}</dt>
            <dd>{code}</dd>
          </div>
          {requestId ? (
            <div>
              <dt>{t("error.requestId")}</dt>
              <dd>{requestId}</dd>
            </div>
          ) : null}
        </dl>
      </div>
    </div>
  );
}
