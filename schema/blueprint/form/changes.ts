import type { Words } from "#engines/kernel/errors.ts";
import { sentence } from "../words.ts";
import type { FormField } from "./field.ts";
import { everyField, type Form } from "./schema.ts";

/** A field whose id means another type than before: data that were written once could not be read any more. */
export interface TypeChange {
  readonly id: string;
  readonly path: string;
  readonly was: string;
  readonly is: string;
  readonly message: Words;
  readonly remedy: Words;
}

/** Fields that kept their id and changed their type. Publishing refuses them, whatever lies between the two releases. */
export function typeChanges(before: Form, after: Form): TypeChange[] {
  const old = new Map(everyField(before.fields).map(([, field]) => [field.id, field]));
  return everyField(after.fields).flatMap(([path, field]) => {
    const was = old.get(field.id);
    if (was === undefined || storedAs(was) === storedAs(field)) return [];
    return [
      {
        id: field.id,
        path: `/${path.join("/")}/type`,
        was: storedAs(was),
        is: storedAs(field),
        message: sentence(
          "字段“{0}”的类型由 {1} 变成了 {2}",
          "The field “{0}” changed its type from {1} to {2}",
          [field.label, storedAs(was), storedAs(field)],
        ),
        remedy: {
          "zh-CN": "请保留原类型，或换一个新的字段编号",
          en: "keep its type, or give the field a new id",
        },
      },
    ];
  });
}

/** The type in which data are stored: for a computed field that of its result. */
export function storedAs(field: FormField): string {
  return field.type === "computed" ? `computed ${field.result}` : field.type;
}

/** The change of a form, one sentence each, in the words of its own labels. */
export function wordsOfForm(before: Form, after: Form): Words[] {
  const said: Words[] = [];
  if (differ(before.label, after.label))
    said.push(sentence("表单改名为“{0}”", "Renamed the form to “{0}”", [after.label]));
  if (differ(before.description, after.description))
    said.push(sentence("修改了表单说明", "Changed the form's description", []));
  said.push(...wordsOfParts("步骤", "step", before.steps, after.steps));
  said.push(...wordsOfParts("分区", "section", before.sections, after.sections));
  const old = new Map(everyField(before.fields).map(([, field]) => [field.id, field]));
  const now = new Map(everyField(after.fields).map(([, field]) => [field.id, field]));
  for (const [id, field] of now) {
    const was = old.get(id);
    if (was === undefined) said.push(sentence("新增字段“{0}”", "Added the field “{0}”", [field.label]));
    else said.push(...wordsOfField(was, field));
  }
  for (const [id, field] of old) {
    if (!now.has(id)) said.push(sentence("删除字段“{0}”", "Removed the field “{0}”", [field.label]));
  }
  const order = (form: Form, other: Map<string, FormField>) =>
    everyField(form.fields)
      .map(([, { id }]) => id)
      .filter((id) => other.has(id))
      .join(" ");
  if (order(before, now) !== order(after, old))
    said.push(sentence("调整了字段顺序", "Changed the order of fields", []));
  return said;
}

const PROPERTIES: Readonly<Record<string, Words>> = {
  help: { "zh-CN": "填写说明", en: "help" },
  section: { "zh-CN": "所在分区", en: "section" },
  showWhen: { "zh-CN": "显示条件", en: "condition to be shown" },
  requiredWhen: { "zh-CN": "必填条件", en: "condition to be required" },
  readOnlyWhen: { "zh-CN": "只读条件", en: "condition to be read-only" },
  default: { "zh-CN": "默认值", en: "default" },
  defaultFrom: { "zh-CN": "默认值算式", en: "formula of the default" },
  visibleTo: { "zh-CN": "可见角色", en: "roles that see it" },
  editableBy: { "zh-CN": "可编辑角色", en: "roles that may change it" },
  unmaskedTo: { "zh-CN": "可见原值的角色", en: "roles that see it unmasked" },
  min: { "zh-CN": "下限", en: "minimum" },
  max: { "zh-CN": "上限", en: "maximum" },
  minLength: { "zh-CN": "最短长度", en: "minimum length" },
  maxLength: { "zh-CN": "最大长度", en: "maximum length" },
  pattern: { "zh-CN": "格式", en: "pattern" },
  unit: { "zh-CN": "单位", en: "unit" },
  decimals: { "zh-CN": "小数位数", en: "decimal places" },
  value: { "zh-CN": "算式", en: "formula" },
  options: { "zh-CN": "选项", en: "options" },
  codelist: { "zh-CN": "代码表", en: "code list" },
  text: { "zh-CN": "说明文字", en: "text" },
};

