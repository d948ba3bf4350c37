import type { LoaderFunctionArgs } from "@remix-run/node";
import { notFound, page } from "#app/web/page.server.ts";

// Every address that no page answers, for whatever method.
export const loader = page(({ context }: LoaderFunctionArgs) => {
  throw notFound(context.requestId);
});

export const action = loader;

export default function NotFound() {
  return null;
}
