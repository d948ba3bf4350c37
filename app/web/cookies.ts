/** The cookies of one request, name → decoded value. A malformed value is left out rather than guessed. */
export function parseCookies(header: string | null | undefined): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const part of (header ?? "").split(";")) {
    const split = part.indexOf("=");
    if (split < 1) continue;
    const name = part.slice(0, split).trim();
    const value = part
      .slice(split + 1)
      .trim()
      .replace(/^"|"$/g, "");
    if (cookies.has(name)) continue;
    try {
      cookies.set(name, decodeURIComponent(value));
    } catch {
      // "%zz" is not UTF-8; no cookie of ours looks like that.
    }
  }
  return cookies;
}
