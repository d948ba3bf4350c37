import { Button } from "@mantine/core";
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "#app/components/empty-state.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { Panel } from "#app/components/panel.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { Paging } from "#app/components/table/paging.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import classes from "./messages.module.css";

const CATEGORIES = ["service", "safety", "billing", "security"] as const;

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const search = new URL(request.url).searchParams;
  const messages = await context.caller.message.listOwn({
    category: CATEGORIES.find((category) => category === search.get("category")),
    after: search.get("after") || undefined,
    before: search.get("before") || undefined,
  });
  return { ...messages, title: translator(context.locale, "messages")("inbox.title") };
});

export const action = formAction<null>(async ({ request, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  if (form.get("intent") === "all") await context.caller.message.markRead({ all: true });
  else {
    const messageId = String(form.get("messageId"));
    await context.caller.message.markRead({ messageId, unread: form.get("intent") === "unread" });
  }
  return null;
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** The inbox of a customer: what the utility has told them, whatever else it was sent by. */
export default function MessagesPage() {
  const { t } = useTranslation("messages");
  const { rows, next, previous } = useLoaderData<typeof loader>();
  const format = useFormat();
  const href = useTenantHref();
  return (
    <>
      <PageHeader
        title={t("inbox.title")}
        lead={t("inbox.lead")}
        actions={
          <>
            <Button component={Link} variant="default" to={href("portal/messages/wishes")}>
              {t("inbox.wishes")}
            </Button>
            <Form method="post">
              <Button type="submit" variant="default" name="intent" value="all">
                {t("inbox.readAll")}
              </Button>
            </Form>
          </>
        }
      />
      <FilterBar
        filters={[
          {
            kind: "choice",
            name: "category",
            label: t("inbox.allCategories"),
            options: CATEGORIES.map((category) => ({ value: category, label: t(`category.${category}`) })),
          },
        ]}
      />
      <Panel flush>
        {rows.length === 0 ? (
          <EmptyState title={t("inbox.emptyTitle")} advice={t("inbox.emptyAdvice")} />
        ) : (
          <ul className={classes.list}>
            {rows.map(({ id, at, category, title, body, link, unread }) => (
              <li key={id} className={classes.message} data-unread={unread}>
                <div className={classes.head}>
                  <h2 className={classes.title}>{title}</h2>
                  {unread ? <StatusBadge tone="accent">{t("inbox.unread")}</StatusBadge> : null}
                </div>
                <p className={classes.text}>{body}</p>
                <div className={classes.head}>
                  <span className={classes.facts}>
                    {format.dateTime(at)} · {t(`category.${category}`)}
                  </span>
                  <Form method="post" className={classes.acts}>
                    <input type="hidden" name="messageId" value={id} />
                    {link === null ? null : (
                      <Button component={Link} size="compact-sm" variant="default" to={href(link)}>
                        {t("inbox.open")}
                      </Button>
                    )}
                    <Button
                      type="submit"
                      size="compact-sm"
                      variant="subtle"
                      name="intent"
                      value={unread ? "read" : "unread"}
                    >
                      {t(unread ? "inbox.markRead" : "inbox.markUnread")}
                    </Button>
                  </Form>
                </div>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Paging previous={previous} next={next} />
    </>
  );
}
