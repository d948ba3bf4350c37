import { ManifoldError } from "#engines/kernel/errors.ts";
import { createCallerFactory } from "./base.ts";
import type { TrpcContext } from "./context.ts";
import { type AppRouter, appRouter } from "./router.ts";

export type Caller = ReturnType<ReturnType<typeof createCallerFactory<AppRouter["_def"]["record"]>>>;

const create = createCallerFactory(appRouter);

/**
 * The procedures as functions, for loaders and actions: one path and one policy check with the browser's calls. What
 * they throw is the `ManifoldError` itself, not tRPC's wrapping of it.
 */
export function callerOf(context: TrpcContext): Caller {
  return unwrapped(create(context)) as Caller;
}

type Reach = ((...args: unknown[]) => Promise<unknown>) & { readonly [key: string]: Reach };

function unwrapped(reach: unknown): unknown {
  return new Proxy(() => {}, {
    // A caller that is awaited by mistake must not look like a promise.
    get: (_, key) => (key === "then" ? undefined : unwrapped((reach as Reach)[String(key)])),
    apply: async (_, __, args: unknown[]) => {
      try {
        return await (reach as Reach)(...args);
      } catch (error) {
        throw error instanceof Error && error.cause instanceof ManifoldError ? error.cause : error;
      }
    },
  });
}
