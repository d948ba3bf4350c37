import { Button, Checkbox, TextInput } from "@mantine/core";
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { notifyDone } from "#app/components/notify.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { translator } from "#app/platform/i18n.ts";
import { STAFF_ROLES } from "#app/policies/policy.ts";
import { formAction, page } from "#app/web/page.server.ts";
import classes from "./access.module.css";
import { SignOnSettings } from "./sign-on-settings.tsx";

export const loader = page(async ({ context }: LoaderFunctionArgs) => ({
  security: await context.caller.security.show(),
  signOn: await context.caller.security.showSignOn(),
  title: translator(context.locale, "access")("security.title"),
}));

export const action = formAction(async ({ request, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  const { security } = context.caller;
  const text = (name: string): string => String(form.get(name) ?? "");
  const intent = form.get("intent");
  if (intent === "forget-links") {
    await security.forgetSignOnLinks();
    return "forgotten";
  }
  if (intent === "sign-on") {
    await security.editSignOn({
      name: text("name"),
      issuer: text("issuer"),
      clientId: text("clientId"),
      ...(text("secret") === "" ? {} : { secret: text("secret") }),
      enabled: form.get("enabled") !== null,
    });
    return "saved";
  }
  const chosen = form.getAll("role").map(String);
  await security.edit({
    secondFactorRoles: STAFF_ROLES.filter((role) => chosen.includes(role)),
    passwordLengthMin: Number(form.get("passwordLengthMin")),
    customerCodes: form.get("customerCodes") !== null,
  });
  return "saved";
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function SecurityPage() {
  const { t } = useTranslation("access");
  const { security, signOn } = useLoaderData<typeof loader>();
  const { viewer } = usePageRoot();
  const answer = useActionData<typeof action>();
  const navigation = useNavigation();
  const mayChange = viewer?.abilities.includes("edit:security") ?? false;
  useEffect(() => {
    if (answer?.ok) notifyDone(t("security.saved"));
  }, [answer, t]);
  const { members } = security;
  return (
    <>
      <PageHeader title={t("security.title")} lead={t("security.lead")} />
      {answer && !answer.ok ? (
        <p role="alert" className={classes.refusal}>
          {answer.fault.message}
        </p>
      ) : null}
      <Form method="post" className={classes.stack}>
        <Panel
          title={t("security.factorTitle")}
          lead={t("security.factorState", {
            count: members.all,
            factor: members.withSecondFactor,
            missing: members.missing,
          })}
        >
          <Checkbox.Group label={t("security.factorRoles")} description={t("security.factorHint")}>
            <div className={classes.roles}>
              {STAFF_ROLES.map((role) => (
                <Checkbox
                  key={`${role} ${security.secondFactorRoles.includes(role)}`}
                  name="role"
                  value={role}
                  label={t(`role.${role}`)}
                  defaultChecked={security.secondFactorRoles.includes(role)}
                  disabled={!mayChange}
                />
              ))}
            </div>
          </Checkbox.Group>
        </Panel>
        <Panel title={t("security.passwordTitle")}>
          <TextInput
            key={security.passwordLengthMin}
            name="passwordLengthMin"
            type="number"
            min={8}
            max={30}
            maw="30rem"
            label={t("security.passwordLength")}
            description={t("security.passwordHint")}
            defaultValue={security.passwordLengthMin}
            disabled={!mayChange}
          />
        </Panel>
        <Panel title={t("security.customersTitle")}>
          <Checkbox
            key={String(security.customerCodes)}
            name="customerCodes"
            label={t("security.customerCodes")}
            defaultChecked={security.customerCodes}
            disabled={!mayChange}
          />
        </Panel>
        {mayChange ? (
          <Button type="submit" loading={navigation.state !== "idle"}>
            {t("security.save")}
          </Button>
        ) : null}
      </Form>
      <SignOnSettings {...signOn} mayChange={mayChange} />
    </>
  );
}
