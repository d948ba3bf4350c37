import process from "node:process";
import { Command, Option } from "commander";
import { withIdentity } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { STAFF_ROLES, type StaffRole } from "#app/policies/policy.ts";
import {
  inviteMember,
  listInvitations,
  resendInvitation,
} from "#app/services/identity/links/invite-member.ts";
import { concluding, print } from "#cli/outcome.ts";
import { LOCALES, type Locale } from "#engines/kernel/errors.ts";
import { operatorScope, withProduct } from "../product.ts";
import { WrongUsage } from "../rate/errors.ts";

interface InviteOptions {
  readonly tenant: string;
  readonly email: string;
  readonly name: string;
  readonly role: readonly StaffRole[];
  readonly locale: Locale;
  readonly address: string;
  readonly json?: true;
}

/** `manifold member`: people of a utility. The first of them has nobody who could invite them in the console. */
export function memberCommand(): Command {
  const command = new Command("member").description("people of a utility");
  command
    .command("invite")
    .description(
      "invite somebody by e-mail and print the link, which holds for seven days; again for the same address: a new link, the old one is worth nothing",
    )
    .requiredOption("--tenant <slug>", "the utility")
    .requiredOption("--email <address>", "to whom; it becomes their login")
    .requiredOption("--name <name>", "what they are called")
    .addOption(
      new Option("--role <role...>", "what they may do").choices(STAFF_ROLES).default(["tenant-admin"]),
    )
    .addOption(new Option("--locale <locale>", "language of the letter").choices(LOCALES).default("zh-CN"))
    .option(
      "--address <url>",
      "where browsers reach the product",
      process.env.PUBLIC_URL || `http://localhost:${process.env.PORT || 3000}`,
    )
    .option("--json", "JSON on standard output")
    .action((options: InviteOptions) => concluding(() => invite(options)));
  return command;
}

async function invite({ tenant, email, name, role, locale, address, json }: InviteOptions): Promise<void> {
  if (!URL.canParse(address)) throw new WrongUsage(`--address “${address}” is no address such as https://…`);
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new WrongUsage(`--email “${email}” is no e-mail address`);
  const link = await withProduct(async () => {
    const scope = await operatorScope(tenant, "member invite");
    let made = "";
    const delivery = {
      locale,
      from: await nameOf(scope, locale),
      linkTo: (token: string): string => {
        made = new URL(`t/${tenant}/auth/invitation?token=${token}`, `${address.replace(/\/$/, "")}/`).href;
        return made;
      },
    };
    const open = (await listInvitations(scope)).find((each) => each.email === email.toLowerCase());
    if (open === undefined) await inviteMember(scope, { email, name, roles: role }, delivery);
    else await resendInvitation(scope, open, delivery);
    return made;
  });
  await print(json ? JSON.stringify({ email, link }) : link);
}

async function nameOf({ tenantId }: Scope, locale: Locale): Promise<string> {
  const { rows } = await withIdentity((sql) =>
    sql.query<{ name: Record<Locale, string> }>("SELECT name FROM platform.tenant WHERE id = $1", [tenantId]),
  );
  return rows[0]?.name[locale] ?? "";
}
