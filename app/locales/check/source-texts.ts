import { readFileSync } from "node:fs";
import ts from "typescript";

/** What the check of translations needs of one source file. */
export interface SourceTexts {
  /** Every string literal: keys, namespaces and everything else. */
  readonly literals: ReadonlySet<string>;
  /** Keys with a part that is known only while running: `menu.${label}` → /^menu\..+$/. */
  readonly patterns: readonly RegExp[];
  /** Words for people that stand in the markup instead of a locale file. */
  readonly hardCoded: readonly { readonly text: string; readonly line: number }[];
}

/** Attributes whose value a person reads or hears. */
const READ_ATTRIBUTES = new Set([
  "advice",
  "alt",
  "aria-description",
  "aria-label",
  "caption",
  "consequence",
  "description",
  "hint",
  "label",
  "lead",
  "message",
  "placeholder",
  "submitLabel",
  "summary",
  "title",
]);

/** Names and abbreviations that are the same in every language. */
const NAMES = new Set(["Manifold", "English", "中文", "PDF", "CSV"]);

const HAN = /\p{Script=Han}/u;
const WORD = /\p{L}{2,}/u;

export function sourceTexts(file: string): SourceTexts {
  return textsOf(file, readFileSync(file, "utf8"));
}

/** The same for a text that lies in no file. */
export function textsOf(file: string, text: string): SourceTexts {
  const kind = file.endsWith(".tsx") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind);
  const literals = new Set<string>();
  const patterns: RegExp[] = [];
  const hardCoded: { text: string; line: number }[] = [];
  const report = (node: ts.Node, words: string): void => {
    const trimmed = words.trim();
    if (NAMES.has(trimmed)) return;
    hardCoded.push({ text: trimmed, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1 });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      literals.add(node.text);
      if (HAN.test(node.text)) report(node, node.text);
      else if (isReadAttribute(node.parent) && WORD.test(node.text)) report(node, node.text);
    }
    if (ts.isTemplateExpression(node)) {
      if (HAN.test(node.getText())) report(node, node.getText());
      const parts = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
      // Only what begins with a fixed key part can name keys; `${a}.${b}` would match anything.
      if (/^(\w+:)?\w+\./.test(parts[0] ?? "")) {
        patterns.push(
          new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".+")}$`),
        );
      }
    }
    if (ts.isJsxText(node) && WORD.test(node.text.replace(/&\w+;/g, ""))) report(node, node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { literals, patterns, hardCoded };
}

function isReadAttribute(node: ts.Node): boolean {
  return ts.isJsxAttribute(node) && READ_ATTRIBUTES.has(node.name.getText());
}
