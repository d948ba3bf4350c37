import type { LoaderFunctionArgs } from "@remix-run/node";
import { page } from "#app/web/page.server.ts";
import { formSchema } from "#schema/blueprint/form/schema.ts";
import type { TaskSnapshot } from "./types.ts";

/** `GET workspace/inbox/tasks/<case>`: a task with all that a phone needs to do it without a network, as JSON. */
export const loader = page(async ({ params, context }: LoaderFunctionArgs) => {
  const caseId = params.caseId ?? "";
  const view = await context.caller.case.showTask({ caseId });
  const snapshot: TaskSnapshot = {
    caseId,
    view,
    // With its defaults filled in here, so that the browser needs no schema to compile it.
    form: view.form === null ? null : formSchema.parse(view.form.content),
    at: new Date().toISOString(),
  };
  return Response.json(snapshot, { headers: { "cache-control": "private, no-store" } });
});
