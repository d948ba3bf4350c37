import type { z } from "zod";
import type { Words } from "#plugins/sdk/values.ts";
import type { CapabilityCall, SandboxPorts } from "../ports.ts";

/** Why a use is refused, in English for the developer; `undefined` permits. */
export type Refusal = string | undefined;

/** What every row says, wherever it runs. */
interface CapabilityBase<Scope extends z.ZodType, Input extends z.ZodType, Output extends z.ZodType> {
  /** `noun.verb`; the guest calls `host.noun.verb(input)`. */
  readonly name: string;
  /** One line for the developer. */
  readonly summary: string;
  readonly input: Input;
  readonly output: Output;
  /** May be used at deterministic extension points. */
  readonly deterministic: boolean;
  /** What a manifest asks for, and a tenant approves, beside the bare name. */
  readonly scope: Scope;
  /** The sentence of the consent screen for a scope. */
  readonly consent: (scope: z.output<Scope>) => Words;
  /** requested ∩ approved; `undefined` when nothing is left. */
  readonly narrow: (requested: z.output<Scope>, approved: z.output<Scope>) => z.output<Scope> | undefined;
}

/** Answered inside the child process, synchronously: nothing leaves it. */
export interface LocalCapability<
  Scope extends z.ZodType = z.ZodType,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> extends CapabilityBase<Scope, Input, Output> {
  readonly runs: "child";
}

/** What an implementation is given beside its input. */
export interface CapabilityUse<Scope> {
  readonly call: CapabilityCall;
  readonly scope: Scope;
  /** The granted scope of another capability of the same plugin: `http.fetch` looks at the granted secrets. */
  readonly scopeOf: (name: string) => unknown;
}

/** Answered in the process that called the plugin, through a port. */
export interface PortCapability<
  Scope extends z.ZodType = z.ZodType,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> extends CapabilityBase<Scope, Input, Output> {
  readonly runs: "app";
  readonly port: keyof SandboxPorts;
  /** The grant check. */
  readonly refuses: (use: CapabilityUse<z.output<Scope>>, input: z.output<Input>) => Refusal;
  /** What the receipt says was touched; no content. */
  readonly subject: (input: z.output<Input>) => string;
  readonly run: (
    ports: SandboxPorts,
    use: CapabilityUse<z.output<Scope>>,
    input: z.output<Input>,
  ) => Promise<z.input<Output>>;
}

export type Capability = LocalCapability | PortCapability;

export function localCapability<S extends z.ZodType, I extends z.ZodType, O extends z.ZodType>(
  row: Omit<LocalCapability<S, I, O>, "runs">,
): LocalCapability<S, I, O> {
  return { ...row, runs: "child" };
}

export function portCapability<S extends z.ZodType, I extends z.ZodType, O extends z.ZodType>(
  row: Omit<PortCapability<S, I, O>, "runs">,
): PortCapability<S, I, O> {
  return { ...row, runs: "app" };
}
