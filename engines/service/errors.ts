import { defineErrors, errorsOf } from "#engines/kernel/errors.ts";

export const serviceErrors = defineErrors({
  SERVICE_INVALID: {
    status: 422,
    "zh-CN": "服务流程有误，位置 {path}：{problem}",
    en: "the service is wrong at {path}: {problem}",
    remedy: { "zh-CN": "在流程中改正该环节", en: "mend that step of the service" },
  },
  CASE_NOT_OPEN: {
    status: 409,
    "zh-CN": "工单{state}，不能进行此操作。",
    en: "The case is {state}; this cannot be done with it.",
  },
  CASE_OUTCOME_UNKNOWN: {
    status: 422,
    "zh-CN": "请选择处理结果：{known}。",
    en: "Choose an outcome: {known}.",
  },
  CASE_NOT_A_TASK: {
    status: 409,
    "zh-CN": "工单正在等待，没有人需要处理。",
    en: "The case is waiting; there is nothing to be done by a person.",
  },
  CASE_REOPEN_LATE: {
    status: 409,
    "zh-CN": "该工单已不能重新受理，请新建一件。",
    en: "The case can no longer be taken up again; open a new one.",
  },
  CASE_GOES_IN_CIRCLES: {
    status: 422,
    "zh-CN": "环节 {step} 的条件使工单不停循环，请修改服务流程。",
    en: "the conditions at the step {step} lead a case round and round; mend the service",
  },
});

export const serviceError = errorsOf(serviceErrors);
