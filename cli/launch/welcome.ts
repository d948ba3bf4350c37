import type { LaunchSettings } from "./environment.ts";

/** What a person reads when everything runs: where to go. */
export function welcome({ port, development }: LaunchSettings, total: string): string {
  const base = process.env.PUBLIC_URL || `http://localhost:${port}`;
  return [
    "",
    `Manifold runs${development ? " for development" : ""}: ${base}   (ready after ${total})`,
    "Stop with Ctrl-C. Logs: .data/logs/",
    "",
  ].join("\n");
}
