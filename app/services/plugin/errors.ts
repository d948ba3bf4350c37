import { defineErrors } from "#engines/kernel/errors.ts";

export const pluginErrors = defineErrors({
  PLUGIN_VERSION_UNKNOWN: {
    status: 404,
    "zh-CN": "插件目录中没有 {plugin} 的版本 {version}（{hash}）",
    en: "the registry has no version {version} of the plugin {plugin} ({hash})",
  },
  PLUGIN_VERSION_TAKEN: {
    status: 409,
    "zh-CN": "插件 {plugin} 的版本 {version} 已经发布，内容不同；请使用新的版本号",
    en: "version {version} of the plugin {plugin} is published already with another content; use a new version",
  },
  PLUGIN_TAMPERED: {
    status: 500,
    "zh-CN": "插件 {plugin} {version} 的内容与发布时不同，拒绝运行",
    en: "the plugin {plugin} {version} is not what was published; it is not run",
  },
  PLUGIN_SWITCHED_OFF: {
    status: 409,
    "zh-CN": "插件“{plugin}”已被本单位停用：{reason}",
    en: "the plugin “{plugin}” was switched off by the utility: {reason}",
  },
  PLUGIN_CHARGE_NOT_PAYABLE: {
    status: 422,
    "zh-CN": "插件“{plugin}”的费用 {amount} {currency} 不能精确到分支付",
    en: "the charge {amount} {currency} of the plugin “{plugin}” cannot be paid to the cent",
  },
});
