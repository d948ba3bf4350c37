import type { KeepReason } from "./columns.ts";

/** The classes in which a person is told what is stored about them; in words at `privacy:class`. */
export const DATA_CLASSES = [
  "profile",
  "signIn",
  "agreement",
  "premise",
  "metering",
  "bill",
  "payment",
  "case",
  "file",
  "message",
  "consent",
  "request",
  "access",
  "audit",
] as const;
export type DataClass = (typeof DATA_CLASSES)[number];

/** Rows of one table that are about one customer. */
export interface Holding {
  readonly of: DataClass;
  readonly table: string;
  /** Which rows `t` are about customer $2 of tenant $1, whose persons are $3 (uuid[]). */
  readonly rows: string;
  readonly order: string;
  /** Why the rows outlive the customer's name; left out: nothing but the law of its columns keeps them. */
  readonly stays?: KeepReason;
}

const POINTS = "SELECT a.service_point_id FROM agreement a WHERE a.tenant_id = $1 AND a.customer_id = $2";
const CASES = "SELECT c.id FROM service_case c WHERE c.tenant_id = $1 AND c.customer_id = $2";
const BILLS = "SELECT b.id FROM bill b WHERE b.tenant_id = $1 AND b.customer_id = $2";
const MESSAGES =
  "SELECT m.id FROM message m WHERE m.tenant_id = $1 AND (m.customer_id = $2 OR m.person_id = ANY ($3))";
const ACCOUNTS = "SELECT l.id FROM account l WHERE l.tenant_id = $1 AND l.customer_id = $2";
const INTENTS = "FROM payment_intent i WHERE i.tenant_id = $1 AND i.customer_id = $2";
const OWN = "t.customer_id = $2";

/** Where a customer's data lie inside the tenant, in the order in which they are told. */
export const HOLDINGS: readonly Holding[] = [
  { of: "profile", table: "customer", rows: "t.id = $2", order: "t.id" },
  { of: "agreement", table: "agreement", rows: OWN, order: "t.start_on, t.id", stays: "books" },
  {
    of: "premise",
    table: "premise",
    rows: `t.id IN (SELECT s.premise_id FROM service_point s WHERE s.tenant_id = $1 AND s.id IN (${POINTS}))`,
    order: "t.number",
    stays: "network",
  },
  {
    of: "metering",
    table: "register_read",
    // What was read while the agreement ran: a place has other customers before and after.
    rows: `EXISTS (SELECT 1 FROM register g
      JOIN meter_installation i ON i.tenant_id = $1 AND i.meter_id = g.meter_id
      JOIN agreement a ON a.tenant_id = $1 AND a.service_point_id = i.service_point_id AND a.customer_id = $2
      WHERE g.tenant_id = $1 AND g.id = t.register_id AND t.read_at >= i.installed_at AND (i.removed_at IS NULL OR t.read_at <= i.removed_at)
        AND t.read_at >= a.start_on AND (a.end_on IS NULL OR t.read_at < a.end_on + 1))`,
    order: "t.register_id, t.read_at",
    stays: "metering",
  },
  {
    of: "metering",
    table: "day_row",
    rows: `EXISTS (SELECT 1 FROM channel h
      JOIN agreement a ON a.tenant_id = $1 AND a.service_point_id = h.service_point_id AND a.customer_id = $2
      WHERE h.tenant_id = $1 AND h.id = t.channel_id AND t.local_day >= a.start_on AND (a.end_on IS NULL OR t.local_day < a.end_on))`,
    order: "t.channel_id, t.local_day",
    stays: "metering",
  },
  { of: "bill", table: "bill", rows: OWN, order: "t.period_start, t.revision", stays: "books" },
  {
    of: "bill",
    table: "bill_line",
    rows: `t.bill_id IN (${BILLS})`,
    order: "t.bill_id, t.number",
    stays: "books",
  },
  { of: "payment", table: "payment", rows: OWN, order: "t.paid_at", stays: "books" },
  { of: "payment", table: "payment_intent", rows: OWN, order: "t.created_at", stays: "books" },
  {
    of: "payment",
    table: "gateway_notification",
    rows: `t.order_number IN (SELECT i.order_number ${INTENTS})`,
    order: "t.received_at",
    stays: "books",
  },
  { of: "payment", table: "receipt", rows: OWN, order: "t.issued_at", stays: "books" },
  {
    of: "payment",
    table: "ledger_entry",
    rows: `(t.debit_account_id IN (${ACCOUNTS}) OR t.credit_account_id IN (${ACCOUNTS}))`,
    order: "t.id",
    stays: "books",
  },
  { of: "case", table: "service_case", rows: OWN, order: "t.opened_at, t.id" },
  {
    of: "case",
    table: "case_task",
    rows: `t.case_id IN (${CASES})`,
    order: "t.case_id, t.number",
  },
  { of: "case", table: "case_event", rows: `t.case_id IN (${CASES})`, order: "t.case_id, t.id" },
  { of: "case", table: "case_rating", rows: `t.case_id IN (${CASES})`, order: "t.case_id" },
  {
    of: "file",
    table: "attachment",
    rows: `(t.customer_id = $2 OR t.noun = 'case' AND t.noun_id IN (${CASES}))`,
    order: "t.created_at, t.id",
  },
  {
    of: "message",
    table: "message",
    rows: "(t.customer_id = $2 OR t.person_id = ANY ($3))",
    order: "t.created_at, t.id",
  },
  {
    of: "message",
    table: "message_attempt",
    rows: `t.message_id IN (${MESSAGES})`,
    order: "t.message_id, t.number",
  },
  { of: "message", table: "message_preference", rows: OWN, order: "t.customer_id" },
  { of: "consent", table: "consent", rows: OWN, order: "t.id", stays: "proof" },
  { of: "request", table: "erasure", rows: OWN, order: "t.id", stays: "proof" },
  { of: "access", table: "personal_access", rows: OWN, order: "t.id", stays: "audit" },
  {
    of: "audit",
    table: "audit_entry",
    rows: `(t.actor_id = ANY ($3) OR t.noun = 'customer' AND t.noun_id = $2::uuid::text
      OR t.noun = 'case' AND t.noun_id IN (SELECT c.id::text FROM service_case c WHERE c.tenant_id = $1 AND c.customer_id = $2))`,
    order: "t.id",
    stays: "audit",
  },
];

