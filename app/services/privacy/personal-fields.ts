import type { Noun } from "#app/policies/index.ts";
import { MASKS, type PersonalKind } from "./mask.ts";

/** The nouns whose answers tell of customers. Answers of the others hold no customer's personal data. */
export const PERSONAL_NOUNS: readonly Noun[] = [
  "agreement",
  "alarm",
  "auditEntry",
  "bill",
  "case",
  "customer",
  "ledgerEntry",
  "message",
  "payment",
  "premise",
  "read",
  "shadowRun",
  "tariff",
];

/** Field names in answers, the same in every service. Where `name` is a person's, the procedure says so in its guard. */
export type PersonalFields = Readonly<Record<string, PersonalKind>>;
const FIELDS: PersonalFields = {
  customerName: "name",
  contactName: "name",
  phone: "phone",
  customerPhone: "phone",
  contactPhone: "phone",
  email: "email",
  address: "address",
  idNumber: "idNumber",
  // What people wrote, what was written to them, and what an audit entry keeps of a change.
  data: "free",
  request: "free",
  detail: "free",
  comment: "free",
  subject: "free",
  body: "free",
  before: "free",
  after: "free",
};

/** Names that are a customer's only where the field beside them says so. */
const WHERE_CUSTOMER: Readonly<Record<string, string>> = {
  actorName: "actorKind",
  openedByName: "openedBy",
};

/**
 * A copy of an answer with its personal fields masked, however deep they lie. In what people wrote, the names, numbers and
 * addresses that the answer itself tells are masked, too.
 */
export function maskFields<Value>(value: Value, more: PersonalFields = {}): Value {
  const kinds = { ...FIELDS, ...more };
  const known = new Map<string, string>();
  visit(value, kinds, (text, kind) => {
    if (kind !== undefined && kind !== "free" && [...text].length > 1) known.set(text, MASKS[kind](text));
  });
  const longestFirst = [...known].sort(([one], [other]) => other.length - one.length);
  const mask: Mask = (text, kind) => {
    // The same name in a field that is nobody's by its own name, such as who wrote a remark.
    if (kind === undefined) return known.get(text) ?? text;
    if (kind !== "free") return MASKS[kind](text);
    return MASKS.free(longestFirst.reduce((left, [told, shown]) => left.replaceAll(told, shown), text));
  };
  return copy(value, kinds, mask) as Value;
}

export interface PersonalContent {
  /** Which personal fields are not empty. */
  readonly fields: readonly string[];
  /** How many records (objects) hold any. */
  readonly records: number;
  /** The one customer whom all of it is about, where it is one. */
  readonly customerId: string | undefined;
}

/** What of customers' personal data an answer holds. */
export function personalFieldsIn(value: unknown, more: PersonalFields = {}): PersonalContent {
  const kinds: PersonalFields = { ...FIELDS, ...more };
  const fields = new Set<string>();
  const customers = new Set<string>();
  let records = 0;
  const look = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(look);
    if (!isPlain(node)) return;
    if (typeof node.customerId === "string") customers.add(node.customerId);
    const found = Object.keys(node).filter(
      (key) => kindOf(key, node, kinds) !== undefined && isSaid(node[key]),
    );
    if (found.length > 0) records += 1;
    for (const key of found) fields.add(key);
    // What people wrote is one value of its record, whatever its shape.
    for (const [key, child] of Object.entries(node)) if (kindOf(key, node, kinds) === undefined) look(child);
  };
  look(value);
  return {
    fields: [...fields].sort(),
    records,
    customerId: customers.size === 1 ? [...customers][0] : undefined,
  };
}

type Mask = (text: string, kind: PersonalKind | undefined) => string;

function visit(node: unknown, kinds: PersonalFields, told: (...given: Parameters<Mask>) => void): void {
  copy(node, kinds, (text, kind) => {
    told(text, kind);
    return text;
  });
}

function copy(node: unknown, kinds: PersonalFields, mask: Mask, within?: PersonalKind): unknown {
  if (typeof node === "string") return mask(node, within);
  if (Array.isArray(node)) return node.map((item) => copy(item, kinds, mask, within));
  if (!isPlain(node)) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, child]) => [
      key,
      copy(child, kinds, mask, kindOf(key, node, kinds) ?? within),
    ]),
  );
}

function kindOf(key: string, node: Record<string, unknown>, kinds: PersonalFields): PersonalKind | undefined {
  const beside = WHERE_CUSTOMER[key];
  return beside !== undefined && node[beside] === "customer" ? "name" : kinds[key];
}

const isPlain = (node: unknown): node is Record<string, unknown> =>
  typeof node === "object" && node !== null && Object.getPrototypeOf(node) === Object.prototype;

const isSaid = (value: unknown): boolean =>
  typeof value === "string" ? value !== "" : isPlain(value) && Object.keys(value).length > 0;
