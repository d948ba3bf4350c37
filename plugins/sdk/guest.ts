import type { ExtensionPointName, PointInput, PointOutput } from "./extension-points.ts";
import type { HostApi } from "./host-api.ts";
import type { Configuration } from "./manifest.ts";

/**
 * The part of the SDK that a plugin imports at run time, as "@manifold/sdk". It runs inside the isolate, so it imports
 * nothing but types.
 */

/** What a hook is given beside its input. */
export interface HookContext<Config = Configuration> {
  /** The tenant's values for the configuration form of `plugin.json`. */
  readonly config: Config;
  /** The granted capabilities; one that was not granted is not there. */
  readonly host: HostApi;
}

export type Hook<Name extends ExtensionPointName, Config = Configuration> = (
  input: PointInput<Name>,
  context: HookContext<Config>,
) => PointOutput<Name> | Promise<PointOutput<Name>>;

export interface Plugin<Config = Configuration> {
  readonly hooks: { readonly [Name in ExtensionPointName]?: Hook<Name, Config> };
}

/** Declares a plugin; its hooks are typed by the map of extension points. */
export function definePlugin<Config = Configuration>(plugin: Plugin<Config>): Plugin<Config> {
  return plugin;
}

/** Turns a function of one item into the hook of a batched extension point. */
export function each<Item, Answer, Context>(
  answer: (item: Item, context: Context) => Answer,
): (items: readonly Item[], context: Context) => Answer[] {
  return (items, context) => items.map((item) => answer(item, context));
}

/** The exact arithmetic that charges need, on decimal texts: JavaScript numbers never touch an amount. */
export const decimal = {
  /** a + b + … */
  sum: (...terms: readonly string[]): string => {
    const scale = terms.reduce((most, term) => Math.max(most, scaleOf(term)), 0);
    return text(
      terms.reduce((total, term) => total + units(term, scale), 0n),
      scale,
    );
  },
  /** a × b, with all its digits. */
  times: (a: string, b: string): string =>
    text(units(a, scaleOf(a)) * units(b, scaleOf(b)), scaleOf(a) + scaleOf(b)),
  /** Rounds half away from zero to a number of places. */
  round: (value: string, places: number): string => {
    const scale = scaleOf(value);
    const all = units(value, scale);
    if (scale <= places) return text(all * 10n ** BigInt(places - scale), places);
    const divisor = 10n ** BigInt(scale - places);
    const half = divisor / 2n;
    return text((all < 0n ? all - half : all + half) / divisor, places);
  },
  /** −1, 0 or 1 as a is less than, equal to or greater than b. */
  compare: (a: string, b: string): -1 | 0 | 1 => {
    const scale = Math.max(scaleOf(a), scaleOf(b));
    const difference = units(a, scale) - units(b, scale);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  },
};

function scaleOf(value: string): number {
  const point = value.indexOf(".");
  return point === -1 ? 0 : value.length - point - 1;
}

/** value × 10^scale as an integer. */
function units(value: string, scale: number): bigint {
  return BigInt(value.replace(".", "")) * 10n ** BigInt(scale - scaleOf(value));
}

function text(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const sign = value < 0n ? "-" : "";
  return scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(digits.length - scale)}`;
}
