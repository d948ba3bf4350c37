import { defineErrors, errorsOf } from "#engines/kernel/errors.ts";

/** What can be wrong with a message template, or with what it is given to say. */
export const messageErrors = defineErrors({
  MESSAGE_TEMPLATE_MALFORMED: {
    status: 422,
    "zh-CN": "模板第 {line} 行第 {column} 列无法读取：{detail}。允许的标签：{tags}",
    en: "the template cannot be read at line {line}, column {column}: {detail}. Allowed tags: {tags}",
    remedy: {
      "zh-CN": "改正该处的写法；每个“{% if %}”“{% for %}”都要有结尾标签",
      en: "mend the text there; each {% if %} and {% for %} needs its end tag",
    },
  },
  MESSAGE_FILTER_UNKNOWN: {
    status: 422,
    "zh-CN": "没有过滤器“{filter}”；可用的有 {known}",
    en: "there is no filter “{filter}”; there are {known}",
    remedy: { "zh-CN": "换用列出的过滤器", en: "use one of the filters that are listed" },
  },
  MESSAGE_VARIABLE_UNKNOWN: {
    status: 422,
    "zh-CN": "第 {line} 行第 {column} 列用到未声明的变量“{variable}”；已声明的有 {known}",
    en: "line {line}, column {column} names the variable “{variable}”, which is not declared; declared are {known}",
    remedy: {
      "zh-CN": "在“变量”中声明它，或改用已声明的变量",
      en: "declare it among the variables, or use one that is declared",
    },
  },
  MESSAGE_VARIABLE_MISSING: {
    status: 422,
    "zh-CN": "缺少变量“{variable}”的值",
    en: "the variable “{variable}” has no value",
    remedy: { "zh-CN": "为变量填写示例值", en: "give the variable a sample" },
  },
  MESSAGE_VARIABLE_TYPE: {
    status: 422,
    "zh-CN": "变量“{variable}”的值不符：应为 {expected}",
    en: "the value of “{variable}” does not fit: expected {expected}",
    remedy: { "zh-CN": "改为该类型的示例值", en: "give a sample of that type" },
  },
  MESSAGE_TOO_COSTLY: {
    status: 422,
    "zh-CN": "模板渲染超出限度（时间、循环或长度）：{detail}",
    en: "the template goes beyond its limits (time, loops or length): {detail}",
    remedy: { "zh-CN": "缩短模板，减少循环", en: "shorten the template and loop less" },
  },
  MESSAGE_SMS_TOO_LONG: {
    status: 422,
    "zh-CN": "用示例数据渲染的短信需 {segments} 条，最多允许 {limit} 条；请缩短正文或提高上限",
    en: "with the samples the SMS takes {segments} segments, at most {limit} are allowed; shorten it or raise the limit",
    remedy: { "zh-CN": "缩短正文，或提高条数上限", en: "shorten the text, or raise the limit of segments" },
  },
});

export const messageError = errorsOf(messageErrors);
