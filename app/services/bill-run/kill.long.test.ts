// The same kills as in `npm test`, 300 of them, over more agreements.
process.env.KILLS ??= "300";
process.env.KILL_AGREEMENTS ??= "10000";
await import("./kill.integration.test.ts");
