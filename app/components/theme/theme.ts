import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  type MantineThemeOverride,
} from "@mantine/core";
import { contrast, MIN_MARK_CONTRAST, MIN_TEXT_CONTRAST, PRIMARY_SHADE, shadesOf } from "./shades.ts";

const FONT =
  '"Noto Sans SC Variable", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif';
const MONO =
  'ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "Liberation Mono", "Noto Sans SC Variable", monospace';

const GRAY: MantineColorsTuple = [
  "#f8f9fa",
  "#f1f3f5",
  "#e6e9ec",
  "#d8dce1",
  "#bcc3ca",
  "#959ea8",
  "#6a7480",
  "#4d5661",
  "#333b44",
  "#1d242b",
];

const DARK: MantineColorsTuple = [
  "#dfe3e8",
  "#bcc4cc",
  "#98a2ad",
  "#6e7883",
  "#454e58",
  "#343c45",
  "#262c33",
  "#171b20",
  "#12161a",
  "#0d1013",
];

/** Words of state have their own colours, the same for every brand: red means danger in each utility. */
const TONES = {
  success: shadesOf("#1f7a4d"),
  warning: shadesOf("#a15c07"),
  danger: shadesOf("#c0342b"),
  info: shadesOf("#2563a8"),
};

const themes = new Map<string, MantineThemeOverride>();

/** The theme of one brand: its colour is the only accent. Made once per colour. */
export function themeOf(brandColor: string): MantineThemeOverride {
  let theme = themes.get(brandColor);
  if (!theme) {
    theme = makeTheme(brandColor);
    themes.set(brandColor, theme);
  }
  return theme;
}

function makeTheme(brandColor: string): MantineThemeOverride {
  return createTheme({
    primaryColor: "brand",
    primaryShade: PRIMARY_SHADE,
    colors: {
      brand: shadesOf(brandColor),
      gray: GRAY,
      dark: DARK,
      green: TONES.success,
      yellow: TONES.warning,
      red: TONES.danger,
      blue: TONES.info,
    },
    fontFamily: FONT,
    fontFamilyMonospace: MONO,
    headings: {
      fontFamily: FONT,
      fontWeight: "600",
      sizes: {
        h1: { fontSize: "1.5rem", lineHeight: "1.35" },
        h2: { fontSize: "1.125rem", lineHeight: "1.4" },
        h3: { fontSize: "1rem", lineHeight: "1.45" },
        h4: { fontSize: "0.875rem", lineHeight: "1.5" },
      },
    },
    fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
    defaultRadius: "md",
    radius: { xs: "3px", sm: "5px", md: "7px", lg: "10px", xl: "16px" },
    spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "40px" },
    cursorType: "pointer",
    focusRing: "auto",
    components: {
      // A floating label of 14 px is read; 16 px on phones (base.css) keeps iOS from zooming into a field.
      TextInput: { defaultProps: { size: "sm" } },
      Anchor: { defaultProps: { underline: "hover" } },
      Tooltip: { defaultProps: { openDelay: 300, withArrow: false } },
      Modal: { defaultProps: { centered: true } },
    },
  });
}

/**
 * Variables that the stylesheets of our own components use, so that they never ask which scheme is on.
 * Every pair of text and ground here has a contrast of at least 4.5 (a test measures it).
 */
export const cssVariables: CSSVariablesResolver = (theme) => {
  const brand = theme.colors.brand as MantineColorsTuple;
  const darkTint = mix(brand[9], DARK[7]);
  const darkText = lightEnough(brand, 3, MIN_TEXT_CONTRAST, [DARK[6], darkTint]);
  return {
    variables: { "--m-content-max": "76rem", "--m-header-height": "3.5rem" },
    light: {
      "--m-ground": "#ffffff",
      "--m-ground-quiet": GRAY[0],
      "--m-ground-hover": GRAY[1],
      "--m-line": GRAY[2],
      "--m-line-strong": GRAY[4],
      "--m-text": GRAY[9],
      "--m-text-quiet": "#5a6470",
      "--m-accent": brand[PRIMARY_SHADE],
      "--m-accent-quiet": brand[0],
      "--m-accent-text": brand[7],
      ...toneVariables("light"),
      "--mantine-color-text": GRAY[9],
      "--mantine-color-dimmed": "#5a6470",
      "--mantine-color-placeholder": "#6a7480",
      "--mantine-color-error": TONES.danger[6],
      "--mantine-color-default-border": GRAY[3],
      "--mantine-color-anchor": brand[7],
      // Buttons of the variant "light". Mantine's own tint is translucent and its text too faint on some brands.
      "--mantine-color-brand-light": brand[0],
      "--mantine-color-brand-light-hover": brand[1],
      "--mantine-color-brand-light-color": brand[8],
    },
    dark: {
      "--m-ground": DARK[7],
      "--m-ground-quiet": DARK[8],
      "--m-ground-hover": DARK[6],
      "--m-line": "#2b323a",
      "--m-line-strong": DARK[4],
      "--m-text": DARK[0],
      "--m-text-quiet": DARK[2],
      "--m-accent": lightEnough(brand, 4, MIN_MARK_CONTRAST, [DARK[7]]),
      "--m-accent-quiet": darkTint,
      "--m-accent-text": darkText,
      ...toneVariables("dark"),
      "--mantine-color-text": DARK[0],
      "--mantine-color-dimmed": DARK[2],
      "--mantine-color-placeholder": "#8b95a0",
      "--mantine-color-error": TONES.danger[3],
      "--mantine-color-default": DARK[6],
      "--mantine-color-default-hover": DARK[5],
      "--mantine-color-default-border": DARK[5],
      "--mantine-color-anchor": darkText,
      "--mantine-color-brand-light": darkTint,
      "--mantine-color-brand-light-hover": DARK[6],
      "--mantine-color-brand-light-color": darkText,
    },
  };
};

/** Text, ground and mark of each tone: `--m-danger-text` on `--m-danger-ground`. */
function toneVariables(scheme: "light" | "dark"): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [tone, shades] of Object.entries(TONES)) {
    variables[`--m-${tone}-text`] = scheme === "light" ? shades[7] : shades[3];
    variables[`--m-${tone}-ground`] = scheme === "light" ? shades[0] : mix(shades[9], DARK[7]);
    variables[`--m-${tone}-mark`] = scheme === "light" ? shades[6] : shades[4];
  }
  return variables;
}

/** The first shade, from `from` towards the lightest, that stands out enough on every one of the grounds. */
function lightEnough(
  shades: MantineColorsTuple,
  from: number,
  ratio: number,
  grounds: readonly string[],
): string {
  let shade = from;
  while (shade > 0 && grounds.some((ground) => contrast(shades[shade] as string, ground) < ratio)) shade -= 1;
  return shades[shade] as string;
}

/** A third of the first on the second: a tint that stays quiet on a dark page. */
function mix(one: string, other: string): string {
  const part = (at: number): string => {
    const [a, b] = [one, other].map((color) => Number.parseInt(color.slice(at, at + 2), 16)) as [
      number,
      number,
    ];
    return Math.round(b + (a - b) / 3)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${part(1)}${part(3)}${part(5)}`;
}
