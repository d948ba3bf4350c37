import { defineErrors } from "#engines/kernel/errors.ts";

export const releaseErrors = defineErrors({
  RELEASE_MISSING: {
    status: 409,
    "zh-CN": "该企业尚未发布任何配置；请先装载配置包：npm run manifold -- tenant load tenants/<slug>",
    en: "this utility has no release yet; load its pack first: npm run manifold -- tenant load tenants/<slug>",
  },
  RELEASE_UNKNOWN: {
    status: 404,
    "zh-CN": "没有第 {number} 号版本",
    en: "there is no release {number}",
  },
  RELEASE_IN_FORCE: {
    status: 409,
    "zh-CN": "第 {number} 号版本已经生效",
    en: "release {number} is in force already",
  },
  TARIFF_IN_USE: {
    status: 409,
    "zh-CN":
      "不能回到第 {number} 号版本：已有 {bills} 张账单按现行价目出账（{tariffs}）。请改为发布一个新的版本。",
    en: "cannot go back to release {number}: {bills} bills are posted by the tariffs in force ({tariffs}). Publish a new release instead.",
  },
  ITEM_UNKNOWN: {
    status: 404,
    "zh-CN": "版本中没有 {item}；有 {known}",
    en: "the release has no {item}; it has {known}",
  },
  TENANT_UNKNOWN: {
    status: 404,
    "zh-CN": "没有企业“{slug}”；有 {known}",
    en: "there is no utility “{slug}”; there are {known}",
  },
  PARENT_UNKNOWN: {
    status: 409,
    "zh-CN": "上级“{parent}”尚未装载；请先装载它的配置包",
    en: "the upper tier “{parent}” is not loaded yet; load its pack first",
  },
  HOST_TAKEN: {
    status: 409,
    "zh-CN": "域名“{host}”已属于企业“{slug}”",
    en: "the host “{host}” belongs to “{slug}” already",
  },
  PARENT_CHANGED: {
    status: 409,
    "zh-CN": "“{slug}”的上级是“{was}”，不能改为“{is}”：已有的版本立在原上级之上",
    en: "the upper tier of “{slug}” is “{was}” and cannot become “{is}”: its releases stand on the former",
  },
  PACK_REFUSED: {
    status: 422,
    "zh-CN": "配置包有 {count} 处错误，未装载。第一处：{first}",
    en: "the pack has {count} faults and was not loaded. The first: {first}",
  },
  RELEASE_UNSIGNED: {
    status: 409,
    "zh-CN":
      "第 {number} 号版本没有签名，不予采用；如它确由本系统在启用签名之前发布，请运行 npm run manifold -- tenant sign",
    en: "release {number} is not signed and is not used; if this installation published it before releases were signed: npm run manifold -- tenant sign",
  },
  RELEASE_KEY_UNKNOWN: {
    status: 409,
    "zh-CN":
      "第 {number} 号版本由密钥 {key} 签名，本系统不认识它；请把对方 manifold tenant key 给出的公钥加入 MANIFOLD_TRUSTED_KEYS",
    en: "release {number} is signed by the key {key}, which is not known here; add the public key that manifold tenant key prints there to MANIFOLD_TRUSTED_KEYS",
  },
  RELEASE_FORGED: {
    status: 409,
    "zh-CN":
      "第 {number} 号版本与其签名不符：内容在发布之后被改动，不予采用。请回退到其他版本并检查数据库的访问记录。",
    en: "release {number} does not match its signature: it was changed after it was published and is not used. Roll back to another release and look into who wrote the database.",
  },
  RELEASE_REFUSED: {
    status: 422,
    "zh-CN": "有 {count} 处错误，未发布。第一处：{item} {firstZh}",
    en: "there are {count} errors and nothing was published. The first: {item} {first}",
  },
  RELEASE_OUTDATED: {
    status: 409,
    "zh-CN": "起草时生效的是第 {base} 号版本，现在是第 {current} 号；请以现行版本为基础更新后重新送审",
    en: "this was made on release {base}, but release {current} is in force now; bring it up to date and send it for review again",
  },
  APPROVAL_NEEDED: {
    status: 409,
    "zh-CN": "{items} 涉及收费或安全，发布前须由起草人以外的人批准这一内容",
    en: "{items} concern money or safety: somebody who did not work on them must approve this very content before it is published",
  },
  OWN_APPROVAL: {
    status: 403,
    "zh-CN": "您参与了起草，不能批准自己的改动；请另一位有发布权限的同事批准",
    en: "you worked on this and cannot approve it yourself; ask a colleague who may publish",
  },
  PROPOSAL_UNKNOWN: { status: 404, "zh-CN": "没有这份送审稿", en: "there is no such proposal" },
  PROPOSAL_CLOSED: {
    status: 409,
    "zh-CN": "这份送审稿已{stateZh}，不能再处理",
    en: "this proposal is {state} already",
  },
  PROPOSAL_EMPTY: {
    status: 409,
    "zh-CN": "与现行版本没有不同，无需送审",
    en: "it does not differ from what is in force: there is nothing to review",
  },
  ITEM_IN_USE: {
    status: 409,
    "zh-CN": "不能删除 {item}：{useZh}",
    en: "{item} cannot be removed: {use}",
    remedy: {
      "zh-CN": "先让这些数据改用其他项目，再删除它",
      en: "move these data to another item first, then remove it",
    },
  },
  FIELD_HELD: {
    status: 409,
    "zh-CN": "{item} 的字段“{field}”被删除，但有 {count} 条记录保存着它的值",
    en: "the field “{field}” of {item} is removed, but {count} records hold a value in it",
    remedy: {
      "zh-CN": "数据会保留，直到有人特意清除；恢复字段即可再次看到",
      en: "the data stay until they are erased on purpose; bring the field back and they show again",
    },
  },
  UPGRADE_GONE: {
    status: 409,
    "zh-CN": "上级的第 {number} 号版本已不是可升级的版本；请重新打开升级页面",
    en: "release {number} of the upper tier is no longer on offer; open the page of upgrades anew",
  },
  UPGRADE_UNSETTLED: {
    status: 409,
    "zh-CN": "还有 {count} 处冲突没有选择，第一处是 {first}",
    en: "{count} conflicts are not settled yet; the first is {first}",
  },
  BUNDLE_BROKEN: {
    status: 422,
    "zh-CN": "不是有效的版本包：{detail}",
    en: "not a valid bundle: {detail}",
  },
  BUNDLE_FORGED: {
    status: 422,
    "zh-CN": "版本包与其签名不符：内容在签名之后被改动，未采用",
    en: "the bundle does not match its signature: it was changed after it was signed and is not used",
  },
  BUNDLE_KEY_UNKNOWN: {
    status: 422,
    "zh-CN":
      "版本包由密钥 {key} 签名，本系统不认识它；请把对方 manifold tenant key 给出的公钥加入 MANIFOLD_TRUSTED_KEYS",
    en: "the bundle is signed by the key {key}, which is not known here; add the public key that manifold tenant key prints there to MANIFOLD_TRUSTED_KEYS",
  },
  BUNDLE_UPPER_MISSING: {
    status: 409,
    "zh-CN": "版本包立于上级的某个版本，而该单位的上级没有内容相同的版本；请先在上级发布它",
    en: "the bundle stands on a release of its upper tier that the upper tier of this utility does not have; publish that first",
  },
});
