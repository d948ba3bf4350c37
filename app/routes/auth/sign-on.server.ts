import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";

/** Runs one step of a sign-on elsewhere, which leads on; a refusal is told on the page with the way back. */
export const signOnStep = (step: (args: LoaderFunctionArgs) => Promise<never>) => {
  const run = formAction(step);
  return page(async (args: LoaderFunctionArgs) => {
    const answer = await run(args);
    const result = "init" in answer ? answer.data : answer;
    if (result.ok) throw redirect(`${args.context.tenant?.base ?? ""}/auth/sign-in?as=staff`);
    return {
      message: result.fault.message ?? result.fault.code,
      title: translator(args.context.locale, "auth")("signOn.title"),
    };
  });
};
