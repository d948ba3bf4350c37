/**
 * What schemas say of a wrong value, in Chinese. Zod knows its own sentences in many languages, not those that a schema
 * gives itself; a test holds this list against the sources. `{}` stands for what a sentence fills in.
 */
export const FAULTS_IN_CHINESE: Readonly<Record<string, string>> = {
  "a group cannot be repeated; repeat single characters or classes": "分组不能重复；请重复单个字符或字符类",
  "a list names the fields of its rows; nothing else has fields": "只有列表类变量要写明各行的字段",
  "a list or record cannot be the name of a field": "列表或记录不能作为字段名",
  "a message of safety or security needs nobody's consent": "安全类消息无需征得同意",
  "a metric has this name already": "已有同名的量",
  "a period needs its schedule": "时段要指明所属的时段表",
  "a step that waits says for what, and no other does": "等待环节要写明等待什么，其他环节不写",
  "expected 12 rows, January first": "应为 12 行，从一月开始",
  "expected 24, 48 or 96 signs, found {}": "应为 24、48 或 96 个符号，现有 {} 个",
  "expected a colour such as #1f6f8b, in lower case": "应为小写的颜色，例如 #1f6f8b",
  "expected a date": "应为日期",
  "expected a date such as 2026-01-01": "应为日期，例如 2026-01-01",
  "expected a decimal above zero": "应为大于零的小数",
  'expected a decimal in quotes, such as "0.5583"': '应为带引号的小数，例如 "0.5583"',
  'expected a date in quotes, such as "2026-01-01"': '应为带引号的日期，例如 "2026-01-01"',
  'expected month and day in quotes, such as "07-01"': '应为带引号的月日，例如 "07-01"',
  'expected { "from": date, "value": "320" }': '应为 { "from": 日期, "value": "320" }',
  'expected a span such as "08:00-21:00"': '应为时段，例如 "08:00-21:00"',
  'expected a time in quotes, such as "22:00"': '应为带引号的时刻，例如 "22:00"',
  'expected a time in quotes, such as "08:30"': '应为带引号的时刻，例如 "08:30"',
  'a step cannot be called "end"': "步骤不能叫“end”",
  'expected a decimal such as "0.5583"': '应为小数，例如 "0.5583"',
  "expected a host name in lower case, such as power.example.cn": "应为小写的域名，例如 power.example.cn",
  "expected a host name such as smtp.example.cn": "应为主机名，例如 smtp.example.cn",
  "expected a month such as 2025-07": "应为月份，例如 2025-07",
  "expected a name such as contactPhone: letters and digits, small first":
    "应为名称，例如 contactPhone：字母和数字，小写字母开头",
  "expected a name such as customerName: letters and digits, small first":
    "应为名称，例如 customerName：字母和数字，小写字母开头",
  "expected a name such as faultKind: letters and digits, small first":
    "应为名称，例如 faultKind：字母和数字，小写字母开头",
  "expected a name such as flowMax: letters and digits, small first":
    "应为名称，例如 flowMax：字母和数字，小写字母开头",
  "expected a noun of the policies, such as case or bill": "应为权限策略中的对象，例如 case 或 bill",
  "expected a number of the dataset {}: {}": "应为数据集 {} 中的数值列：{}",
  "expected a place inside the utility such as workspace/cases, an https address or a telephone number":
    "应为本单位内的页面（例如 workspace/cases）、https 地址或电话号码",
  "expected a pointer such as /charges/energy/price": "应为路径，例如 /charges/energy/price",
  "expected a section: this form has several pages": "应指明分区：此表单有多页",
  "expected a share of at most 0.5": "应为不超过 0.5 的比例",
  "expected a step: this form has several pages": "应指明步骤：此表单有多页",
  "expected a time of at most PT12H, such as PT2H": "应为不超过 PT12H 的时长，例如 PT2H",
  "expected a time such as 08:30": "应为时刻，例如 08:30",
  "expected a time such as 22:00": "应为时刻，例如 22:00",
  "expected a time such as PT1M, PT2H or P1D": "应为时长，例如 PT1M、PT2H 或 P1D",
  "expected a time such as PT45M, PT24H or P2D": "应为时长，例如 PT45M、PT24H 或 P2D",
  "expected a version such as 1.4.0": "应为版本号，例如 1.4.0",
  "expected an IANA time zone such as Asia/Shanghai": "应为 IANA 时区，例如 Asia/Shanghai",
  "expected an ISO 4217 code such as CNY": "应为 ISO 4217 货币代码，例如 CNY",
  "expected an ISO 4217 currency code such as CNY": "应为 ISO 4217 货币代码，例如 CNY",
  "expected an action of the noun's policy, such as read": "应为该对象权限策略中的操作，例如 read",
  "expected another name: expressions use this one for something else": "请换一个名称：表达式中此名另有含义",
  "expected at least one channel": "至少要有一个渠道",
  "expected at least one metric": "至少要有一个量",
  "expected either levels or an absence; a rule on absence stands on its own":
    "等级与缺失只能选一项；缺失类规则单独成项",
  "expected either options or the key of a code list": "选项与代码表只能选一项",
  "expected either price or tiers": "单价与阶梯只能选一项",
  "expected either rules or matrix": "规则与矩阵只能选一项",
  "expected either steps or stepsByPeriod": "steps 与 stepsByPeriod 只能选一项",
  "expected event, atMost or both": "应填写 event、atMost 或两者",
  "expected exactly one of clock, workingTime and workingDays": "clock、workingTime、workingDays 只能填一项",
  "expected lower-case letters, digits and hyphens, such as linzhou-gas":
    "应为小写字母、数字和连字符，例如 linzhou-gas",
  "expected lower-case words joined by - or ., such as peak-critical":
    "应为用 - 或 . 连接的小写单词，例如 peak-critical",
  "expected month-day such as 07-01": "应为月-日，例如 07-01",
  "expected one of {}": "应为以下之一：{}",
  "expected one price: the steps are already by period": "应为一个单价：阶梯已按时段划分",
  "expected set or remove: an override changes something": "应有 set 或 remove：覆盖项必须有改动",
  "expected the hash of the bundle": "应为插件包的哈希",
  "expected the id of a plugin such as green-points": "应为插件标识，例如 green-points",
  "expected the name of a GeoJSON file, such as map.geojson": "应为 GeoJSON 文件名，例如 map.geojson",
  "expected the name of a column of the dataset": "应为数据集的列名",
  "expected the name of a number of the agreement, such as contractDemand":
    "应为合同中的数值名称，例如 contractDemand",
  "expected the name of an SVG file, such as logo.svg": "应为 SVG 文件名，例如 logo.svg",
  "expected upTo: only the last step is open": "应填写 upTo：只有最后一档不设上限",
  "expected who does this step": "应写明由谁办理此环节",
  "must be above the limit of the step before ({})": "应高于上一档的上限（{}）",
  "must be after the day from which the bill runs": "应晚于账单的起始日",
  "must be after the day from which the rule holds": "应晚于规则的起始日",
  "must not be below zero": "不能小于零",
  "this word is taken; choose another name": "这个词已被占用，请换一个名称",
  "two values begin on the same day": "同一天有两个值开始生效",
  'expected a share between 0 and 1, such as "0.025" for 2.5 %':
    '应为 0 到 1 之间的比例，例如 "0.025" 表示 2.5%',
  'expected a decimal in quotes, such as "320"': '应为带引号的小数，例如 "320"',
  "must be later than {}": "应晚于 {}",
  "must be more severe than the level before ({})": "应比上一等级（{}）更严重",
  "must lie on the worse side of good": "应比“良好”值更差",
  "must not be above 200 where there is a pattern": "有格式要求时不得超过 200",
  "must not be above max": "不得大于最大值",
  "must not be above maxLength": "不得大于最大长度",
  "must not be after max": "不得晚于最晚日期",
  "needs latch: an alarm that goes by itself is never confirmed": "需要锁存：自行消失的告警无法得到确认",
  "no code {}": "没有代码 {}",
  "no earlier charge has the code “{}”": "前面没有代码为“{}”的收费项",
  "no metric of the name {}": "没有名为 {} 的量",
  "no section of the id {}; there is {}": "没有标识为 {} 的分区；现有 {}",
  "no step of the id {}; there is {}": "没有标识为 {} 的步骤；现有 {}",
  "not a regular expression": "不是正则表达式",
  "only a minimum can carry credit to later bills": "只有最低收费可以结转到以后的账单",
  "only safety and security may disturb the night": "只有安全类消息可以在夜间打扰",
  "the dates must rise from entry to entry": "日期应逐条递增",
  "the days must rise": "日期应递增",
  "the id {} is taken by another field": "标识 {} 已被其他字段使用",
  "the id {} is there twice": "标识 {} 出现了两次",
  "the last step must have no upTo, or use above it would have no price":
    "最后一档不能设上限，否则超出部分没有单价",
  "the same code is there twice": "同一代码出现了两次",
  "the schedule has no period “{}”": "时段表没有时段“{}”",
  "{} is listed twice": "{} 出现了两次",
  "{} would be part of itself": "{} 会成为自身的一部分",
  "the whole text must fit: leave ^ and $ away": "按整段文字匹配：不要写 ^ 和 $",
};

const PATTERNS = Object.entries(FAULTS_IN_CHINESE)
  .filter(([english]) => english.includes("{}"))
  .map(([english, chinese]) => {
    const parts = english.split("{}").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return [new RegExp(`^${parts.join("(.+?)")}$`, "s"), chinese] as const;
  });

/** A schema's own sentence in Chinese; one that is not listed stays as it is. */
export function faultInChinese(english: string): string {
  if (Object.hasOwn(FAULTS_IN_CHINESE, english)) return FAULTS_IN_CHINESE[english] as string;
  for (const [pattern, chinese] of PATTERNS) {
    const filled = pattern.exec(english);
    if (filled === null) continue;
    let at = 0;
    return chinese.replaceAll("{}", () => filled[++at] ?? "");
  }
  return english;
}
