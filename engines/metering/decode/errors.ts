import { defineErrors, errorsOf } from "../../kernel/errors.ts";

/** What can be wrong with a frame. Each names the byte at which it was seen and what was expected there. */
export const frameErrors = defineErrors({
  FRAME_HEX_INVALID: {
    status: 422,
    "zh-CN": "第 {position} 个字符“{found}”不是十六进制数字",
    en: 'Character {position}, "{found}", is no hexadecimal digit',
  },
  FRAME_TOO_SHORT: {
    status: 422,
    "zh-CN": "帧在第 {byte} 字节处结束,应至少有 {expected} 字节",
    en: "The frame ends at byte {byte}; expected at least {expected} bytes",
  },
  FRAME_START_INVALID: {
    status: 422,
    "zh-CN": "第 {byte} 字节为 {found},应为起始符 68",
    en: "Byte {byte} is {found}; expected the start mark 68",
  },
  FRAME_ADDRESS_INVALID: {
    status: 422,
    "zh-CN": "第 {byte} 字节 {found} 不是 BCD 码",
    en: "Byte {byte}, {found}, is no binary-coded decimal",
  },
  FRAME_LENGTH_INVALID: {
    status: 422,
    "zh-CN": "数据域长度为 {found},帧中实际有 {expected} 字节",
    en: "The length says {found} data bytes; the frame holds {expected}",
  },
  FRAME_CHECKSUM_INVALID: {
    status: 422,
    "zh-CN": "校验和为 {found},应为 {expected}",
    en: "The checksum is {found}; expected {expected}",
  },
  FRAME_END_INVALID: {
    status: 422,
    "zh-CN": "第 {byte} 字节为 {found},应为结束符 16",
    en: "Byte {byte} is {found}; expected the end mark 16",
  },
  FRAME_TYPE_UNKNOWN: {
    status: 422,
    "zh-CN": "未知的表计类型 {found}",
    en: "The meter type {found} is not known",
  },
  FRAME_DATA_INVALID: {
    status: 422,
    "zh-CN": "第 {byte} 字节 {found} 不是有效数据,应为 {expected}",
    en: "Byte {byte}, {found}, is no valid data; expected {expected}",
  },
});

export const frameError = errorsOf(frameErrors);
