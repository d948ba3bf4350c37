import type { Locale } from "#engines/kernel/errors.ts";
import type { ExportedPart } from "./export-person.ts";
import type { DataClass } from "./holdings.ts";

interface Words {
  readonly title: string;
  readonly made: string;
  readonly whole: string;
  readonly rows: string;
  className(of: DataClass): string;
  column(name: ReadColumn): string;
}

/** The columns that a person reads, by table; whatever else is stored stands in the JSON file. */
const READ = {
  customer: ["number", "name", "phone", "email"],
  "identity.person": ["name", "login", "phone", "email"],
  "identity.session": ["created_at", "ip", "agent"],
  agreement: ["number", "tariff_key", "start_on", "end_on"],
  premise: ["number", "address"],
  register_read: ["read_at", "index_value"],
  bill: ["number", "period", "total", "paid", "due_on"],
  payment: ["paid_at", "amount", "transaction_number"],
  receipt: ["number", "issued_at"],
  service_case: ["number", "opened_at", "state", "request"],
  case_event: ["at", "kind", "detail"],
  case_rating: ["rated_at", "score", "comment"],
  attachment: ["created_at", "name"],
  message: ["created_at", "channel", "subject", "body"],
  consent: ["at", "purpose", "version", "given"],
  erasure: ["asked_at", "state", "reason"],
  personal_access: ["at", "actor_name", "fields", "reason"],
  audit_entry: ["at", "actor_name", "action", "noun"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ReadColumn = (typeof READ)[keyof typeof READ][number];

/** The export as a page that can be read and printed without us: no script, nothing loaded. */
export async function* readableExport(
  parts: AsyncIterable<ExportedPart>,
  locale: Locale,
  words: Words,
): AsyncGenerator<string> {
  yield `<!DOCTYPE html><html lang="${locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${plain(words.title)}</title><style>${STYLE}</style><h1>${plain(words.title)}</h1><p>${plain(words.made)}</p>
<p>${plain(words.whole)}</p>`;
  let last: DataClass | undefined;
  for await (const { of, table, rows } of parts) {
    if (of !== last) yield `<h2>${plain(words.className(of))}</h2>`;
    last = of;
    const columns: readonly ReadColumn[] | undefined = READ[table as keyof typeof READ];
    yield `<h3>${plain(table)} · ${rows.length} ${plain(words.rows)}</h3>`;
    if (columns === undefined || rows.length === 0) continue;
    yield `<table><tr>${columns.map((name) => `<th>${plain(words.column(name))}</th>`).join("")}</tr>`;
    for (const row of rows)
      yield `<tr>${columns.map((name) => `<td>${plain(shown(row[name]))}</td>`).join("")}</tr>`;
    yield "</table>";
  }
  yield "</html>";
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};
const plain = (text: string): string => text.replace(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter);

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
table{border-collapse:collapse;width:100%;display:block;overflow-x:auto}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #8886}
h3{font-size:1rem;font-weight:600}`;
