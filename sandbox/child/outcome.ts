/** How a call ended, as the child tells it. The codes are those of the sandbox's error catalogue. */
export type Outcome =
  | { readonly ok: true; readonly output: string }
  | {
      readonly ok: false;
      readonly code: string;
      readonly params: Readonly<Record<string, string | number>>;
      readonly stack?: string;
    };

/** Reads the text by which the guest's runtime answers. */
export function readOutcome(text: string, point: string, resultLengthMax: number): Outcome {
  const rest = text.slice(1);
  switch (text[0]) {
    case "=":
      return { ok: true, output: rest };
    case "!": {
      const [name, message, stack] = JSON.parse(rest) as [string, string, string, string];
      const reason = printable(message === "" ? name : `${name}: ${message}`);
      return { ok: false, code: "PLUGIN_FAILED", params: { reason }, stack: printable(stack, true) };
    }
    case "#":
      return { ok: false, code: "PLUGIN_RESULT_TOO_LARGE", params: { limit: resultLengthMax } };
    case "?":
      return { ok: false, code: "PLUGIN_HOOK_MISSING", params: { point } };
    default:
      return { ok: false, code: "PLUGIN_FAILED", params: { reason: "no answer" } };
  }
}

/** Text of a plugin that goes into logs and pages: no control characters, no line breaks of its own, no bidi overrides. */
export function printable(text: string, keepLines = false): string {
  const clean = text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    "\ufffd",
  );
  return keepLines ? clean : clean.replaceAll("\n", "⏎");
}
