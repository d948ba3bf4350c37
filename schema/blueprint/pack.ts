import { isAlias, isNode, isScalar, LineCounter, parseDocument, visit } from "yaml";
import { z } from "zod";
import { errorsOf, type ManifoldError, type Where } from "#engines/kernel/errors.ts";
import { canonicalText } from "./canonical.ts";
import { keySchema } from "./common.ts";
import { blueprintErrors } from "./errors.ts";
import { faultInChinese } from "./faults-in-chinese.ts";
import { type Item, itemName, type JsonObject, type KindRegistry, sortItems } from "./item.ts";
import { formatPointer } from "./pointer.ts";
import { type TenantFacts, tenantSchema } from "./tenant.ts";

const fail = errorsOf(blueprintErrors);

/** A pack: the folder of one utility. `tenant.yaml` and, for each item, `<kind>/<key>.yaml`; path → text. */
export type PackFiles = ReadonlyMap<string, string>;

/** What a pack says once it was read without a fault. */
export interface Pack {
  readonly tenant: TenantFacts;
  /** The text of `tenant.brand.logo`. */
  readonly logo?: string;
  /** The text of `tenant.map`. */
  readonly map?: string;
  readonly items: readonly Item[];
}

export interface PackReading {
  /** Absent where there is a fault. */
  readonly pack?: Pack;
  /** Every fault of every file, each with file, line, path and what to do. */
  readonly faults: readonly ManifoldError[];
  /** Files that are right but not in canonical form: an export would write them otherwise. */
  readonly untidy: readonly string[];
}

const TENANT_FILE = "tenant.yaml";
const FILE_LIMIT = 1_000_000;

