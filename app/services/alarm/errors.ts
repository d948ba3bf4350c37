import { defineErrors, errorsOf } from "#engines/kernel/errors.ts";

/** What can go wrong when devices tell something and people act on alarms. */
export const alarmServiceErrors = defineErrors({
  EVENT_SOURCE_UNKNOWN: {
    status: 422,
    "zh-CN": "第 {line} 行：没有编号为“{source}”的用电（用气）点或表计，或该表当时没有安装",
    en: "Line {line}: there is no service point or meter {source}, or the meter was not installed then",
  },
  EVENT_AHEAD: {
    status: 422,
    "zh-CN": "第 {line} 行：时间 {time} 超前于现在，请校准设备时钟",
    en: "Line {line}: the time {time} lies ahead of now; set the clock of the device",
  },
  ALARM_ACT_UNFIT: {
    status: 409,
    "zh-CN": "告警当前状态不允许此操作，请刷新后再试",
    en: "The alarm is in another state by now; load the page again",
  },
  ALARM_ON_SITE_NEEDED: {
    status: 409,
    "zh-CN": "该告警必须由现场人员确认后才能复位",
    en: "This alarm can be reset only by somebody who is on site",
  },
  ALARM_STILL_STANDS: {
    status: 409,
    "zh-CN": "告警条件仍然存在，或尚未确认，不能复位",
    en: "The condition still stands, or nobody has acknowledged it: it cannot be reset",
  },
  COMMAND_NO_METER: {
    status: 409,
    "zh-CN": "该处没有安装可远程控制的表计",
    en: "No meter that can be told anything is installed here",
  },
  COMMAND_NOT_OFFERED: {
    status: 409,
    "zh-CN": "该告警规则没有配置此指令",
    en: "The rule of this alarm offers no such command",
  },
  COMMAND_PENDING: {
    status: 409,
    "zh-CN": "已有一条指令正在执行",
    en: "A command is under way already",
  },
  COMMAND_SECOND_PERSON: {
    status: 409,
    "zh-CN": "指令必须由另一位人员批准",
    en: "Another person must approve the command",
  },
  COMMAND_EXPIRED: {
    status: 409,
    "zh-CN": "指令已过期或已处理，请重新发起",
    en: "The command has expired or was dealt with; ask for it anew",
  },
});

export const alarmServiceError = errorsOf(alarmServiceErrors);
