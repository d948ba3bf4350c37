import { commonError } from "#app/platform/common-errors.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { ownItems } from "#app/services/blueprint/own-items.ts";
import { proposeRelease } from "#app/services/blueprint/propose-release.ts";
import type { Item, JsonObject } from "#schema/blueprint/item.ts";
import { grantsInForce } from "./list-plugins.ts";
import { listPublished } from "./registry.ts";

export interface GrantProposal {
  readonly plugin: string;
  /** The version to install or to change to; null takes the plugin out. */
  readonly version: string | null;
  /** Names of the requested capabilities that are approved, each with the scope that the plugin asks for. */
  readonly capabilities: readonly string[];
  readonly configuration: Readonly<Record<string, string | boolean | readonly string[]>>;
  readonly now: Date;
}

/**
 * Puts the installation, change or removal of a plugin before a second person, as a proposal for the next release.
 * Throws NOT_FOUND and what `proposeRelease` throws.
 */
export async function proposeGrant(
  scope: Scope,
  proposal: GrantProposal,
): Promise<{ readonly proposalId: string }> {
  const { plugin, version, capabilities, configuration, now } = proposal;
  const inForce = (await grantsInForce(scope)).get(plugin);
  const key = inForce?.key ?? plugin;
  const others = (await ownItems(scope)).filter((item) => item.kind !== "grant" || item.key !== key);
  const items: Item[] = [...others];
  let name: { readonly "zh-CN": string; readonly en: string } | undefined;
  if (version === null) {
    if (inForce === undefined || inForce.inherited) throw commonError("NOT_FOUND");
    name = inForce.grant.label;
  } else {
    const published = (await listPublished()).find(
      (each) => each.id === plugin && each.version === version && !each.withdrawn,
    );
    if (published === undefined) throw commonError("NOT_FOUND");
    name = published.manifest.name;
    const approved = published.manifest.capabilities
      .filter(({ capability }) => capabilities.includes(capability))
      .map(({ reason: _, ...asked }) => asked);
    const content = {
      label: published.manifest.name,
      plugin,
      version,
      hash: published.hash,
      ...(approved.length === 0 ? {} : { capabilities: approved }),
      ...(Object.keys(configuration).length === 0 ? {} : { configuration }),
    };
    items.push({ kind: "grant", key, content: content as unknown as JsonObject });
  }
  const note =
    version === null
      ? `卸载插件“${name["zh-CN"]}” · Remove the plugin “${name.en}”`
      : `插件“${name["zh-CN"]}” ${version} · Plugin “${name.en}” ${version}`;
  return proposeRelease(scope, { items, note, now });
}
