import type { Connector } from "#schema/blueprint/connector/schema.ts";

/** The settings of a way to the outside, and the name of the secret that goes with them. */
export type ConnectorProgram = Connector;

/** Nothing is worked out ahead: an adapter takes the settings as they are. */
export const compileConnector = (item: Connector): ConnectorProgram => item;
