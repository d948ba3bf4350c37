import { defineErrors } from "#engines/kernel/errors.ts";

/** Why a shadow run cannot be started or steered. */
export const shadowRunErrors = defineErrors({
  SHADOW_RUN_EMPTY: {
    status: 409,
    "zh-CN": "{from} 至 {to} 没有使用“{tariffs}”的合同需要出账。请换一个月份或对比的价目表。",
    en: "No agreement on “{tariffs}” is due from {from} to {to}; choose other months or another tariff to compare with.",
  },
  SHADOW_RUN_FUTURE: {
    status: 409,
    "zh-CN": "{period} 还没有结束，试算只能用已经结束的月份。",
    en: "{period} is not over yet; a shadow run needs months that are past.",
  },
  SHADOW_RUN_LONG: {
    status: 422,
    "zh-CN": "一次试算最多 {most} 个月。",
    en: "A shadow run covers at most {most} months.",
  },
  SHADOW_RUN_OVER: {
    status: 409,
    "zh-CN": "这次试算已经结束或停止。",
    en: "This shadow run is done or was stopped.",
  },
  SHADOW_CURRENCY: {
    status: 422,
    "zh-CN": "草案用 {draft}，现行价目表用 {live}，不能比较。",
    en: "The draft is in {draft}, the tariff in force in {live}; they cannot be compared.",
  },
});
