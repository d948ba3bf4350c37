/** What should happen before somebody signs out; `false` means that they stay. */
export type LeaveGuard = () => boolean | Promise<boolean>;

const guards = new Set<LeaveGuard>();

/** Asks to be asked before a sign-out, as long as the part of the page that asks is there. Returns the way out of it. */
export function onLeave(guard: LeaveGuard): () => void {
  guards.add(guard);
  return () => guards.delete(guard);
}

/** Whether nobody objects to the sign-out. */
export async function mayLeave(): Promise<boolean> {
  for (const guard of guards) if (!(await guard())) return false;
  return true;
}