const PERSONS = "t.person_id = ANY ($3)";

/**
 * The same before tenancy: how the customer's persons sign in. $3: those who have no other account here, in an erasure.
 * The person comes last: what stands above is found by what it says.
 */
export const IDENTITY_HOLDINGS: readonly Holding[] = [
  {
    of: "signIn",
    table: "identity.account_invitation",
    rows: "t.tenant_id = $1 AND t.customer_id = $2",
    order: "t.created_at",
  },
  {
    of: "signIn",
    table: "identity.session",
    rows: `t.tenant_id = $1 AND (t.customer_id = $2 OR ${PERSONS})`,
    order: "t.created_at",
  },
  {
    of: "signIn",
    table: "identity.pending_sign_in",
    rows: `t.tenant_id = $1 AND (t.customer_id = $2 OR ${PERSONS})`,
    order: "t.created_at",
  },
  {
    of: "signIn",
    table: "identity.one_time_code",
    rows: `t.tenant_id = $1 AND (t.customer_id = $2 OR t.phone IN (SELECT unnest(ARRAY[p.login, p.phone]) FROM identity.person p WHERE p.id = ANY ($3)))`,
    order: "t.created_at",
  },
  { of: "signIn", table: "identity.credential", rows: `${PERSONS}`, order: "t.kind" },
  { of: "signIn", table: "identity.totp", rows: `${PERSONS}`, order: "t.created_at" },
  {
    of: "signIn",
    table: "identity.attempt",
    rows: `t.key IN (SELECT $1::uuid::text || ':' || unnest(ARRAY[p.login, p.phone]) FROM identity.person p WHERE p.id = ANY ($3))`,
    order: "t.since",
  },
  {
    of: "signIn",
    table: "identity.person",
    rows: "t.tenant_id = $1 AND $2::uuid IS NOT NULL AND t.id = ANY ($3)",
    order: "t.created_at",
  },
];
