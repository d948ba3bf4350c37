import { defineErrors } from "#engines/kernel/errors.ts";

/** What can go wrong between us and a payment gateway. */
export const paymentGatewayErrors = defineErrors({
  GATEWAY_UNREACHABLE: {
    status: 502,
    "zh-CN": "支付平台暂时无法连接，请稍后再试。您没有被扣款。",
    en: "The payment gateway cannot be reached. Try again later; nothing was charged.",
  },
  GATEWAY_REFUSED: {
    status: 502,
    "zh-CN": "支付平台拒绝了请求：{code}",
    en: "The payment gateway refused the request: {code}",
  },
  GATEWAY_NOT_CONFIGURED: {
    status: 409,
    "zh-CN": "没有配置支付平台。",
    en: "No payment gateway is configured.",
  },
  NOTIFICATION_UNSIGNED: {
    status: 401,
    "zh-CN": "支付通知没有签名",
    en: "the notification carries no signature",
  },
  NOTIFICATION_STALE: {
    status: 401,
    "zh-CN": "支付通知的时间戳超出允许的 {windowS} 秒",
    en: "the timestamp of the notification is more than {windowS} s away from now",
  },
  NOTIFICATION_FORGED: {
    status: 401,
    "zh-CN": "支付通知的签名不正确",
    en: "the signature of the notification is wrong",
  },
  NOTIFICATION_MALFORMED: {
    status: 400,
    "zh-CN": "支付通知的内容无法读取：{detail}",
    en: "the notification cannot be read: {detail}",
  },
});
