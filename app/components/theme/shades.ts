import type { MantineColorsTuple } from "@mantine/core";

/** Lightness (OKLCH, 0–1), chroma, hue in radians. Björn Ottosson, "A perceptual color space for image processing", 2020. */
interface Oklch {
  readonly l: number;
  readonly c: number;
  readonly h: number;
}

/** Index of the shade that buttons are filled with and that carries white text. */
export const PRIMARY_SHADE = 6;

/** WCAG 2.2 §1.4.3: text of normal size. */
export const MIN_TEXT_CONTRAST = 4.5;

/** WCAG 2.2 §1.4.11: bars, lines and other marks. */
export const MIN_MARK_CONTRAST = 3;

// How far each shade lies from the base towards white (above) and towards near-black (below).
const TOWARDS_WHITE = [0.94, 0.86, 0.72, 0.55, 0.36, 0.17];
const TOWARDS_BLACK = [0.14, 0.28, 0.42];
const LIGHTEST = 0.99;
const DARKEST = 0.18;

/**
 * Ten shades around one colour of a brand (`#rrggbb`), lightest first. Shade 6 is the colour itself, or, where white
 * text on it would be too faint, the nearest darker colour of the same hue: a pale brand still gets readable buttons.
 */
export function shadesOf(color: string): MantineColorsTuple {
  const base = readable(color);
  const shades: string[] = [];
  for (const part of TOWARDS_WHITE) {
    shades.push(
      toHex({
        l: base.l + (LIGHTEST - base.l) * part,
        // Pale shades keep a breath of colour only, otherwise large areas glow.
        c: base.c * (1 - part) ** 0.8 + 0.003,
        h: base.h,
      }),
    );
  }
  shades.push(toHex(base));
  for (const part of TOWARDS_BLACK) {
    shades.push(
      toHex({ l: base.l - Math.max(0, base.l - DARKEST) * part, c: base.c * (1 - part * 0.5), h: base.h }),
    );
  }
  return shades as unknown as MantineColorsTuple;
}

function readable(color: string): Oklch {
  let lch = toOklch(color);
  while (contrast(toHex(lch), "#ffffff") < MIN_TEXT_CONTRAST && lch.l > DARKEST)
    lch = { ...lch, l: lch.l - 0.005 };
  return lch;
}

/** Contrast of two colours by WCAG 2.2: 1 (none) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: string): number {
  const [r, g, b] = linear(color);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function linear(color: string): [number, number, number] {
  if (!/^#[0-9a-f]{6}$/i.test(color)) throw new RangeError(`Not a colour of the form #rrggbb: ${color}`);
  const channel = (at: number): number => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function toOklch(color: string): Oklch {
  const [r, g, b] = linear(color);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return { l: lightness, c: Math.hypot(a, bb), h: Math.atan2(bb, a) };
}

/** To sRGB; a colour outside it loses chroma, not lightness, until it fits. */
function toHex(color: Oklch): string {
  for (let chroma = color.c; ; chroma -= 0.004) {
    const rgb = toLinear({ ...color, c: Math.max(0, chroma) });
    if (chroma <= 0 || rgb.every((value) => value >= -0.0005 && value <= 1.0005)) {
      return `#${rgb.map(encode).join("")}`;
    }
  }
}

function toLinear({ l, c, h }: Oklch): [number, number, number] {
  const a = c * Math.cos(h);
  const b = c * Math.sin(h);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

function encode(value: number): string {
  const clipped = Math.min(1, Math.max(0, value));
  const encoded = clipped <= 0.0031308 ? clipped * 12.92 : 1.055 * clipped ** (1 / 2.4) - 0.055;
  return Math.round(encoded * 255)
    .toString(16)
    .padStart(2, "0");
}
