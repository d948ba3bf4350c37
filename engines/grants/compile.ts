import type { PluginGrant } from "#schema/blueprint/grant/schema.ts";

/** What the host is told of an installed plugin. */
export type GrantProgram = PluginGrant;

/** Nothing is worked out ahead: the registry knows what the plugin asks for, the sandbox compares at each call. */
export const compileGrant = (item: PluginGrant): GrantProgram => item;
