/** The message engine: from a template and values to texts by channel. Rules: SPEC.md. */
export { compileMessage } from "./compile.ts";
export { messageError, messageErrors } from "./errors.ts";
export type { MessageContext } from "./filters.ts";
export { htmlOf } from "./html.ts";
export { readTemplate } from "./liquid.ts";
export type { MessageProgram, RenderedMessage } from "./program.ts";
export { loudFrom, quietHoursOf } from "./quiet-hours.ts";
export { smsSize } from "./segments.ts";
