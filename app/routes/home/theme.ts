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
  const made = remember("theme stylesheets", () => new Map<string, string>());
  const css = made.get(color) ?? themeStylesheet(color);
  made.set(color, css);
  return new Response(css, {
    headers: {
      "content-type": "text/css; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
    },
  });
});
