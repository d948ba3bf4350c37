import { defineErrors } from "#engines/kernel/errors.ts";

export const agreementErrors = defineErrors({
  TERMS_CHANGED_MEANWHILE: {
    status: 409,
    "zh-CN": "合同 {number} 的条款刚被别人改过，您的修改没有保存。请重新加载后再改。",
    en: "Somebody has changed the terms of agreement {number} meanwhile; yours are not saved. Load the page again and repeat them.",
  },
  TERMS_REFUSED: {
    status: 422,
    "zh-CN": "“{path}”有误：{problem}",
    en: "{path} is wrong: {problem}",
  },
});
