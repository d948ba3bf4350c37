import { z } from "zod";
import { requestClaimCode, requestSignInCode } from "#app/services/identity/codes/request-code.ts";
import { openProcedure, slugOf } from "../base.ts";

const FLOW_AGE_S = 600;

/** Answers the same whether or not anybody has the number; the code goes to the telephone, the browser keeps a token. */
export const requestCode = openProcedure({
  why: "Who asks for a code has no session yet; tries are counted, and the answer tells nothing.",
})
  .input(
    z.object({
      phone: z.string().trim().min(1).max(40),
      customerNumber: z.string().trim().min(1).max(60).optional(),
    }),
  )
  .mutation(async ({ ctx, input }) => {
    const { phone, customerNumber } = input;
    const request = { slug: slugOf(ctx), phone, ip: ctx.request.ip, locale: ctx.locale };
    const { token } =
      customerNumber === undefined
        ? await requestSignInCode(request)
        : await requestClaimCode({ ...request, customerNumber });
    ctx.request.setToken("flow", token, FLOW_AGE_S);
  });
