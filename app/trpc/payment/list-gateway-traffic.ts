import { listGatewayTraffic as run } from "#app/services/payment/list-gateway-traffic.ts";
import { tenantProcedure } from "../base.ts";

export const listGatewayTraffic = tenantProcedure({ action: "read", noun: "payment", who: "staff" }).query(
  ({ ctx }) => run(ctx.scope),
);
