import { listMemberships } from "#app/services/identity/list-memberships.ts";
import { signedInProcedure } from "../base.ts";

export const listOwnMemberships = signedInProcedure({
  who: "staff",
  why: "Everybody may see where they work.",
}).query(({ ctx }) => listMemberships(ctx.session));
