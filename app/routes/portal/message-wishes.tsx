import { Button, Checkbox, NativeSelect } from "@mantine/core";
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { PageHeader } from "#app/components/page-header.tsx";
import { Panel } from "#app/components/panel.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import classes from "./messages.module.css";

const WISHES = ["billing:sms", "billing:email", "service:sms", "service:email"] as const;
const LOCALES = ["zh-CN", "en"] as const;

export const loader = page(async ({ context }: LoaderFunctionArgs) => ({
  wishes: await context.caller.message.showPreferences(),
  title: translator(context.locale, "messages")("wishes.title"),
}));

export const action = formAction<null>(async ({ request, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  const accepted = WISHES.filter((wish) => form.get(wish) === "on");
  await context.caller.message.setPreferences({
    locale: LOCALES.find((locale) => locale === form.get("locale")) ?? null,
    accepted,
    declined: WISHES.filter((wish) => !accepted.includes(wish)),
  });
  return null;
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** How the customer wants to be told. Danger and security are not asked about. */
export default function MessageWishesPage() {
  const { t } = useTranslation("messages");
  const { wishes } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const href = useTenantHref();
  return (
    <>
      <PageHeader
        title={t("wishes.title")}
        lead={t("wishes.lead")}
        back={{ to: href("portal/messages"), label: t("inbox.title") }}
      />
      <Panel>
        <Form method="post" className={classes.form}>
          {WISHES.map((wish) => {
            const [category, channel] = wish.split(":") as ["billing", "sms"];
            return (
              <Checkbox
                key={wish}
                name={wish}
                defaultChecked={!wishes.declined.includes(wish)}
                label={t("wishes.by", {
                  category: t(`category.${category}`),
                  channel: t(`channel.${channel}`),
                })}
              />
            );
          })}
          <NativeSelect
            name="locale"
            label={t("wishes.language")}
            defaultValue={wishes.locale ?? ""}
            data={[
              { value: "", label: t("wishes.ofUtility") },
              { value: "zh-CN", label: "中文" },
              { value: "en", label: "English" },
            ]}
          />
          <Button type="submit">{t("wishes.save")}</Button>
          {result?.ok ? <p role="status">{t("wishes.saved")}</p> : null}
        </Form>
      </Panel>
    </>
  );
}
