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
});
