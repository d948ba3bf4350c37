// The seed in a process of its own: it ends with the launcher, and its memory goes when it is done.
// `node cli/launch/seed-process.ts [logins]`: with `logins` it only tells who can sign in.
import { demoLogins, seed } from "#seed/run.ts";

const logins =
  process.argv[2] === "logins"
    ? await demoLogins()
    : (await seed({ onProgress: (words) => process.send?.({ progress: words }) })).logins;
// The process may end only when the message has left it.
await new Promise((resolve) => {
  if (process.send) process.send({ logins }, resolve);
  else resolve(process.stdout.write(`${JSON.stringify(logins, null, 2)}\n`));
});
process.exit(0);
