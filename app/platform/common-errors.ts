import { defineErrors, errorsOf } from "#engines/kernel/errors.ts";

/** What can go wrong in every part of the app. Nouns have catalogues of their own beside their services. */
export const commonErrors = defineErrors({
  UNEXPECTED: {
    status: 500,
    "zh-CN": "系统内部错误，请稍后重试；如仍出现，请将编号告知管理员。",
    en: "Internal error. Try again; if it stays, tell the operator the number.",
  },
  INPUT_INVALID: {
    status: 400,
    "zh-CN": "“{field}”有误：{detail}",
    en: "{field} is not valid: {detail}",
  },
  UTILITY_UNKNOWN: { status: 404, "zh-CN": "没有这家公用事业企业。", en: "There is no such utility." },
  SIGN_IN_NEEDED: { status: 401, "zh-CN": "请先登录。", en: "Sign in first." },
  FORBIDDEN: {
    status: 403,
    "zh-CN": "您的账号没有此操作的权限。",
    en: "Your account may not do this.",
  },
  NOT_FOUND: {
    status: 404,
    "zh-CN": "找不到该内容，或您无权查看。",
    en: "It does not exist, or you may not see it.",
  },
  CROSS_SITE: {
    status: 403,
    "zh-CN": "请求来自其他网站，已拒绝。请在本系统页面中操作。",
    en: "The request came from another site and was refused. Do this on a page of this system.",
  },
  RATE_LIMITED: {
    status: 429,
    "zh-CN": "请求过于频繁，请在 {seconds} 秒后再试。",
    en: "Too many requests. Try again in {seconds} seconds.",
  },
  TOO_LARGE: { status: 413, "zh-CN": "提交的内容过大。", en: "What was sent is too large." },
  FORM_BROKEN: {
    status: 400,
    "zh-CN": "提交的表单不完整，请重新加载页面后再试。",
    en: "The form did not arrive whole. Load the page again and try once more.",
  },
  METHOD_UNKNOWN: { status: 404, "zh-CN": "没有这个接口。", en: "There is no such procedure." },
});

export const commonError = errorsOf(commonErrors);
