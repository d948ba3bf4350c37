/** The two languages in which every message for a person exists. */
export const LOCALES = ["zh-CN", "en"] as const;
export type Locale = (typeof LOCALES)[number];

/** A text in every language of the product. */
export type Words = Readonly<Record<Locale, string>>;

/** Where in the input a fault lies: file and line for files, byte for frames, path for structured data. */
export interface Where {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly byte?: number;
  readonly path?: string;
}

/** One row of an error catalogue. `{name}` in a message is replaced by the parameter of that name. */
export interface ErrorSpec extends Words {
  /** HTTP status that the web shell answers with. */
  readonly status: number;
  /** What to do about it, where the message does not say so itself. */
  readonly remedy?: Words;
}

export type ErrorParams = Readonly<Record<string, string | number>>;

/**
 * The one error class of the product: a code of a catalogue, its parameters, and where in the input the fault lies.
 * `message` is the English text for logs; `wordsOf` gives the text for the person in front of the screen.
 */
export class ManifoldError extends Error {
  override readonly name = "ManifoldError";
  readonly code: string;
  readonly status: number;
  readonly params: ErrorParams;
  readonly where: Where | undefined;
  readonly #spec: ErrorSpec;

  constructor(code: string, spec: ErrorSpec, params: ErrorParams, where: Where | undefined, cause: unknown) {
    super(fill(spec.en, params), cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = spec.status;
    this.params = params;
    this.where = where;
    this.#spec = spec;
  }

  /** The message in the language of the person. */
  wordsIn(locale: Locale): string {
    return fill(this.#spec[locale], this.params);
  }

  /** What the person can do about it; empty where the message says so itself. */
  remedyIn(locale: Locale): string {
    return this.#spec.remedy === undefined ? "" : fill(this.#spec.remedy[locale], this.params);
  }

  /** The same error at a place that is known better. */
  at(where: Where): ManifoldError {
    return new ManifoldError(this.code, this.#spec, this.params, where, this.cause);
  }

  /** The shape that leaves the process: HTTP bodies, `--json` on stderr, quarantine rows. */
  toJSON(): { code: string; message: string; params: ErrorParams; where?: Where } {
    const base = { code: this.code, message: this.message, params: this.params };
    return this.where === undefined ? base : { ...base, where: this.where };
  }
}

/** Declares a catalogue of errors: code → status and words. Codes are unique over the product (a test holds that). */
export function defineErrors<const Catalogue extends Record<string, ErrorSpec>>(
  catalogue: Catalogue,
): Catalogue {
  return catalogue;
}

/**
 * The maker of errors for one catalogue: `const fail = errorsOf(billingErrors); throw fail("TIER_GAP", { … }, { path })`.
 */
export function errorsOf<const Catalogue extends Record<string, ErrorSpec>>(catalogue: Catalogue) {
  return <Code extends keyof Catalogue & string>(
    code: Code,
    params: ErrorParams = {},
    where?: Where,
    cause?: unknown,
  ): ManifoldError => new ManifoldError(code, catalogue[code] as ErrorSpec, params, where, cause);
}

function fill(template: string, params: ErrorParams): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : String(value);
  });
}
