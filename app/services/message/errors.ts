import { defineErrors } from "#engines/kernel/errors.ts";

/** What can go wrong with messages to people. */
export const outboxErrors = defineErrors({
  MESSAGE_RECIPIENT_UNKNOWN: {
    status: 422,
    "zh-CN": "没有这位收件人：{recipient}",
    en: "there is no such recipient: {recipient}",
  },
  MESSAGE_NOT_RETRYABLE: {
    status: 409,
    "zh-CN": "该消息的状态为“{state}”，只有投递失败的消息可以重发",
    en: "the message is {state}; only one that could not be delivered can be sent again",
  },
  MESSAGE_CHANNEL_MISSING: {
    status: 422,
    "zh-CN": "模板“{template}”没有渠道 {channel}",
    en: "the template “{template}” has no channel {channel}",
  },
});
