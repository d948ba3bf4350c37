// Preloaded into every process that the launcher starts (`node --import`). When the launcher is gone, also by a kill that
// it could not catch, the channel to it closes, and the process stops as it would when asked to.
const STOP_TIMEOUT_MS = 15_000;

process.on("disconnect", () => {
  setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
  if (process.listenerCount("SIGTERM") === 0) process.exit(1);
  process.kill(process.pid, "SIGTERM");
});
// The channel alone must not keep a process alive that has nothing more to do.
process.channel?.unref();
