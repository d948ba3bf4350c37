import type { LoaderFunctionArgs } from "@remix-run/node";
import { colorOfThemeFile, themeStylesheet } from "#app/components/theme/stylesheet.ts";
import { remember } from "#app/platform/remember.ts";
import { brandStore } from "#app/web/brands.ts";
import { notFound, page } from "#app/web/page.server.ts";
import { PLATFORM_COLOR } from "#app/web/tenant-brand.ts";

/** The stylesheet of a brand's theme: for colours that a utility has, so that nobody fills the memory with others. */
export const loader = page(({ params, context }: LoaderFunctionArgs) => {
  const color = colorOfThemeFile(params.file ?? "");
  const known = [
    PLATFORM_COLOR,
    ...brandStore()
      .list()
      .map((brand) => brand.color.toLowerCase()),
  ];
  if (color === undefined || !known.includes(color)) throw notFound(context.requestId);
  // While the theme is being worked on, each request sees its present state.
  if (import.meta.env.DEV) return css(themeStylesheet(color), "no-store");
  const made = remember("theme stylesheets", () => new Map<string, string>());
  const text = made.get(color) ?? themeStylesheet(color);
  made.set(color, text);
  return css(text, "public, max-age=31536000, immutable");
});

function css(text: string, cacheControl: string): Response {
  return new Response(text, {
    headers: { "content-type": "text/css; charset=utf-8", "cache-control": cacheControl },
  });
}
