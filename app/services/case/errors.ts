import { defineErrors, errorsOf } from "#engines/kernel/errors.ts";

export const caseErrors = defineErrors({
  CASE_SERVICE_UNKNOWN: {
    status: 404,
    "zh-CN": "没有名为 {service} 的服务。",
    en: "There is no service {service}.",
  },
  CASE_OPENER_REFUSED: {
    status: 403,
    "zh-CN": "“{service}”不能由您直接发起，请联系客服。",
    en: "“{service}” cannot be opened by you; ask the customer service.",
  },
  CASE_NEEDS: {
    status: 422,
    "zh-CN": "“{service}”需要先选定{what}。",
    en: "“{service}” needs to know {what} first.",
  },
  CASE_CHANGED: {
    status: 409,
    "zh-CN": "工单已有变化：现在是第 {task} 个环节、第 {version} 版。请核对后再提交。",
    en: "The case has changed: it is at task {task}, version {version}. Look at it and submit again.",
  },
  CASE_NOT_YOURS: {
    status: 403,
    "zh-CN": "该环节由{role}处理，您不能代办。",
    en: "This step is for {role}; you cannot do it.",
  },
  CASE_TAKEN: {
    status: 409,
    "zh-CN": "{name} 已接单。",
    en: "{name} has taken it already.",
  },
  CASE_ASSIGNEE_UNKNOWN: {
    status: 422,
    "zh-CN": "所选人员不在本单位，或没有所需的岗位（{role}）。",
    en: "That person does not work here, or has not the role it needs ({role}).",
  },
  CASE_REASON_NEEDED: { status: 422, "zh-CN": "请写明原因。", en: "Say why." },
  CASE_NOT_RATABLE: {
    status: 409,
    "zh-CN": "该工单不能评价：尚未办结、已超过评价期限，或已评价过。",
    en: "This case cannot be rated: it is not done, the time for it is over, or it was rated already.",
  },
  CASE_NOT_ASKED: {
    status: 409,
    "zh-CN": "该工单现在不需要您确认。",
    en: "This case does not wait for your answer now.",
  },
  CASE_POINT_UNKNOWN: {
    status: 422,
    "zh-CN": "没有可开户的计量点“{number}”，请核对编号或表号。",
    en: "No service point {number} can be opened; check its number or that of the meter.",
  },
  CASE_ACTION_REFUSED: {
    status: 409,
    "zh-CN": "无法办理：{problem}",
    en: "It cannot be carried out: {problem}",
  },
});

export const caseError = errorsOf(caseErrors);