/** Changes that are one switch, said as what holds now. */
const SWITCHES: Readonly<Record<string, { on: [string, string]; off: [string, string] }>> = {
  required: {
    on: ["字段“{0}”改为必填", "The field “{0}” is now required"],
    off: ["字段“{0}”不再必填", "The field “{0}” is no longer required"],
  },
  readOnly: {
    on: ["字段“{0}”改为只读", "The field “{0}” is now read-only"],
    off: ["字段“{0}”可以编辑了", "The field “{0}” can now be changed"],
  },
  searchable: {
    on: ["字段“{0}”可以检索了", "The field “{0}” is now searchable"],
    off: ["字段“{0}”不再可检索", "The field “{0}” is no longer searchable"],
  },
};

/** `undefined` and nothing are alike; members of a group speak for themselves. */
function wordsOfField(before: FormField, after: FormField): Words[] {
  const [was, is] = [before, after] as unknown as Record<string, unknown>[];
  const said: Words[] = [];
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (name === "id" || name === "fields" || !differ(was?.[name], is?.[name])) continue;
    const turn = SWITCHES[name];
    if (name === "label")
      said.push(
        sentence("字段“{0}”改名为“{1}”", "Renamed the field “{0}” to “{1}”", [before.label, after.label]),
      );
    else if (name === "type")
      said.push(
        sentence("字段“{0}”的类型由 {1} 改为 {2}", "Changed the type of the field “{0}” from {1} to {2}", [
          after.label,
          before.type,
          after.type,
        ]),
      );
    else if (turn) said.push(sentence(...(is?.[name] ? turn.on : turn.off), [after.label]));
    else {
      const property = PROPERTIES[name] ?? { "zh-CN": name, en: name };
      said.push(
        sentence("字段“{0}”的{1}：{2} → {3}", "The {1} of the field “{0}”: {2} → {3}", [
          after.label,
          property,
          show(was?.[name]),
          show(is?.[name]),
        ]),
      );
    }
  }
  return said;
}

function wordsOfParts(
  chinese: string,
  english: string,
  before: Form["sections"] | Form["steps"],
  after: Form["sections"] | Form["steps"],
): Words[] {
  const name = (part: (typeof before)[number]): Words => part.label ?? { "zh-CN": part.id, en: part.id };
  const said: Words[] = [];
  for (const part of after) {
    const was = before.find(({ id }) => id === part.id);
    if (was === undefined)
      said.push(sentence(`新增${chinese}“{0}”`, `Added the ${english} “{0}”`, [name(part)]));
    else if (differ(was, part))
      said.push(sentence(`修改了${chinese}“{0}”`, `Changed the ${english} “{0}”`, [name(part)]));
  }
  for (const part of before) {
    if (!after.some(({ id }) => id === part.id))
      said.push(sentence(`删除${chinese}“{0}”`, `Removed the ${english} “{0}”`, [name(part)]));
  }
  return said;
}

function differ(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}

const NONE: Words = { "zh-CN": "无", en: "none" };

function show(value: unknown): string | Words {
  if (value === undefined) return NONE;
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (isWords(value)) return value;
  if (Array.isArray(value)) {
    const parts = value.map((member: unknown) =>
      typeof member === "object" && member !== null && "label" in member && isWords(member.label)
        ? member.label
        : { "zh-CN": String(member), en: String(member) },
    );
    return {
      "zh-CN": parts.map((part) => part["zh-CN"]).join("、"),
      en: parts.map((part) => part.en).join(", "),
    };
  }
  return JSON.stringify(value);
}

function isWords(value: unknown): value is Words {
  return typeof value === "object" && value !== null && "zh-CN" in value && "en" in value;
}
