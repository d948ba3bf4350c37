import { defineErrors, errorsOf } from "#engines/kernel/errors.ts";

export const privacyErrors = defineErrors({
  ERASURE_OPEN: {
    status: 409,
    "zh-CN": "该客户已有一项尚未完成的删除请求。",
    en: "There is an unfinished request to erase this customer already.",
  },
  ERASURE_BLOCKED: {
    status: 409,
    "zh-CN": "现在还不能删除：{whyZh}。",
    en: "It cannot be erased yet: {why}.",
  },
  ERASURE_SECOND_PERSON: {
    status: 403,
    "zh-CN": "删除必须由另一位管理员批准。",
    en: "Another administrator must approve the erasure.",
  },
  ERASURE_DECIDED: {
    status: 409,
    "zh-CN": "该请求已被处理，请刷新页面。",
    en: "The request was dealt with already; load the page again.",
  },
});
export const privacyError = errorsOf(privacyErrors);
