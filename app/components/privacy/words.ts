/** The classes of personal data as a log or a list tells them, from the names of the fields that held them. */
export const SHOWN_KINDS = ["name", "phone", "email", "address", "idNumber", "attachment", "text"] as const;
export type ShownKind = (typeof SHOWN_KINDS)[number];

export function kindsOf(fields: readonly string[]): readonly ShownKind[] {
  const found = new Set(fields.map(kindOf));
  return SHOWN_KINDS.filter((kind) => found.has(kind));
}

function kindOf(field: string): ShownKind {
  if (/name$/i.test(field)) return "name";
  if (/phone$/i.test(field)) return "phone";
  const exact = SHOWN_KINDS.find((kind) => kind === field);
  return exact ?? "text";
}

/** Where personal data were shown: the noun of the procedure, or a file. */
export const ACCESS_PLACES = [
  "alarm",
  "attachment",
  "bill",
  "billRun",
  "case",
  "customer",
  "deviceCommand",
  "file",
  "ledgerEntry",
  "message",
  "payment",
  "premise",
  "privacy",
  "read",
  "shadowRun",
  "tariff",
] as const;
export type AccessPlace = (typeof ACCESS_PLACES)[number];

export function placeOf(call: string): AccessPlace {
  if (call.startsWith("api/attachments")) return "attachment";
  const noun = call.split(".")[0];
  return call.startsWith("api/") ? "file" : (ACCESS_PLACES.find((place) => place === noun) ?? "file");
}
