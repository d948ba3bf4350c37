import { existsSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "./data-folder.ts";
import { LaunchFailure } from "./failure.ts";
import { Milestones } from "./milestones.ts";
import { runScript } from "./run.ts";
import { hashOf } from "./stamp.ts";

/**
 * Loads the tenant packs and the seed, unless the database holds the ones of just these files already.
 * Tells whether it did. A load that was broken off is done again: it changes nothing that is there.
 */
export async function loadDemoData(
  ownerUrl: string,
  environment: Readonly<Record<string, string>>,
  onProgress: (words: string) => void,
): Promise<boolean> {
  if (!existsSync(path.join(PROJECT_ROOT, "seed/run.ts"))) return false;
  const hash = hashOf(["tenants/**", "seed/**"], [process.env.SEED_SCALE ?? ""]);
  return Milestones.with(ownerUrl, async (milestones) => {
    if ((await milestones.hashOf("demo data")) === hash) return false;
    const { code, output } = await runScript("cli/launch/seed-process.ts", [], { environment, onProgress });
    if (code !== 0)
      throw new LaunchFailure(`The tenant packs and demo data could not be loaded:\n${output.trim()}`);
    await milestones.reach("demo data", hash);
    return true;
  });
}
