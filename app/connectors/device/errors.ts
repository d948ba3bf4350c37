import { defineErrors, errorsOf } from "#engines/kernel/errors.ts";

/** What can go wrong between us and a network of devices. */
export const deviceErrors = defineErrors({
  DEVICE_NETWORK_MISSING: {
    status: 409,
    "zh-CN": "没有配置表计通信网络",
    en: "No network of devices is configured",
  },
  DEVICE_UNREACHABLE: {
    status: 502,
    "zh-CN": "无法连接表计通信网络：{detail}",
    en: "The network of devices cannot be reached: {detail}",
  },
  DEVICE_ANSWER_WRONG: {
    status: 502,
    "zh-CN": "表计的应答无法理解：{detail}",
    en: "The answer of the device cannot be understood: {detail}",
  },
});

export const deviceError = errorsOf(deviceErrors);
