import { accountShare } from "./account-share.ts";
import { agreement } from "./agreement.ts";
import { alarm } from "./alarm.ts";
import { apiKey } from "./api-key.ts";
import { attachment } from "./attachment.ts";
import { auditEntry } from "./audit-entry.ts";
import { bill } from "./bill.ts";
import { blueprint } from "./blueprint.ts";
import { serviceCase } from "./case.ts";
import { customer } from "./customer.ts";
import { kpi } from "./kpi.ts";
import { ledgerEntry } from "./ledger-entry.ts";
import { member } from "./member.ts";
import { message } from "./message.ts";
import { payment } from "./payment.ts";
import { plugin } from "./plugin.ts";
import type { Grant } from "./policy.ts";
import { premise } from "./premise.ts";
import { personalData, privacy } from "./privacy.ts";
import { read } from "./read.ts";
import { security } from "./security.ts";
import { shadowRun } from "./shadow-run.ts";
import { system } from "./system.ts";
import { tariff } from "./tariff.ts";
import { tenant } from "./tenant.ts";

/** Every policy, by noun. The one place that says who may do what; pages, tRPC, jobs and tests all ask it. */
export const policies = {
  accountShare,
  agreement,
  alarm,
  apiKey,
  attachment,
  auditEntry,
  bill,
  blueprint,
  case: serviceCase,
  customer,
  kpi,
  ledgerEntry,
  member,
  message,
  payment,
  personalData,
  plugin,
  premise,
  privacy,
  read,
  security,
  shadowRun,
  system,
  tariff,
  tenant,
} satisfies Record<string, Readonly<Record<string, Grant>>>;

export type Policies = typeof policies;
export type Noun = keyof Policies;
export type Action<N extends Noun> = keyof Policies[N] & string;
/** `read:bill`, `publish:blueprint` … : what menus ask for and API keys hold. */
export type Permission = { [N in Noun]: `${Action<N>}:${N}` }[Noun];

/** Every permission with its grant. */
export const permissions: ReadonlyMap<Permission, Grant> = new Map(
  Object.entries(policies).flatMap(([noun, policy]) =>
    Object.entries(policy as Record<string, Grant>).map(
      ([action, grant]) => [`${action}:${noun}` as Permission, grant] as const,
    ),
  ),
);

/** What an API key may be given. */
export const API_SCOPES: readonly Permission[] = [...permissions]
  .filter(([, grant]) => grant.api === true)
  .map(([permission]) => permission);
