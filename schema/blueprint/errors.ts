import { defineErrors } from "#engines/kernel/errors.ts";

/** What can be wrong with a pack or with what it inherits. Every fault names its file, its line and the path in it. */
export const blueprintErrors = defineErrors({
  PACK_YAML_BROKEN: {
    status: 422,
    "zh-CN": "不是有效的 YAML：{fault}",
    en: "not valid YAML: {fault}",
  },
  PACK_FILE_TOO_LARGE: {
    status: 422,
    "zh-CN": "文件有 {size} 字节，最多允许 {limit} 字节；请拆分成多个项目",
    en: "the file has {size} bytes, at most {limit} are allowed; split it into several items",
  },
  PACK_FILE_UNKNOWN: {
    status: 422,
    "zh-CN":
      "“{file}”不属于配置包；应为 tenant.yaml、一个 .svg 标志、一个 .geojson 地图或 <类别>/<键>.yaml，类别为 {kinds}",
    en: "“{file}” does not belong in a pack; expected tenant.yaml, an .svg logo, a .geojson map or <kind>/<key>.yaml, where kind is {kinds}",
  },
  PACK_KEY_MALFORMED: {
    status: 422,
    "zh-CN": "“{key}”不能作为键；请用小写字母和数字，以 - 或 . 连接，例如 residential-yearly",
    en: "“{key}” cannot be a key; use lower-case letters and digits joined by - or ., such as residential-yearly",
  },
  PACK_TENANT_MISSING: {
    status: 422,
    "zh-CN": "缺少 tenant.yaml：配置包必须说明它属于哪家企业",
    en: "tenant.yaml is missing: a pack says which utility it is of",
  },
  PACK_LOGO_MISSING: {
    status: 422,
    "zh-CN": "tenant.yaml 提到的标志“{logo}”不存在；请放入该文件或删去 brand.logo",
    en: "the logo “{logo}” that tenant.yaml mentions is not there; add the file or take brand.logo away",
  },
  PACK_LOGO_UNSAFE: {
    status: 422,
    "zh-CN": "标志“{logo}”不能含有 {found}；请导出为只有图形的 SVG",
    en: "the logo “{logo}” must not hold {found}; export it as an SVG of shapes only",
  },
  ITEM_INVALID: {
    status: 422,
    "zh-CN": "{path}：{faultZh}",
    en: "{path}: {fault}",
    remedy: {
      "zh-CN": "按该类别的说明改正此处的值",
      en: "give the value there that the kind's page describes",
    },
  },
  REFERENCE_MISSING: {
    status: 422,
    "zh-CN": "{path} 提到 {target}，但蓝图中没有它；请添加该项目或改正引用",
    en: "{path} mentions {target}, which is not in the blueprint; add the item or mend the reference",
    remedy: { "zh-CN": "添加 {target}，或改正此处的引用", en: "add {target}, or mend the mention there" },
  },
  ITEM_INHERITED_ALREADY: {
    status: 422,
    "zh-CN": "{item} 已由上级提供；要改动其字段请用 override，要另立一项请换一个键",
    en: "{item} comes from the upper tier already; change its fields with an override, or choose another key",
    remedy: {
      "zh-CN": "删去本级的 {item}，改为覆盖其字段；或换一个键",
      en: "take the own {item} away and override its fields, or choose another key",
    },
  },
  OVERRIDE_TARGET_MISSING: {
    status: 422,
    "zh-CN": "要覆盖的 {item} 不在上级的版本中；上级有 {known}",
    en: "{item}, which is to be overridden, is not in the upper tier's release; it has {known}",
    remedy: {
      "zh-CN": "删去这项改动，或改为上级现有的项目",
      en: "take the override away, or choose an item that the upper tier has",
    },
  },
  OVERRIDE_TWICE: {
    status: 422,
    "zh-CN": "{item} 被两个 override 覆盖（{first} 和 {second}）；请合并为一个",
    en: "{item} is overridden twice (by {first} and {second}); merge them into one",
    remedy: { "zh-CN": "把两项改动合并为一项", en: "merge the two overrides into one" },
  },
  OVERRIDE_PATH_MISSING: {
    status: 422,
    "zh-CN": "{item} 中没有路径 {path}；“{at}”处可用的有 {known}",
    en: "{item} has no path {path}; at “{at}” there is {known}",
    remedy: { "zh-CN": "改用现有的字段：{known}", en: "choose a field that is there: {known}" },
  },
  FIELD_LOCKED: {
    status: 422,
    "zh-CN": "{item} 的 {path} 已被上级锁定（{lock}：{reasonZh}），不能在本级改动",
    en: "{path} of {item} is locked by the upper tier ({lock}: {reason}) and cannot be changed here",
    remedy: {
      "zh-CN": "放弃对 {path} 的改动；如确需不同，请上级放开该字段",
      en: "give up the change of {path}; where it must differ, ask the upper tier to unlock the field",
    },
  },
  KIND_UNKNOWN: {
    status: 422,
    "zh-CN": "没有“{kind}”这一类别；有 {known}",
    en: "there is no kind “{kind}”; there are {known}",
    remedy: {
      "zh-CN": "删去该项目，或改用已有的类别",
      en: "take the item away, or use a kind that there is",
    },
  },
  ITEM_TWICE: {
    status: 422,
    "zh-CN": "{item} 出现了两次",
    en: "{item} is there twice",
    remedy: { "zh-CN": "删去一个，或给其中一个换一个键", en: "take one away, or give it another key" },
  },
  FIELD_TYPE_CHANGED: {
    status: 422,
    "zh-CN": "{item} 的字段“{field}”由 {was} 改成了 {is}；已有记录按 {was} 保存（版本 {release}）",
    en: "the field “{field}” of {item} became {is}, but records hold it as {was} (release {release})",
    remedy: {
      "zh-CN": "保留原类型；需要新类型时另建字段，使用新的标识",
      en: "keep the type; for another type add a field with an id of its own",
    },
  },
  FIELD_MISSING: {
    status: 422,
    "zh-CN": "{path} 提到 {target} 的字段“{field}”，但该项目没有这个字段；有 {known}",
    en: "{path} mentions the field “{field}” of {target}, which it does not have; it has {known}",
    remedy: {
      "zh-CN": "恢复该字段，或改正此处的引用",
      en: "bring the field back, or mend the mention there",
    },
  },
});
