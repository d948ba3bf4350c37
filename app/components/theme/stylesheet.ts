import {
  convertCssVariables,
  DEFAULT_THEME,
  deepMerge,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from "@mantine/core";
import { cssVariables, themeOf } from "./theme.ts";

/** Changes when a theme would look otherwise: set at build time from the sources of this folder (vite.config.ts). */
const THEME_VERSION: string = import.meta.env?.THEME_VERSION ?? "source";

/**
 * Address of the stylesheet of a brand colour (`#rrggbb`). A file that browsers keep, not 14 kB in every page, as
 * Mantine would write it; making and sending those took a third of the time of a page.
 */
export function themeHref(color: string): string {
  return `/theme/${color.slice(1).toLowerCase()}.css?v=${THEME_VERSION}`;
}

/** The brand colour behind the file name of a theme, or undefined when it is none. */
export function colorOfThemeFile(file: string): string | undefined {
  const digits = /^([0-9a-f]{6})\.css$/.exec(file)?.[1];
  return digits === undefined ? undefined : `#${digits}`;
}

/** The variables of a theme for both schemes, as CSS. */
export function themeStylesheet(color: string): string {
  const theme = mergeMantineTheme(DEFAULT_THEME, themeOf(color));
  const variables = deepMerge(defaultCssVariablesResolver(theme), cssVariables(theme));
  const css = convertCssVariables(variables, ":root");
  const schemes = (["light", "dark"] as const)
    .map((scheme) => `:root[data-mantine-color-scheme="${scheme}"]{--mantine-color-scheme:${scheme}}`)
    .join("\n");
  return `${css}\n${schemes}\n${onPaper(variables.light)}\n`;
}

/** Paper is white whatever the screen shows. */
function onPaper(light: Record<string, string>): string {
  const declarations = Object.entries({ ...light, "--mantine-color-scheme": "light" })
    .map(([name, value]) => `${name}:${value}`)
    .join(";");
  return `@media print{:root[data-mantine-color-scheme]{${declarations}}}`;
}
