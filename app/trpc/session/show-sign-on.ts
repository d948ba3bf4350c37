import { offeredSignOn } from "#app/services/identity/sign-on/provider.ts";
import { openProcedure, slugOf } from "../base.ts";

export const showSignOn = openProcedure({
  why: "The sign-in page shows what stands on the button; of the provider nothing else is told.",
}).query(({ ctx }) => offeredSignOn(slugOf(ctx)));
