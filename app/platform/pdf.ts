import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import PDFDocument from "pdfkit";
import subsetFont from "subset-font";
import { remember } from "./remember.ts";

/**
 * PDF with embedded Chinese glyphs on any machine. The page font comes as slices by Unicode range; what a document uses is
 * cut from each slice at a fixed weight and embedded (docs/decisions/0030).
 */

export type Weight = "regular" | "bold";

const WEIGHTS: Record<Weight, number> = { regular: 400, bold: 700 };

/** One piece of text at a place, in points from the top left of an A4 page (595 × 842). */
export interface PdfText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly weight?: Weight;
  readonly color?: string;
  /** Where `x` is: the left end (default) or the right end of the text. */
  readonly align?: "left" | "right";
}

export interface PdfRule {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly width: number;
  readonly color: string;
}

export interface PdfPage {
  readonly title: string;
  readonly author: string;
  readonly createdAt: Date;
  readonly texts: readonly PdfText[];
  readonly rules: readonly PdfRule[];
}

/** Renders one page. The same page gives the same bytes but for the file identifier that PDF asks for. */
export async function renderPdf(page: PdfPage): Promise<Buffer> {
  const document = new PDFDocument({
    size: "A4",
    margin: 0,
    info: {
      Title: page.title,
      Author: page.author,
      CreationDate: page.createdAt,
      Producer: "Manifold",
      Creator: "Manifold",
    },
  });
  const parts: Buffer[] = [];
  document.on("data", (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve) => document.on("end", () => resolve()));
  for (const [name, font] of await fontsFor(page.texts)) document.registerFont(name, font);
  for (const { from, to, width, color } of page.rules) {
    document
      .moveTo(...from)
      .lineTo(...to)
      .lineWidth(width)
      .strokeColor(color)
      .stroke();
  }
  for (const text of page.texts) draw(document, text);
  document.end();
  await ended;
  return Buffer.concat(parts);
}

/** Draws run by run: within a line the slice of the font may change from one character to the next. */
function draw(
  document: PDFKit.PDFDocument,
  { text, x, y, size, weight = "regular", color = "#000000", align }: PdfText,
): void {
  const runs = runsOf(text);
  document.fontSize(size).fillColor(color);
  const widths = runs.map((run) => document.font(fontName(run.slice, weight)).widthOfString(run.text));
  let at = align === "right" ? x - widths.reduce((sum, width) => sum + width, 0) : x;
  runs.forEach((run, which) => {
    document.font(fontName(run.slice, weight));
    // Slices have slightly different metrics: the base line is what must be common.
    document.text(run.text, at, y, { lineBreak: false, baseline: "alphabetic" });
    at += widths[which] ?? 0;
  });
}

const fontName = (slice: string, weight: Weight): string => `${slice} ${weight}`;

async function fontsFor(texts: readonly PdfText[]): Promise<Map<string, Buffer>> {
  const wanted = new Map<string, { slice: string; weight: Weight; characters: Set<string> }>();
  for (const { text, weight = "regular" } of texts) {
    for (const run of runsOf(text)) {
      const name = fontName(run.slice, weight);
      const entry = wanted.get(name) ?? { slice: run.slice, weight, characters: new Set() };
      for (const character of run.text) entry.characters.add(character);
      wanted.set(name, entry);
    }
  }
  const fonts = await Promise.all(
    [...wanted].map(async ([name, { slice, weight, characters }]) => {
      const file = path.join(fontFolder(), "files", `noto-sans-sc-${slice}-wght-normal.woff2`);
      const cut = await subsetFont(readFileSync(file), [...characters].join(""), {
        targetFormat: "sfnt",
        variationAxes: { wght: WEIGHTS[weight] },
      });
      return [name, cut] as const;
    }),
  );
  return new Map(fonts);
}

interface Run {
  readonly slice: string;
  readonly text: string;
}

/** Text cut at the borders of slices. A character that no slice has is drawn as "?" rather than as nothing. */
function runsOf(text: string): Run[] {
  const runs: { slice: string; text: string }[] = [];
  for (const character of text) {
    const slice = sliceOf(character);
    const [name, drawn] = slice === undefined ? ["latin", "?"] : [slice, character];
    const last = runs.at(-1);
    if (last?.slice === name) last.text += drawn;
    else runs.push({ slice: name, text: drawn });
  }
  return runs;
}

type Range = readonly [first: number, last: number, slice: string];

function sliceOf(character: string): string | undefined {
  const point = character.codePointAt(0) ?? 0;
  return ranges().find(([first, last]) => point >= first && point <= last)?.[2];
}

/** The slices' own table. Latin first: where ranges overlap, digits and letters stay in one slice. */
function ranges(): readonly Range[] {
  return remember("pdf.ranges", () => {
    const table = JSON.parse(readFileSync(path.join(fontFolder(), "unicode.json"), "utf8")) as Record<
      string,
      string
    >;
    return Object.entries(table)
      .sort(([a], [b]) => Number(b === "latin") - Number(a === "latin"))
      .flatMap(([name, text]) =>
        text.split(",").map((range): Range => {
          const [first = "", last = first] = range.replace("U+", "").split("-");
          return [Number.parseInt(first, 16), Number.parseInt(last, 16), name.replace(/[[\]]/g, "")];
        }),
      );
  });
}

function fontFolder(): string {
  const resolve = createRequire(import.meta.url).resolve;
  return path.dirname(resolve("@fontsource-variable/noto-sans-sc/package.json"));
}
