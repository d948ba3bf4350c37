import { listPublished } from "#app/services/plugin/registry.ts";
import { openProcedure } from "../base.ts";

/** The newest version of every published plugin, as the market shows it to anybody. */
export const listMarketPlugins = openProcedure({
  why: "The market is the public shop window of the platform: what a plugin says of itself is no utility's data.",
}).query(async () => {
  const newest = new Map<string, Awaited<ReturnType<typeof listPublished>>[number]>();
  for (const version of await listPublished())
    if (!version.withdrawn && !newest.has(version.id)) newest.set(version.id, version);
  return [...newest.values()].map(({ id, version, manifest, trust, publishedAt }) => ({
    id,
    version,
    trust,
    publishedAt: publishedAt.toISOString(),
    name: manifest.name,
    description: manifest.description,
    publisher: manifest.publisher,
    points: manifest.points,
    capabilities: manifest.capabilities.map(({ capability }) => capability),
  }));
});