/** Reads and checks a whole pack. All faults are found, not the first one only. */
export function readPack(files: PackFiles, kinds: KindRegistry): PackReading {
  const faults: ManifoldError[] = [];
  const untidy: string[] = [];
  const items: Item[] = [];
  let tenant: TenantFacts | undefined;
  for (const [file, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (/^[\w-]+\.(svg|geojson)$/.test(file)) continue;
    const place = placeOf(file, kinds);
    const schema = place === TENANT_FILE ? tenantSchema : place && kinds[place.kind]?.schema;
    if (place === undefined || schema === undefined) {
      faults.push(fail("PACK_FILE_UNKNOWN", { file, kinds: Object.keys(kinds).join(", ") }, { file }));
      continue;
    }
    const reading = readFile(file, text, schema);
    faults.push(...reading.faults);
    if (reading.content === undefined) continue;
    if (canonicalText(schema, reading.content) !== text) untidy.push(file);
    if (place === TENANT_FILE) tenant = tenantSchema.parse(reading.content);
    else if (keySchema.safeParse(place.key).success) items.push({ ...place, content: reading.content });
    else faults.push(fail("PACK_KEY_MALFORMED", { key: place.key }, { file }));
  }
  if (!files.has(TENANT_FILE)) faults.push(fail("PACK_TENANT_MISSING", {}, { file: TENANT_FILE }));
  const logo = tenant?.brand.logo === undefined ? undefined : files.get(tenant.brand.logo);
  if (tenant?.brand.logo !== undefined) faults.push(...faultsOfLogo(tenant.brand.logo, logo));
  if (faults.length > 0 || tenant === undefined) return { faults, untidy };
  const map = tenant.map === undefined ? undefined : files.get(tenant.map);
  return {
    pack: {
      tenant,
      ...(logo === undefined ? {} : { logo }),
      ...(map === undefined ? {} : { map }),
      items: sortItems(items),
    },
    faults,
    untidy,
  };
}

/** Writes a pack as its canonical files. `readPack` of them gives the same pack; of canonical files, the same bytes. */
export function writePack(pack: Pack, kinds: KindRegistry): PackFiles {
  const files = new Map<string, string>();
  files.set(TENANT_FILE, canonicalText(tenantSchema, pack.tenant as unknown as JsonObject));
  if (pack.tenant.brand.logo !== undefined && pack.logo !== undefined)
    files.set(pack.tenant.brand.logo, pack.logo);
  if (pack.tenant.map !== undefined && pack.map !== undefined) files.set(pack.tenant.map, pack.map);
  for (const item of sortItems(pack.items)) files.set(`${itemName(item)}.yaml`, itemText(item, kinds));
  return files;
}

/** The canonical YAML of one item. */
export function itemText(item: Item, kinds: KindRegistry): string {
  return canonicalText(kinds[item.kind]?.schema ?? z.json(), item.content);
}

/**
 * Checks content against the schema of its kind: one fault a field, each with its path as a pointer and what was
 * expected. `whereOf` adds file and line where the content comes from a file.
 */
export function faultsOfContent(
  schema: z.ZodType,
  content: unknown,
  whereOf: (path: readonly PropertyKey[]) => Where = () => ({}),
): ManifoldError[] {
  const checked = schema.safeParse(content);
  if (checked.success) return [];
  const chinese = schema.safeParse(content, { error: z.locales.zhCN().localeError });
  const inChinese = chinese.success ? [] : chinese.error.issues;
  return checked.error.issues.map((issue, at) => {
    const [deepest, path] = deepestOf(issue, issue.path);
    const twin = inChinese[at];
    const [deepestInChinese] = twin ? deepestOf(twin, twin.path) : [deepest];
    const pointer = formatPointer(path.map(String)) || "/";
    return fail(
      "ITEM_INVALID",
      { path: pointer, fault: said(deepest), faultZh: saidInChinese(deepestInChinese) },
      { ...whereOf(path), path: pointer },
    );
  });
}

/** "Expected object, received undefined" is how a schema says that something is missing. */
function said({ code, message, ...issue }: z.core.$ZodIssue): string {
  return isMissing(code, message) ? `is missing (expected ${expectedBy(issue)})` : message;
}

function saidInChinese({ code, message, ...issue }: z.core.$ZodIssue): string {
  return isMissing(code, message) ? `缺少此项（应为 ${expectedBy(issue)}）` : faultInChinese(message);
}

function isMissing(code: string | undefined, message: string): boolean {
  return code === "invalid_type" && message.endsWith("undefined");
}

function expectedBy(issue: object): string {
  return "expected" in issue ? String(issue.expected) : "a value";
}

/** A union says "invalid"; the branch that got furthest says what is wrong. */
function deepestOf(
  issue: z.core.$ZodIssue,
  path: readonly PropertyKey[],
): [z.core.$ZodIssue, readonly PropertyKey[]] {
  if (issue.code !== "invalid_union") return [issue, path];
  const branches = issue.errors.flatMap((branch) => {
    const [first] = branch;
    return first === undefined ? [] : [deepestOf(first, [...path, ...first.path])];
  });
  return branches.sort(([, a], [, b]) => b.length - a.length)[0] ?? [issue, path];
}

function placeOf(
  file: string,
  kinds: KindRegistry,
): typeof TENANT_FILE | { kind: string; key: string } | undefined {
  if (file === TENANT_FILE) return TENANT_FILE;
  const [, kind, key] = /^([^/]+)\/([^/]+)\.yaml$/.exec(file) ?? [];
  return kind !== undefined && key !== undefined && Object.hasOwn(kinds, kind) ? { kind, key } : undefined;
}

function readFile(
  file: string,
  text: string,
  schema: z.ZodType,
): { content?: JsonObject; faults: readonly ManifoldError[] } {
  if (text.length > FILE_LIMIT) {
    return { faults: [fail("PACK_FILE_TOO_LARGE", { size: text.length, limit: FILE_LIMIT }, { file })] };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { version: "1.2", lineCounter: lines, prettyErrors: false });
  // What YAML would only warn of (an unknown tag) means something else than it looks like.
  const broken = [...document.errors, ...document.warnings].map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
    return fail("PACK_YAML_BROKEN", { fault: error.message }, { file, line, column: col });
  });
  visit(document, {
    Alias(_, node) {
      const { line } = lines.linePos(node.range?.[0] ?? 0);
      broken.push(
        fail(
          "PACK_YAML_BROKEN",
          { fault: `the alias *${node.source} is not allowed; write the value out` },
          { file, line },
        ),
      );
    },
    Pair(_, { key }) {
      if (isScalar(key)) return;
      const range = isNode(key) ? key.range : undefined;
      const { line } = lines.linePos(range?.[0] ?? 0);
      broken.push(
        fail("PACK_YAML_BROKEN", { fault: "a list or record cannot be the name of a field" }, { file, line }),
      );
    },
    Node: (_, node) => (isAlias(node) ? visit.SKIP : undefined),
  });
  if (broken.length > 0) return { faults: broken };
  const content: unknown = document.toJS({ maxAliasCount: 0 });
  const whereOf = (path: readonly PropertyKey[]): Where => {
    for (let length = path.length; length >= 0; length--) {
      const node = document.getIn(path.slice(0, length), true) as
        | { range?: [number, number, number] }
        | undefined;
      if (node?.range) return { file, line: lines.linePos(node.range[0]).line };
    }
    return { file, line: 1 };
  };
  const faults = faultsOfContent(schema, content, whereOf);
  return faults.length > 0 ? { faults } : { content: content as JsonObject, faults };
}

/** A logo is shown inside pages: it may hold shapes, and nothing that runs or loads. */
function faultsOfLogo(logo: string, text: string | undefined): ManifoldError[] {
  if (text === undefined)
    return [fail("PACK_LOGO_MISSING", { logo }, { file: TENANT_FILE, path: "/brand/logo" })];
  const found =
    /<script|<foreignObject|<!ENTITY|\son\w+\s*=|(?:href|src)\s*=\s*["'](?!#)|javascript:|url\(\s*["']?(?!#)/i.exec(
      text,
    )?.[0];
  return found === undefined ? [] : [fail("PACK_LOGO_UNSAFE", { logo, found: found.trim() }, { file: logo })];
}
