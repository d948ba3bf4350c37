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
  contactPhone: "phone",
  email: "email",
  address: "address",
  idNumber: "idNumber",
  // What people wrote in forms, and what an audit entry keeps of a change.
  data: "free",
  request: "free",
  before: "free",
  after: "free",
};

/** A copy of an answer with its personal fields masked, however deep they lie. */
export function maskFields<Value>(value: Value, more: PersonalFields = {}): Value {
  return walk(value, { ...FIELDS, ...more }, undefined) as Value;
}

/** Which personal fields an answer holds that are not empty, and how many records (objects) hold any. */
export function personalFieldsIn(
  value: unknown,
  more: PersonalFields = {},
): { readonly fields: readonly string[]; readonly records: number } {
  const kinds: PersonalFields = { ...FIELDS, ...more };
  const fields = new Set<string>();
  let records = 0;
  const look = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(look);
    if (!isPlain(node)) return;
    const found = Object.keys(node).filter((key) => kinds[key] !== undefined && isSaid(node[key]));
    if (found.length > 0) records += 1;
    for (const key of found) fields.add(key);
    // What people wrote is one value of its record, whatever its shape.
    for (const [key, child] of Object.entries(node)) if (kinds[key] === undefined) look(child);
  };
  look(value);
  return { fields: [...fields].sort(), records };
}

function walk(node: unknown, kinds: PersonalFields, within: PersonalKind | undefined): unknown {
  if (typeof node === "string") return within === undefined ? node : MASKS[within](node);
  if (Array.isArray(node)) return node.map((item) => walk(item, kinds, within));
  if (!isPlain(node)) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, child]) => [key, walk(child, kinds, kinds[key] ?? within)]),
  );
}

const isPlain = (node: unknown): node is Record<string, unknown> =>
  typeof node === "object" && node !== null && Object.getPrototypeOf(node) === Object.prototype;

const isSaid = (value: unknown): boolean =>
  typeof value === "string" ? value !== "" : isPlain(value) && Object.keys(value).length > 0;
