import type { Manifest } from "#plugins/sdk/manifest.ts";
import { type Bundle, makeBundle, type Trust } from "./bundle.ts";
import type { Grant } from "./capabilities/grants.ts";

const words = { "zh-CN": "测试", en: "test" };

/** A bundle around a module's text. */
export function testBundle(
  source: string,
  points: readonly string[],
  requests: readonly Grant[] = [],
  more: { readonly trust?: Trust; readonly configuration?: Manifest["configuration"] } = {},
): Bundle {
  const manifest: Manifest = {
    id: "test-plugin",
    version: "1.0.0",
    name: words,
    description: words,
    publisher: "Manifold",
    licence: "MIT",
    points: [...points],
    capabilities: requests.map((request) => ({ ...request, reason: words })),
    configuration: more.configuration ?? [],
    items: [],
  };
  return makeBundle(manifest, source, more.trust);
}
