import { Button } from "@mantine/core";
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useLocation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { IconRefresh } from "#app/components/icons.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { useTenant } from "#app/components/page-root.ts";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";
import classes from "./inbox.module.css";
import { TaskList } from "./task-list.tsx";
import { TaskPage } from "./task-page.tsx";
import { useFieldInbox } from "./use-field-inbox.ts";
import { WaitingList } from "./waiting-list.tsx";

export const loader = page(async ({ context }: LoaderFunctionArgs) => {
  const { tasks } = await context.caller.case.listInbox({});
  const { session, locale } = context;
  const person = {
    id: session?.userId ?? "",
    name: session?.displayName ?? "",
    roles: session?.kind === "staff" ? [...session.roles] : [],
  };
  return { tasks, person, title: translator(locale, "inbox")("title") };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** The address of a task within the page: the part after # asks nobody, so it works without a network. The list is `#list`: a way to no # at all would ask for the page anew. */
const OPEN = /^#([0-9a-f-]{36})$/;

/**
 * What waits for somebody in the field, on a phone, with and without a network: the list, the opened task with its form, and
 * what waits to be sent.
 */
export default function Inbox() {
  const { tasks, person } = useLoaderData<typeof loader>();
  const { base } = useTenant();
  const { t } = useTranslation("inbox");
  const format = useFormat();
  const inbox = useFieldInbox(base, person, tasks);
  const { hash } = useLocation();
  const caseId = OPEN.exec(hash)?.[1];
  if (caseId !== undefined && inbox.ready)
    return <TaskPage key={caseId} caseId={caseId} inbox={inbox} person={person} />;
  return (
    <>
      <PageHeader
        title={t("title")}
        badge={inbox.online ? null : <StatusBadge tone="warning">{t("offline")}</StatusBadge>}
        lead={
          inbox.online
            ? t("lead")
            : inbox.heardAt
              ? t("offlineSince", { time: format.dateTime(inbox.heardAt) })
              : t("offlineLead")
        }
        actions={
          <Button
            variant="default"
            size="sm"
            loading={inbox.busy}
            leftSection={<IconRefresh size={16} aria-hidden />}
            onClick={() => void inbox.refresh()}
          >
            {t("refresh")}
          </Button>
        }
      />
      {inbox.signedOut ? (
        <p role="alert" className={classes.warning}>
          {t("signedOut")}{" "}
          <a
            href={`${base}/auth/sign-in?as=staff&redirectTo=${encodeURIComponent(`${base}/workspace/inbox`)}`}
          >
            {t("signIn")}
          </a>
        </p>
      ) : null}
      <WaitingList inbox={inbox} person={person} />
      <TaskList inbox={inbox} />
    </>
  );
}
