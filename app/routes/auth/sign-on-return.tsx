import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { signInTarget, stepAddress } from "#app/web/sign-in-target.ts";
import { signOnStep } from "./sign-on.server.ts";
import { SignOnRefused } from "./sign-on-refused.tsx";

/** Where the provider sends the browser back to. */
export const loader = signOnStep(async ({ request, context }) => {
  const base = context.tenant?.base ?? "";
  const { next } = await context.caller.session.completeSignOn({ answer: new URL(request.url).search });
  const none = new URLSearchParams();
  throw redirect(next === null ? signInTarget(none, base, "staff") : stepAddress(none, base));
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function SignOnReturnPage() {
  return <SignOnRefused message={useLoaderData<typeof loader>().message} />;
}
