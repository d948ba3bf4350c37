import { defineErrors, errorsOf } from "#engines/kernel/errors.ts";

/** `field` and `fieldZh` are the field's label in the language of the message. */
export const formErrors = defineErrors({
  FORM_CYCLE: {
    status: 422,
    "zh-CN": "字段互相依赖成环：{cycle}；请去掉其中一个引用",
    en: "fields depend on one another in a circle: {cycle}; take one of the mentions away",
  },
  FORM_DEFAULT_INVALID: {
    status: 422,
    "zh-CN": "字段 {id} 的默认值不符合它自己的规则：{detailZh}",
    en: "the default of the field {id} breaks its own rules: {detail}",
  },
  FORM_VALUE_REQUIRED: {
    status: 422,
    "zh-CN": "请填写“{fieldZh}”",
    en: "Please fill in “{field}”",
  },
  FORM_VALUE_MALFORMED: {
    status: 422,
    "zh-CN": "“{fieldZh}”的内容无法识别，应为{expectedZh}",
    en: "“{field}” cannot be read; expected {expected}",
  },
  FORM_DECIMALS: {
    status: 422,
    "zh-CN": "“{fieldZh}”最多 {decimals} 位小数",
    en: "“{field}” takes at most {decimals} decimal places",
  },
  FORM_BELOW_MINIMUM: {
    status: 422,
    "zh-CN": "“{fieldZh}”不能小于 {limit}",
    en: "“{field}” must not be below {limit}",
  },
  FORM_ABOVE_MAXIMUM: {
    status: 422,
    "zh-CN": "“{fieldZh}”不能大于 {limit}",
    en: "“{field}” must not be above {limit}",
  },
  FORM_TOO_EARLY: {
    status: 422,
    "zh-CN": "“{fieldZh}”不能早于 {limit}",
    en: "“{field}” must not be before {limit}",
  },
  FORM_TOO_LATE: {
    status: 422,
    "zh-CN": "“{fieldZh}”不能晚于 {limit}",
    en: "“{field}” must not be after {limit}",
  },
  FORM_TEXT_SHORT: {
    status: 422,
    "zh-CN": "“{fieldZh}”至少 {limit} 个字",
    en: "“{field}” needs at least {limit} characters",
  },
  FORM_TEXT_LONG: {
    status: 422,
    "zh-CN": "“{fieldZh}”最多 {limit} 个字，现有 {length} 个",
    en: "“{field}” takes at most {limit} characters; there are {length}",
  },
  FORM_TEXT_PATTERN: {
    status: 422,
    "zh-CN": "“{fieldZh}”的格式不对：{hintZh}",
    en: "“{field}” has the wrong form: {hint}",
  },
  FORM_OPTION_UNKNOWN: {
    status: 422,
    "zh-CN": "“{fieldZh}”没有选项“{option}”，请从列表中选择",
    en: "“{field}” has no option “{option}”; choose one of the list",
  },
  FORM_TOO_FEW: {
    status: 422,
    "zh-CN": "“{fieldZh}”至少需要 {limit} 项，现有 {count} 项",
    en: "“{field}” needs at least {limit}; there are {count}",
  },
  FORM_TOO_MANY: {
    status: 422,
    "zh-CN": "“{fieldZh}”最多 {limit} 项，现有 {count} 项",
    en: "“{field}” takes at most {limit}; there are {count}",
  },
  FORM_POINT_REQUIRED: {
    status: 422,
    "zh-CN": "请在地图上标出“{fieldZh}”的位置",
    en: "Please mark the place of “{field}” on the map",
  },
});

export const formError = errorsOf(formErrors);
