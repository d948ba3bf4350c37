import { describe, expect, it } from "vitest";
import { colorOfThemeFile, themeHref, themeStylesheet } from "./stylesheet.ts";

describe("stylesheet of a theme", () => {
  it("holds the variables of Mantine and ours, for both schemes", () => {
    const css = themeStylesheet("#0b63b5");
    expect(css).toContain("--mantine-color-brand-6: #0b63b5;");
    expect(css).toMatch(/:root\[data-mantine-color-scheme="dark"\]\{[^}]*--m-ground: #171b20;/);
    expect(css).toMatch(/:root\[data-mantine-color-scheme="light"\]\{[^}]*--m-ground: #ffffff;/);
    expect(css).toContain(':root[data-mantine-color-scheme="dark"]{--mantine-color-scheme:dark}');
  });

  it("is found again by its address, and by no other", () => {
    const file = /\/theme\/([^?]+)\?/.exec(themeHref("#0B63B5"))?.[1] as string;
    expect(colorOfThemeFile(file)).toBe("#0b63b5");
    for (const bad of ["red.css", "0b63b5", "../0b63b5.css", "0b63b5.css;x"])
      expect(colorOfThemeFile(bad)).toBeUndefined();
  });
});
