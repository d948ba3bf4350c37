/** The one line for what PostgreSQL wrote when it failed. */
export function reasonIn(text: string, what: string): string {
  if (/No space left on device/.test(text)) return "The disk is full. Free some space and start again.";
  if (/Permission denied|Operation not permitted/.test(text)) {
    const line = text.split("\n").find((one) => /Permission denied|Operation not permitted/.test(one)) ?? "";
    return `${what}: ${line.trim()}. Start as the user who owns the project folder.`;
  }
  if (/could not create shared memory segment|Cannot allocate memory/.test(text)) {
    return `${what}: not enough memory. Close other programs and start again.`;
  }
  const line =
    text.split("\n").findLast((one) => /FATAL|PANIC|error:/.test(one)) ?? text.trim().split("\n").at(-1);
  return `${what}: ${line?.replace(/^.*?(FATAL|PANIC|error):\s*/, "").trim() ?? "no reason given"}.`;
}
