import { Button, Checkbox } from "@mantine/core";
import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useFetcher, useLoaderData, useNavigation } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmButton } from "#app/components/confirm-button.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { notifyDone } from "#app/components/notify.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { tenantPath, useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { STAFF_ROLES } from "#app/policies/policy.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import classes from "./access.module.css";

export const loader = page(async ({ params, context }: LoaderFunctionArgs) => {
  const member = await context.caller.member.show({ personId: params.personId ?? "" });
  return { member, title: translator(context.locale, "access")("member.title", { name: member.name }) };
});

export const action = formAction(async ({ params, request, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  if (form.get("intent") === "reset-second-factor") {
    await context.caller.member.resetSecondFactor({ personId: params.personId ?? "" });
    return "reset";
  }
  const chosen = form.getAll("role").map(String);
  await context.caller.member.setRoles({
    personId: params.personId ?? "",
    roles: STAFF_ROLES.filter((role) => chosen.includes(role)),
  });
  if (chosen.length === 0) throw redirect(tenantPath(context.tenant?.base ?? "", "console/members"));
  return "saved";
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function MemberPage() {
  const { t } = useTranslation("access");
  const { member } = useLoaderData<typeof loader>();
  const { viewer } = usePageRoot();
  const answer = useActionData<typeof action>();
  const navigation = useNavigation();
  const removal = useFetcher();
  const href = useTenantHref();
  const mayChange = viewer?.abilities.includes("manage:member") ?? false;
  useEffect(() => {
    if (answer?.ok) notifyDone(t("member.saved"));
  }, [answer, t]);
  return (
    <>
      <PageHeader
        title={t("member.title", { name: member.name })}
        lead={member.login}
        back={{ to: href("console/members"), label: t("member.back") }}
        actions={
          mayChange ? (
            <ConfirmButton
              label={t("member.remove")}
              consequence={t("member.removeConsequence")}
              confirmLabel={t("member.remove")}
              danger
              onConfirm={() => removal.submit({}, { method: "post" })}
            />
          ) : null
        }
      />
      <Panel>
        {answer && !answer.ok ? (
          <p role="alert" className={classes.refusal}>
            {answer.fault.message}
          </p>
        ) : null}
        <Form method="post" className={classes.choices}>
          {STAFF_ROLES.map((role) => (
            <Checkbox
              key={`${role} ${member.roles.includes(role)}`}
              name="role"
              value={role}
              label={t(`role.${role}`)}
              description={t(`roleLead.${role}`)}
              defaultChecked={member.roles.includes(role)}
              disabled={!mayChange}
            />
          ))}
          {mayChange ? (
            <div>
              <Button type="submit" loading={navigation.state !== "idle"}>
                {t("member.save")}
              </Button>
            </div>
          ) : null}
        </Form>
      </Panel>
      <SecondFactor mayChange={mayChange} />
    </>
  );
}

function SecondFactor({ mayChange }: { mayChange: boolean }) {
  const { t } = useTranslation("access");
  const { member } = useLoaderData<typeof loader>();
  const format = useFormat();
  const fetcher = useFetcher<FormResult<string>>();
  const result = fetcher.data;
  useEffect(() => {
    if (result?.ok) notifyDone(t("member.factorDone"));
  }, [result, t]);
  const { secondFactorSince: since } = member;
  return (
    <Panel
      title={t("member.factorTitle")}
      lead={since ? t("member.factorOn", { time: format.dateTime(since) }) : t("member.factorOff")}
      actions={
        mayChange && since ? (
          <ConfirmButton
            size="xs"
            label={t("member.factorReset")}
            consequence={t("member.factorConsequence")}
            confirmLabel={t("member.factorReset")}
            danger
            loading={fetcher.state !== "idle"}
            onConfirm={() => fetcher.submit({ intent: "reset-second-factor" }, { method: "post" })}
          />
        ) : null
      }
    >
      {result && !result.ok ? (
        <p role="alert" className={classes.refusal}>
          {result.fault.message}
        </p>
      ) : null}
    </Panel>
  );
}
