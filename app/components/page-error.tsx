import { isRouteErrorResponse, useRouteError } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { isPageFault, type PageFault } from "#app/web/page-fault.ts";
import { ErrorNotice } from "./error-notice.tsx";
import classes from "./page-error.module.css";
import { useRequestFacts } from "./request-facts.tsx";
import { MAIN_ID } from "./shell/skip-link.tsx";

interface PageErrorProps {
  /** Outside every area: the notice stands alone in the middle of the window. */
  readonly fullPage?: boolean;
}

/** The error boundary of pages: says what happened, what to do, and the number under which it is logged. */
export function PageError({ fullPage = false }: PageErrorProps) {
  const { t } = useTranslation();
  const facts = useRequestFacts();
  const fault = faultOf(useRouteError(), facts.requestId);
  const notice = <ErrorNotice {...fault} heading="h1" />;
  if (!fullPage) return <div className={classes.inArea}>{notice}</div>;
  return (
    <main id={MAIN_ID} className={classes.full}>
      <title>{t("error.pageTitle")}</title>
      {notice}
    </main>
  );
}

function faultOf(error: unknown, requestId: string): PageFault {
  if (!isRouteErrorResponse(error)) return { code: "UNEXPECTED", requestId };
  if (isPageFault(error.data)) return error.data;
  if (error.status === 404) return { code: "NOT_FOUND", requestId };
  if (error.status === 403) return { code: "FORBIDDEN", requestId };
  return { code: "UNEXPECTED", requestId };
}
