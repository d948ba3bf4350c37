/**
 * A path of this site out of untrusted input, else `fallback`. Refuses what a browser would take for another site:
 * `//host`, `/\host`, schemes, and characters that browsers drop (tab, newline).
 */
export function localPath(value: unknown, fallback: string): string {
  if (typeof value !== "string" || !value.startsWith("/")) return fallback;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are the characters to refuse.
  if (/^\/[/\\]|[\u0000-\u001f\u007f\\]/.test(value)) return fallback;
  return value;
}
