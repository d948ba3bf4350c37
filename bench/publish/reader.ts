import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { systemScope } from "#app/platform/tenancy.ts";
import { compiledIn, currentRelease } from "#app/services/blueprint/release.ts";

// A process that does what every request does, over and over: asks which release is in force and uses an item of it.
const scope = systemScope(process.argv[2] as string, "bench");
const wanted = new Map<string, string>();
process.on("message", ({ key, hash }: { key: string; hash: string }) => wanted.set(key, hash));
await currentRelease(scope);
process.send?.("ready");
for (;;) {
  const release = await currentRelease(scope);
  for (const [key, hash] of wanted) {
    if (compiledIn(release, "tariff", key).item.hash !== hash) continue;
    wanted.delete(key);
    process.send?.(hash);
  }
  await sleep(20);
}
