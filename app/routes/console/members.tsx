import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { STAFF_ROLES, type StaffRole } from "#app/policies/policy.ts";
import { formAction, page } from "#app/web/page.server.ts";
import { Invitations, InviteMember } from "./invite-member.tsx";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const search = new URL(request.url).searchParams;
  const role = STAFF_ROLES.find((known) => known === search.get("role"));
  const members = await context.caller.member.list({
    search: search.get("search") ?? undefined,
    role,
    after: search.get("after") ?? undefined,
  });
  const invitations = search.has("after") ? [] : await context.caller.member.listInvitations();
  return { ...members, invitations, title: translator(context.locale, "access")("members.title") };
});

export const action = formAction(async ({ request, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  const text = (name: string): string => String(form.get(name) ?? "");
  const { member } = context.caller;
  switch (text("intent")) {
    case "resend":
      await member.resendInvitation({ id: text("id") });
      return "resent";
    case "revoke":
      await member.revokeInvitation({ id: text("id") });
      return "revoked";
    default: {
      const chosen = form.getAll("role").map(String);
      await member.invite({
        email: text("email"),
        name: text("name"),
        roles: STAFF_ROLES.filter((role) => chosen.includes(role)),
      });
      return "invited";
    }
  }
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function MembersPage() {
  const { t } = useTranslation("access");
  const { members, invitations, next } = useLoaderData<typeof loader>();
  const { viewer } = usePageRoot();
  const mayChange = viewer?.abilities.includes("manage:member") ?? false;
  const format = useFormat();
  const href = useTenantHref();
  return (
    <>
      <PageHeader title={t("members.title")} lead={t("members.lead")} />
      <FilterBar
        filters={[
          { kind: "search", name: "search", label: t("members.search") },
          {
            kind: "choice",
            name: "role",
            label: t("members.allRoles"),
            options: STAFF_ROLES.map((role) => ({ value: role, label: t(`role.${role}`) })),
          },
        ]}
      />
      <DataTable
        caption={t("members.caption")}
        rows={members}
        rowKey={(member) => member.personId}
        rowHref={(member) => href(`console/members/${member.personId}`)}
        columns={[
          { key: "name", header: t("members.name"), cell: (member) => member.name, card: "title" },
          { key: "login", header: t("members.login"), cell: (member) => member.login },
          {
            key: "roles",
            header: t("members.roles"),
            cell: (member) => member.roles.map((role) => t(`role.${role as StaffRole}`)).join(" · "),
          },
          {
            key: "seenAt",
            header: t("members.seenAt"),
            align: "end",
            cell: (member) =>
              member.disabled ? (
                <StatusBadge tone="warning">{t("members.disabled")}</StatusBadge>
              ) : member.seenAt ? (
                format.dateTime(member.seenAt)
              ) : (
                t("members.never")
              ),
          },
        ]}
        paging={{ previous: null, next }}
        empty={{ title: t("members.emptyTitle"), advice: t("members.emptyAdvice") }}
      />
      <Invitations invitations={invitations} mayChange={mayChange} />
      {mayChange ? <InviteMember /> : null}
    </>
  );
}
