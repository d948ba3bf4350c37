import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import { signInTarget, stepAddress } from "#app/web/sign-in-target.ts";
import type { CodeWay } from "./code-page.tsx";

export const codeLoader = (way: CodeWay) =>
  page(({ context }: LoaderFunctionArgs) => ({
    title: translator(context.locale, "auth")(`code.${way}Title`),
  }));

/** Asks for a code, then takes it. The answer to the first says only where a code would go. */
export const codeAction = formAction(
  async ({ request, context }: ActionFunctionArgs): Promise<{ phone: string }> => {
    const form = await request.formData();
    const text = (name: string): string => String(form.get(name) ?? "");
    if (form.get("intent") === "confirm") {
      const search = new URL(request.url).searchParams;
      const base = context.tenant?.base ?? "";
      const { next } = await context.caller.session.confirmCode({ code: text("code") });
      throw redirect(next === null ? signInTarget(search, base, "customer") : stepAddress(search, base));
    }
    const customerNumber = text("customerNumber");
    await context.caller.session.requestCode({
      phone: text("phone"),
      ...(form.has("customerNumber") ? { customerNumber } : {}),
    });
    return { phone: text("phone") };
  },
);
