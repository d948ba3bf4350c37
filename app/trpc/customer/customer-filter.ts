import { z } from "zod";
import { CUSTOMER_KINDS } from "#app/services/customer/list-customers.ts";

/** The filters of the list of customers, in the address and in the export. */
export const customerFilter = z.object({
  search: z.string().trim().max(100).optional(),
  kind: z.enum(CUSTOMER_KINDS).optional(),
  tariff: z.string().max(100).optional(),
});
