import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { isLocale, LOCALE_COOKIE, preferenceCookie } from "#app/platform/preferences.ts";
import { localPath } from "#app/web/local-path.ts";
import { page } from "#app/web/page.server.ts";

/** Keeps the chosen language and goes back to where the person was. */
export const action = page(async ({ request }: ActionFunctionArgs) => {
  const form = await request.formData();
  const locale = form.get("locale");
  const back = localPath(form.get("redirectTo"), "/");
  return redirect(
    back,
    isLocale(locale) ? { headers: { "set-cookie": preferenceCookie(LOCALE_COOKIE, locale) } } : {},
  );
});

export const loader = page(() => redirect("/"));
