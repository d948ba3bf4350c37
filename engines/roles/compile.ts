import type { Role } from "#schema/blueprint/role/schema.ts";

/** The permissions of a role, `read:bill`: which of them there are is known to app/policies. */
export interface RoleProgram {
  readonly permissions: ReadonlySet<string>;
}

export function compileRole({ grants }: Role): RoleProgram {
  return {
    permissions: new Set(grants.flatMap(({ noun, actions }) => actions.map((action) => `${action}:${noun}`))),
  };
}
