import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Outlet, type ShouldRevalidateFunction, useLoaderData } from "@remix-run/react";
import { useEffect, useState } from "react";
import { DraftProvider, useDraft } from "#app/components/draft/draft-context.tsx";
import { tenantPath, useTenantHref } from "#app/components/tenant-path.ts";
import { commonError } from "#app/platform/common-errors.ts";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { Problem } from "#schema/blueprint/problem.ts";
import { CHOSEN } from "./conflicts.tsx";
import { FrameBar } from "./frame-bar.tsx";

export const loader = page(async ({ context }: LoaderFunctionArgs) => {
  const title = translator(context.locale, "designer")("title");
  const frame = await context.caller.draft.open();
  const { session, permissions } = context;
  if (session === null) throw commonError("SIGN_IN_NEEDED");
  const person = { id: session.userId, name: session.displayName };
  return { title, frame: { ...frame, person, canEdit: permissions.includes("edit:blueprint") } };
});

export const action = formAction(async ({ request, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  const base = context.tenant?.base ?? "";
  switch (form.get("intent")) {
    case "propose": {
      const { proposalId } = await context.caller.draft.propose({ note: String(form.get("note") ?? "") });
      throw redirect(tenantPath(base, `console/releases/proposals/${proposalId}`));
    }
    case "settle":
      await context.caller.draft.settle({
        chosen: Object.fromEntries(
          [...form]
            .filter(([name]) => name.startsWith(CHOSEN))
            .map(
              ([name, side]) =>
                [name.slice(CHOSEN.length), side === "release" ? "release" : "draft"] as const,
            ),
        ),
      });
      throw redirect(tenantPath(base, "console/designer"));
    case "discard":
      await context.caller.draft.discard();
      throw redirect(tenantPath(base, "console/designer"));
    default:
      throw commonError("INPUT_INVALID", { field: "intent", detail: "propose, settle, discard" });
  }
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** The draft lives in the window; walking from item to item asks the server for nothing but the item. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formMethod }) => formMethod !== undefined;

/** The frame of the designer: one draft for all its pages. */
export default function DesignerFrame() {
  const { frame } = useLoaderData<typeof loader>();
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  return (
    <DraftProvider frame={frame} problems={problems}>
      <Checking onProblems={setProblems} />
      <FrameBar />
      <Outlet />
    </DraftProvider>
  );
}

const CHECK_PAUSE_MS = 500;

/** Has the draft checked when what was changed is kept, by whomever. */
function Checking({ onProblems }: { readonly onProblems: (problems: readonly Problem[]) => void }) {
  const { own, state } = useDraft();
  const href = useTenantHref();
  const mayAsk = state.status === "online" && state.synced && !state.unsaved;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked when the content has changed and is kept.
  useEffect(() => {
    if (!mayAsk) return;
    const asking = new AbortController();
    const ask = async (): Promise<void> => {
      const answer = await fetch(href("api/trpc/draft.check"), { signal: asking.signal });
      if (!answer.ok) return;
      const { result } = (await answer.json()) as { result: { data: { problems: readonly Problem[] } } };
      onProblems(result.data.problems);
    };
    // Without an answer the problems of before stay; the next change asks again.
    const timer = setTimeout(() => void ask().catch(() => {}), CHECK_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [own, mayAsk]);
  return null;
}
