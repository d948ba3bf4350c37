import { Button, Textarea } from "@mantine/core";
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { IconDownload } from "#app/components/icons.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { Panel } from "#app/components/panel.tsx";
import { AccessTable } from "#app/components/privacy/access-table.tsx";
import { Blocked } from "#app/components/privacy/blocked.tsx";
import { ConsentTable } from "#app/components/privacy/consent-table.tsx";
import { ErasureState } from "#app/components/privacy/erasure-state.tsx";
import classes from "#app/components/privacy/privacy.module.css";
import { StoredTable } from "#app/components/privacy/stored-table.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { agrees, CONSENT_PURPOSES, CONSENT_VERSION } from "#app/services/privacy/consent-purposes.ts";
import { isOpen } from "#app/services/privacy/erasure-states.ts";
import { formAction, page } from "#app/web/page.server.ts";

export const loader = page(async ({ context }: LoaderFunctionArgs) => ({
  own: await context.caller.privacy.showOwn(),
  title: translator(context.locale, "privacy")("own.title"),
}));

export const action = formAction<null>(async ({ request, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  const text = (name: string): string => String(form.get(name) ?? "");
  const { privacy } = context.caller;
  if (text("intent") === "ask") await privacy.askErasure({ reason: text("reason") });
  else if (text("intent") === "withdraw") await privacy.withdrawErasure({ erasureId: text("erasureId") });
  else {
    const purpose = CONSENT_PURPOSES.find((each) => each === text("purpose")) ?? "surveys";
    await privacy.setConsent({ purpose, given: text("intent") === "give" });
  }
  return null;
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** What the utility keeps about the customer, what it may use it for, and who has looked. */
export default function OwnPrivacyPage() {
  const { t } = useTranslation("privacy");
  const { own } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const href = useTenantHref();
  return (
    <>
      <PageHeader title={t("own.title")} lead={t("own.lead")} />
      {result && !result.ok ? <p role="alert">{result.fault.message ?? result.fault.code}</p> : null}
      <Panel title={t("consent.title")} lead={t("own.consentLead", { version: CONSENT_VERSION })}>
        <Consents consents={own.consents} />
        {own.consents.length === 0 ? null : (
          <details>
            <summary>{t("consent.history")}</summary>
            <ConsentTable consents={own.consents} />
          </details>
        )}
      </Panel>
      <Panel title={t("stored.title")} lead={t("own.storedLead")} flush>
        <StoredTable stored={own.stored} tables={false} />
      </Panel>
      <Panel title={t("own.download")} lead={t("own.downloadLead")}>
        <div className={classes.row}>
          {(["html", "json"] as const).map((format) => (
            <Button
              key={format}
              component="a"
              href={`${href("api/personal-data")}?format=${format}`}
              download
              variant="default"
              leftSection={<IconDownload size={15} stroke={1.6} aria-hidden />}
            >
              {t(`export.${format}`)}
            </Button>
          ))}
        </div>
      </Panel>
      <Panel title={t("own.seen")} lead={t("own.seenLead")} flush>
        <AccessTable caption={t("own.seen")} access={own.access} />
      </Panel>
      <OwnErasure own={own} />
    </>
  );
}

type Own = ReturnType<typeof useLoaderData<typeof loader>>["own"];

function Consents({ consents }: Pick<Own, "consents">) {
  const { t } = useTranslation("privacy");
  return CONSENT_PURPOSES.map((purpose) => {
    const given = agrees(consents, purpose);
    return (
      <Form method="post" key={purpose} className={classes.purpose} preventScrollReset>
        <input type="hidden" name="purpose" value={purpose} />
        <p>
          <strong>{t(`purpose.${purpose}.title`)}</strong>
          <br />
          {t(`purpose.${purpose}.text`)}
        </p>
        <StatusBadge tone={given ? "success" : "neutral"}>
          {t(given ? "consent.given" : "consent.notGiven")}
        </StatusBadge>
        <Button
          type="submit"
          name="intent"
          value={given ? "take" : "give"}
          variant={given ? "default" : "filled"}
          aria-label={t(given ? "consent.takeOf" : "consent.giveTo", {
            purpose: t(`purpose.${purpose}.title`),
          })}
        >
          {t(given ? "consent.take" : "consent.give")}
        </Button>
      </Form>
    );
  });
}

function OwnErasure({ own }: { readonly own: Own }) {
  const { t } = useTranslation("privacy");
  const [latest] = own.erasures;
  return (
    <Panel
      title={t("own.erase")}
      lead={t("own.eraseLead")}
      actions={latest === undefined ? undefined : <ErasureState state={latest.state} />}
    >
      <div className={classes.form}>
        {latest?.note ? <p>{latest.note}</p> : null}
        <Blocked blockers={own.blockers} />
        {latest !== undefined && isOpen(latest.state) ? (
          latest.state === "asked" ? (
            <Form method="post" preventScrollReset>
              <input type="hidden" name="erasureId" value={latest.id} />
              <Button type="submit" name="intent" value="withdraw" variant="default">
                {t("own.withdraw")}
              </Button>
            </Form>
          ) : (
            <p>{t("own.underWay")}</p>
          )
        ) : (
          <Form method="post" className={classes.form} preventScrollReset>
            <Textarea name="reason" label={t("own.reason")} maxLength={500} autosize minRows={2} />
            <div>
              <Button type="submit" name="intent" value="ask" variant="default" color="red">
                {t("own.ask")}
              </Button>
            </div>
          </Form>
        )}
      </div>
    </Panel>
  );
}
