// The seed in a process of its own: it ends with the launcher, and its memory goes when it is done.
import { seed } from "#seed/run.ts";

await seed({ onProgress: (words) => process.send?.({ progress: words }) });
process.exit(0);
