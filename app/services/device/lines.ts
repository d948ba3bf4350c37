import { alarmError } from "#engines/alarms/errors.ts";

/** A line that is longer is no event, and must not fill the memory. */
const LINE_LIMIT = 10_000;

/** Lines of UTF-8 text as it arrives. @throws ALARM_EVENT_INVALID at a line that does not end */
export async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8");
  let held = "";
  let line = 0;
  for await (const piece of source) {
    const parts = (held + decoder.decode(piece, { stream: true })).split("\n");
    held = parts.pop() ?? "";
    for (const part of parts) {
      line += 1;
      yield part;
    }
    if (held.length > LINE_LIMIT)
      throw alarmError(
        "ALARM_EVENT_INVALID",
        { line: line + 1, problem: `longer than ${LINE_LIMIT}` },
        { line: line + 1 },
      );
  }
  held += decoder.decode();
  if (held !== "") yield held;
}
