import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { signOnStep } from "./sign-on.server.ts";
import { SignOnRefused } from "./sign-on-refused.tsx";

/** Leads to the utility's own sign-on. */
export const loader = signOnStep(async ({ context }) => {
  const { location } = await context.caller.session.beginSignOn();
  throw redirect(location);
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function SignOnPage() {
  return <SignOnRefused message={useLoaderData<typeof loader>().message} />;
}
