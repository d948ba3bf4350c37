import { Button } from "@mantine/core";
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { CommandStateBadge, CommandSteps } from "#app/components/alarm/command-steps.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { useRevalidateWhile } from "#app/components/progress/use-revalidate-while.ts";
import { DataTable } from "#app/components/table/data-table.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { COMMAND_STATES } from "#app/services/device/command-step.ts";
import { formAction, page } from "#app/web/page.server.ts";
import classes from "./commands.module.css";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const state = new URL(request.url).searchParams.get("state");
  return {
    commands: await context.caller.deviceCommand.list({
      state: COMMAND_STATES.find((each) => each === state),
    }),
    title: translator(context.locale, "alarms")("command.title"),
  };
});

export const action = formAction(async ({ request, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  await context.caller.deviceCommand.decide({
    commandId: String(form.get("commandId")),
    approve: form.get("intent") === "approve",
  });
  return null;
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function CommandsPage() {
  const { t } = useTranslation("alarms");
  const { commands } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const { viewer } = usePageRoot();
  const format = useFormat();
  const href = useTenantHref();
  const mayDecide = viewer?.abilities.includes("command:alarm") ?? false;
  useRevalidateWhile(commands.some(({ state }) => state === "approved" || state === "acknowledged"));
  return (
    <>
      <PageHeader title={t("command.title")} lead={t("command.lead")} />
      <FilterBar
        filters={[
          {
            kind: "choice",
            name: "state",
            label: t("command.anyState"),
            options: COMMAND_STATES.map((value) => ({ value, label: t(`command.states.${value}`) })),
          },
        ]}
      />
      {result && !result.ok ? <p role="alert">{result.fault.message ?? result.fault.code}</p> : null}
      <DataTable
        caption={t("command.caption")}
        rows={commands}
        rowKey={(row) => row.id}
        columns={[
          {
            key: "command",
            header: t("command.name"),
            card: "title",
            cell: (row) => `${t(`command.${row.command}`)}: ${row.reason}`,
          },
          { key: "meter", header: t("command.meter"), cell: (row) => row.serial },
          { key: "place", header: t("place"), cell: (row) => row.address },
          {
            key: "by",
            header: t("command.by"),
            cell: (row) =>
              row.automatic ? (
                <span className={classes.nowrap}>{t("command.automatic")}</span>
              ) : (
                row.requestedBy
              ),
          },
          { key: "expiresAt", header: t("command.expiresAt"), cell: (row) => format.dateTime(row.expiresAt) },
          { key: "steps", header: t("command.steps"), cell: (row) => <CommandSteps steps={row.steps} /> },
          {
            key: "state",
            header: t("state"),
            align: "end",
            card: "aside",
            cell: (row) => <CommandStateBadge state={row.state} />,
          },
          {
            key: "actions",
            header: t("command.actions"),
            align: "end",
            cell: (row) => (
              <span>
                {row.alarmId === null ? null : (
                  <Link to={href(`workspace/alarms/${row.alarmId}`)}>{t("command.toAlarm")}</Link>
                )}
                {mayDecide && row.state === "requested" ? (
                  <Form method="post">
                    <input type="hidden" name="commandId" value={row.id} />
                    <Button type="submit" size="xs" name="intent" value="approve">
                      {t("command.approve")}
                    </Button>{" "}
                    <Button type="submit" size="xs" variant="default" name="intent" value="withdraw">
                      {t("command.withdraw")}
                    </Button>
                  </Form>
                ) : null}
              </span>
            ),
          },
        ]}
        empty={{ title: t("command.emptyTitle"), advice: t("command.emptyAdvice") }}
      />
    </>
  );
}
