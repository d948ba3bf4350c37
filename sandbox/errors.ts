import { defineErrors, errorsOf } from "#engines/kernel/errors.ts";

/** What a caller of the sandbox can be told. The first group ends one call; the plugin's own fault is `PLUGIN_FAILED`. */
export const sandboxErrors = defineErrors({
  PLUGIN_FAILED: { status: 502, "zh-CN": "插件出错：{reason}", en: "the plugin failed: {reason}" },
  PLUGIN_LOAD_FAILED: {
    status: 422,
    "zh-CN": "插件无法加载：{reason}",
    en: "the plugin could not be loaded: {reason}",
  },
  PLUGIN_HOOK_MISSING: {
    status: 422,
    "zh-CN": "插件没有实现扩展点 {point}",
    en: "the plugin has no hook at {point}",
  },
  PLUGIN_CPU_EXCEEDED: {
    status: 504,
    "zh-CN": "插件用完了 {limitMs} 毫秒的计算时间，已被停止",
    en: "the plugin used up its {limitMs} ms of computing time and was stopped",
  },
  PLUGIN_TIMED_OUT: {
    status: 504,
    "zh-CN": "插件在 {limitMs} 毫秒内没有给出结果，已被停止",
    en: "the plugin gave no answer within {limitMs} ms and was stopped",
  },
  PLUGIN_NEVER_ANSWERS: {
    status: 502,
    "zh-CN": "插件返回了永远不会完成的 Promise",
    en: "the plugin answered with a promise that nothing can settle",
  },
  PLUGIN_MEMORY_EXCEEDED: {
    status: 507,
    "zh-CN": "插件超出了 {limitMb} MB 的内存限额，已被停止",
    en: "the plugin went beyond its {limitMb} MB of memory and was stopped",
  },
  PLUGIN_RESULT_TOO_LARGE: {
    status: 507,
    "zh-CN": "插件的结果超过 {limit} 个字符",
    en: "the plugin's answer is longer than {limit} characters",
  },
  PLUGIN_RESULT_INVALID: {
    status: 502,
    "zh-CN": "插件的结果不符合扩展点 {point} 的约定：{reason}",
    en: "the plugin's answer does not fit {point}: {reason}",
  },
  PLUGIN_NOT_DETERMINISTIC: {
    status: 502,
    "zh-CN": "插件对同样的输入给出了不同的结果，不能用于金额计算",
    en: "the plugin gave two answers to the same input; it must not touch money",
  },
  PLUGIN_CRASHED: {
    status: 502,
    "zh-CN": "运行插件的进程意外结束",
    en: "the process that ran the plugin ended unexpectedly",
  },
  PLUGIN_QUARANTINED: {
    status: 503,
    "zh-CN": "插件多次违规，已被隔离到 {until}",
    en: "the plugin broke its limits repeatedly and is quarantined until {until}",
  },
  PLUGIN_BLOCKED: { status: 503, "zh-CN": "插件已被停用", en: "the plugin has been switched off" },
  PLUGIN_DAY_BUDGET_EXCEEDED: {
    status: 429,
    "zh-CN": "本单位今日的插件计算时间（{limitMs} 毫秒）已用完",
    en: "the tenant's plugin computing time of the day ({limitMs} ms) is used up",
  },
  PLUGIN_INPUT_INVALID: {
    status: 422,
    "zh-CN": "扩展点 {point} 的输入不正确：{reason}",
    en: "the input of {point} is wrong: {reason}",
  },
  CAPABILITY_DENIED: {
    status: 403,
    "zh-CN": "插件没有获准使用 {capability}：{reason}",
    en: "the plugin may not use {capability}: {reason}",
  },
  CAPABILITY_INPUT_INVALID: {
    status: 422,
    "zh-CN": "{capability} 的参数不正确：{reason}",
    en: "wrong argument to {capability}: {reason}",
  },
  CAPABILITY_FAILED: {
    status: 502,
    "zh-CN": "{capability} 失败：{reason}",
    en: "{capability} failed: {reason}",
  },
  CAPABILITY_BUDGET_EXCEEDED: {
    status: 429,
    "zh-CN": "一次调用最多使用 {limit} 次平台能力",
    en: "one call may use capabilities {limit} times at most",
  },
  BUNDLE_INVALID: {
    status: 422,
    "zh-CN": "插件包不正确：{reason}",
    en: "not a valid plugin bundle: {reason}",
  },
  BUNDLE_SIGNATURE_INVALID: {
    status: 422,
    "zh-CN": "插件包的签名不成立：{reason}",
    en: "the signature of the plugin bundle does not hold: {reason}",
  },
  SANDBOX_OVERLOADED: {
    status: 503,
    "zh-CN": "插件沙箱繁忙，请稍后再试",
    en: "the plugin sandbox is busy, try again later",
  },
  SANDBOX_UNAVAILABLE: {
    status: 503,
    "zh-CN": "插件沙箱没有响应：{reason}",
    en: "the plugin sandbox does not answer: {reason}",
  },
  SANDBOX_INSECURE: {
    status: 500,
    "zh-CN": "沙箱无法安全启动：{reason}",
    en: "the sandbox cannot start safely: {reason}",
  },
});

export type SandboxErrorCode = keyof typeof sandboxErrors;

export const sandboxFail = errorsOf(sandboxErrors);
