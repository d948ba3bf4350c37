import type { FormValue } from "#engines/forms/index.ts";
import { type Form, formSchema } from "#schema/blueprint/form/schema.ts";

const words = (chinese: string, english: string) => ({ "zh-CN": chinese, en: english });
const option = (code: string, chinese: string, english: string) => ({ code, label: words(chinese, english) });

/** A form with every type of field, for the style page. */
export const SAMPLE_FORM: Form = formSchema.parse({
  label: words("入户安检", "Safety inspection"),
  steps: [
    { id: "look", label: words("检查", "Inspection") },
    { id: "result", label: words("结果", "Result") },
  ],
  sections: [
    { id: "site", step: "look", label: words("现场", "On site"), columns: 2 },
    { id: "danger", step: "look", label: words("隐患", "Hazards"), columns: 2 },
    { id: "parts", step: "result", label: words("更换配件", "Parts") },
    { id: "proof", step: "result", label: words("凭证", "Evidence"), columns: 2 },
  ],
  fields: [
    {
      id: "phone",
      section: "site",
      type: "text",
      label: words("联系电话", "Phone"),
      help: words("手机号码，11 位", "A mobile number of 11 digits"),
      keyboard: "tel",
      required: true,
      pattern: { regex: "1\\d{10}", hint: words("11 位数字，以 1 开头", "11 digits, beginning with 1") },
    },
    {
      id: "customerName",
      section: "site",
      type: "text",
      label: words("户主", "Customer"),
      unmaskedTo: ["service-agent"],
    },
    { id: "visit", section: "site", type: "dateTime", label: words("到场时间", "Arrival") },
    { id: "next", section: "site", type: "date", label: words("下次安检", "Next inspection"), min: "today" },
    {
      id: "between",
      section: "site",
      type: "time",
      label: words("预约时间", "Time"),
      min: "08:00",
      max: "18:00",
    },
    { id: "meter", section: "site", type: "meter", label: words("燃气表", "Meter") },
    { id: "tag", section: "site", type: "barcode", label: words("表具条码", "Meter barcode") },
    { id: "place", section: "site", type: "address", label: words("地址", "Address") },
    {
      id: "pressure",
      section: "danger",
      type: "number",
      label: words("灶前压力", "Pressure at the appliance"),
      unit: "kPa",
      decimals: 2,
      min: "0",
      max: "5",
    },
    { id: "leak", section: "danger", type: "yesNo", label: words("有泄漏", "Leak found"), required: true },
    {
      id: "stop",
      section: "danger",
      type: "note",
      label: words("立即处理", "Act at once"),
      text: words(
        "关阀、通风、疏散，并通知抢修。",
        "Shut the valve, ventilate, evacuate, and call the emergency crew.",
      ),
      tone: "danger",
      showWhen: "leak",
    },
    {
      id: "grade",
      section: "danger",
      type: "choice",
      label: words("隐患等级", "Hazard grade"),
      look: "radio",
      options: [option("1", "一般", "Minor"), option("2", "较大", "Serious"), option("3", "重大", "Major")],
      requiredWhen: "leak",
    },
    {
      id: "found",
      section: "danger",
      type: "multiChoice",
      label: words("隐患", "Hazards"),
      options: [
        option("hose", "软管老化", "Old hose"),
        option("vent", "通风不良", "Poor ventilation"),
        option("stove", "灶具无熄火保护", "Stove without flame guard"),
      ],
      wide: true,
    },
    {
      id: "partList",
      section: "parts",
      type: "group",
      label: words("配件", "Parts"),
      rowLabel: words("配件", "Part"),
      max: 5,
      fields: [
        { id: "partName", type: "text", label: words("名称", "Name"), required: true },
        {
          id: "count",
          type: "number",
          label: words("数量", "Count"),
          required: true,
          min: "1",
          default: "1",
        },
        { id: "price", type: "money", label: words("单价", "Price"), required: true },
      ],
    },
    {
      id: "total",
      section: "parts",
      type: "computed",
      result: "money",
      label: words("合计", "Total"),
      value: "sum(partList.map(p, p.count * p.price))",
    },
    { id: "photos", section: "proof", type: "photo", label: words("现场照片", "Photos"), max: 3, wide: true },
    { id: "report", section: "proof", type: "file", label: words("检测报告", "Report"), max: 2, wide: true },
    { id: "remark", section: "proof", type: "longText", label: words("备注", "Remark"), wide: true },
    {
      id: "signature",
      section: "proof",
      type: "signature",
      label: words("客户签名", "Customer's signature"),
      wide: true,
    },
  ],
});

export const SAMPLE_VALUE: FormValue = {
  phone: "13800000101",
  customerName: { masked: "王**" },
  visit: "2026-04-01T09:30:00+08:00",
  meter: { id: "0190a000-0000-7000-8000-000000000001", name: "JG4-0021 4479" },
  place: { text: "滨江路 12 号 3 单元 502", point: [118.32145, 32.2988] },
  pressure: "2.05",
  leak: true,
  found: ["hose", "vent"],
  partList: [
    { partName: "不锈钢波纹管", count: "2", price: "38.50" },
    { partName: "自闭阀", count: "1", price: "65.00" },
  ],
  remark: "软管已更换。\n一周后回访。",
  signature: { name: "王建国", at: "2026-04-01T10:05:00+08:00" },
};
