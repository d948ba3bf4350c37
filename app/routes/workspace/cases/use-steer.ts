import { useFetcher } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { notifyUndo } from "#app/components/notify.tsx";
import type { FormResult } from "#app/web/page-fault.ts";

export interface Steer {
  readonly result: FormResult<{ done: string }> | undefined;
  readonly busy: boolean;
  assign(caseId: string, personId: string | null, before?: string | null): void;
  hold(caseId: string): void;
  resume(caseId: string): void;
}

/** What is done to a card of the board, at once; giving it to somebody can be taken back. */
export function useSteer(): Steer {
  const { t } = useTranslation("cases");
  const fetcher = useFetcher<FormResult<{ done: string }>>();
  const send = (fields: Record<string, string>): void => fetcher.submit(fields, { method: "post" });
  const assign = (caseId: string, personId: string | null): void =>
    send({ intent: "assign", caseId, personId: personId ?? "" });
  return {
    result: fetcher.data,
    busy: fetcher.state !== "idle",
    assign(caseId, personId, before) {
      assign(caseId, personId);
      if (before !== undefined)
        notifyUndo({
          message: t("board.given"),
          undoLabel: t("board.undo"),
          onUndo: () => assign(caseId, before),
        });
    },
    hold(caseId) {
      const reason = window.prompt(t("steer.reason"));
      if (reason) send({ intent: "hold", caseId, reason });
    },
    resume: (caseId) => send({ intent: "resume", caseId }),
  };
}
