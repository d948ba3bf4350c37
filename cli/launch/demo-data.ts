import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { LaunchFailure } from "./failure.ts";
import { Milestones } from "./milestones.ts";
import { runScript } from "./run.ts";
import { hashOf } from "./stamp.ts";

const loginSchema = z.object({
  tenant: z.string(),
  audience: z.enum(["staff", "customer"]),
  login: z.string(),
  password: z.string(),
  name: z.string(),
  roles: z.array(z.string()),
});

export type DemoLogin = z.output<typeof loginSchema>;

const keptSchema = z.object({ hash: z.string(), logins: z.array(loginSchema) });

export interface DemoData {
  /** Whether anything had to be loaded. */
  readonly loaded: boolean;
  readonly logins: readonly DemoLogin[];
}

/**
 * Loads the tenant packs and the seed, unless the database holds the ones of just these files already. A load that was
 * broken off is done again: it changes nothing that is there.
 * @param folder where the list of logins is kept, so that a second start need not work it out again
 */
export async function loadDemoData(
  ownerUrl: string,
  folder: string,
  environment: Readonly<Record<string, string>>,
  onProgress: (words: string) => void,
): Promise<DemoData> {
  const hash = hashOf(["tenants/**", "seed/**"], [process.env.SEED_SCALE ?? ""]);
  return Milestones.with(ownerUrl, async (milestones) => {
    const loaded = (await milestones.hashOf("demo data")) !== hash;
    const kept = loaded ? undefined : readKept(folder);
    if (kept?.hash === hash) return { loaded, logins: kept.logins };
    const logins = await runSeed(loaded ? [] : ["logins"], environment, onProgress);
    writeFileSync(fileOf(folder), JSON.stringify({ hash, logins }));
    if (loaded) await milestones.reach("demo data", hash);
    return { loaded, logins };
  });
}

async function runSeed(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  onProgress: (words: string) => void,
): Promise<readonly DemoLogin[]> {
  let logins: readonly DemoLogin[] = [];
  const { code, output } = await runScript("cli/launch/seed-process.ts", args, {
    environment,
    onMessage: ({ progress, logins: told }) => {
      if (progress !== undefined) onProgress(String(progress));
      if (told !== undefined) logins = z.array(loginSchema).parse(told);
    },
  });
  if (code === 0) return logins;
  throw new LaunchFailure(
    /ENOSPC|No space left on device|disk full/i.test(output)
      ? "The disk is full: the demo data did not fit. Free some space and start again."
      : `The tenant packs and demo data could not be loaded:\n${output.trim()}`,
  );
}

const fileOf = (folder: string): string => path.join(folder, "demo-logins.json");

function readKept(folder: string): z.output<typeof keptSchema> | undefined {
  try {
    return keptSchema.parse(JSON.parse(readFileSync(fileOf(folder), "utf8")));
  } catch {
    return undefined;
  }
}
