/** A few words for a browser's long description of itself: "Chrome · Windows"; the start of it where it is not known. */
export function deviceOf(agent: string): string {
  const browser = BROWSERS.find(([, pattern]) => pattern.test(agent))?.[0];
  const system = SYSTEMS.find(([, pattern]) => pattern.test(agent))?.[0];
  const known = [browser, system].filter(Boolean).join(" · ");
  return known || agent.slice(0, 60) || "–";
}

// Order matters: every browser also claims to be the older ones.
const BROWSERS = [
  ["WeChat", /MicroMessenger/],
  ["Edge", /Edg\//],
  ["Firefox", /Firefox\//],
  ["Chrome", /Chrome\//],
  ["Safari", /Safari\//],
] as const;

const SYSTEMS = [
  ["iPhone", /iPhone/],
  ["iPad", /iPad/],
  ["Android", /Android/],
  ["Windows", /Windows/],
  ["macOS", /Mac OS X/],
  ["Linux", /Linux/],
] as const;
