import { defineErrors } from "#engines/kernel/errors.ts";

/** What can be wrong with a status report that reaches us. */
export const smsErrors = defineErrors({
  SMS_REPORT_UNSIGNED: {
    status: 401,
    "zh-CN": "短信状态报告没有签名",
    en: "the status report is not signed",
  },
  SMS_REPORT_FORGED: {
    status: 401,
    "zh-CN": "短信状态报告的签名不符",
    en: "the signature of the status report does not fit",
  },
  SMS_REPORT_STALE: {
    status: 401,
    "zh-CN": "短信状态报告的时间超出 {windowS} 秒的窗口",
    en: "the status report lies outside the window of {windowS} s",
  },
  SMS_REPORT_MALFORMED: {
    status: 400,
    "zh-CN": "短信状态报告无法读取：{detail}",
    en: "the status report cannot be read: {detail}",
  },
});
