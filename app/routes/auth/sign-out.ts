import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { tenantPath } from "#app/components/tenant-path.ts";
import { page } from "#app/web/page.server.ts";

export const action = page(async ({ context }: ActionFunctionArgs) => {
  const as = context.session?.kind === "staff" ? "staff" : "customer";
  await context.caller.session.signOut();
  return redirect(`${tenantPath(context.tenant?.base ?? "", "auth/sign-in")}?as=${as}`);
});

// Opened as an address it must not sign anybody out: a picture on another site could do that.
export const loader = page(({ context }: LoaderFunctionArgs) =>
  redirect(tenantPath(context.tenant?.base ?? "", "auth/account")),
);
