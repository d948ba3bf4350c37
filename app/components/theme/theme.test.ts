import { DEFAULT_THEME, type MantineTheme, mergeMantineTheme } from "@mantine/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contrast, MIN_TEXT_CONTRAST, PRIMARY_SHADE, shadesOf } from "./shades.ts";
import { cssVariables, themeOf } from "./theme.ts";

const color = fc
  .integer({ min: 0, max: 0xff_ff_ff })
  .map((value) => `#${value.toString(16).padStart(6, "0")}`);

describe("shades of a brand colour", () => {
  it("keep a colour that carries white text as it is", () => {
    expect(shadesOf("#0b63b5")[PRIMARY_SHADE]).toBe("#0b63b5");
  });

  it("darken a pale colour, same hue, until white text on it is readable", () => {
    const filled = shadesOf("#f5a623")[PRIMARY_SHADE] as string;
    expect(filled).not.toBe("#f5a623");
    expect(contrast(filled, "#ffffff")).toBeGreaterThanOrEqual(MIN_TEXT_CONTRAST);
  });

  it("for any colour: ten, lightest first, white readable from the filled one on", () => {
    fc.assert(
      fc.property(color, (brand) => {
        const shades = shadesOf(brand);
        expect(shades).toHaveLength(10);
        const onWhite = shades.map((shade) => contrast(shade, "#ffffff"));
        for (let i = 1; i < shades.length; i++) {
          // Near black two shades may differ by the rounding of their digits only.
          expect(onWhite[i] as number).toBeGreaterThanOrEqual((onWhite[i - 1] as number) * 0.99);
        }
        for (const value of onWhite.slice(PRIMARY_SHADE))
          expect(value).toBeGreaterThanOrEqual(MIN_TEXT_CONTRAST);
      }),
    );
  });

  it("refuses what is no colour", () => {
    expect(() => shadesOf("teal")).toThrow(RangeError);
  });
});

// Text and the ground it stands on, as the stylesheets of the components combine them.
const PAIRS = [
  ["--m-text", "--m-ground"],
  ["--m-text", "--m-ground-quiet"],
  ["--m-text", "--m-ground-hover"],
  ["--m-text-quiet", "--m-ground"],
  ["--m-text-quiet", "--m-ground-quiet"],
  ["--m-text-quiet", "--m-ground-hover"],
  ["--m-accent-text", "--m-ground"],
  ["--m-accent-text", "--m-ground-quiet"],
  ["--m-accent-text", "--m-accent-quiet"],
  ["--mantine-color-anchor", "--m-ground"],
  ["--mantine-color-brand-light-color", "--mantine-color-brand-light"],
  ["--mantine-color-brand-light-color", "--mantine-color-brand-light-hover"],
  ["--mantine-color-error", "--m-ground"],
  ["--mantine-color-placeholder", "--m-ground"],
  ["--m-success-text", "--m-success-ground"],
  ["--m-warning-text", "--m-warning-ground"],
  ["--m-danger-text", "--m-danger-ground"],
  ["--m-info-text", "--m-info-ground"],
] as const;

describe("theme", () => {
  it.each(["light", "dark"] as const)("every text is readable on its ground for any brand, %s", (scheme) => {
    fc.assert(
      fc.property(color, (brand) => {
        const theme: MantineTheme = mergeMantineTheme(DEFAULT_THEME, themeOf(brand));
        const variables = cssVariables(theme)[scheme];
        for (const [text, ground] of PAIRS) {
          const ratio = contrast(variables[text] as string, variables[ground] as string);
          expect(ratio, `${text} on ${ground} for ${brand}`).toBeGreaterThanOrEqual(MIN_TEXT_CONTRAST);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("is made once per colour", () => {
    expect(themeOf("#0b63b5")).toBe(themeOf("#0b63b5"));
  });
});
