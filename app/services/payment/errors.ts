import { defineErrors } from "#engines/kernel/errors.ts";

/** What can go wrong when a customer pays. */
export const paymentErrors = defineErrors({
  BILL_NOTHING_DUE: {
    status: 409,
    "zh-CN": "账单 {number} 已付清，无需支付。",
    en: "Nothing is due on bill {number}.",
  },
  ORDER_UNKNOWN: {
    status: 404,
    "zh-CN": "没有订单 {orderNumber}",
    en: "there is no order {orderNumber}",
  },
  PAYMENT_MISMATCH: {
    status: 409,
    "zh-CN": "订单 {orderNumber} 应付 {expected}，通知为 {told}",
    en: "order {orderNumber} is for {expected}, the notification says {told}",
  },
});
