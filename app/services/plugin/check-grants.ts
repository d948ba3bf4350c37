import type { Scope } from "#app/platform/tenancy.ts";
import { ManifoldError } from "#engines/kernel/errors.ts";
import { configurationSchema } from "#plugins/sdk/manifest.ts";
import { effectiveGrants } from "#sandbox/capabilities/grants.ts";
import { CAPABILITY_TABLE } from "#sandbox/capabilities/index.ts";
import { grantSchema } from "#schema/blueprint/grant/schema.ts";
import { type EffectiveItem, itemName } from "#schema/blueprint/item.ts";
import { type Problem, problemOfError } from "#schema/blueprint/problem.ts";
import { bundleOf } from "./registry.ts";

/**
 * What is wrong with the grants of a blueprint beyond their schema: a version that is not published, a configuration that
 * the plugin's own form refuses, an approval of what the plugin never asked for.
 */
export async function problemsOfGrants(
  scope: Scope,
  items: readonly EffectiveItem[],
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const item of items.filter(({ kind }) => kind === "grant")) {
    const grant = grantSchema.safeParse(item.content);
    if (!grant.success) continue; // told by the schema
    try {
      const { manifest } = await bundleOf(scope, grant.data);
      const config = configurationSchema(manifest).safeParse(grant.data.configuration);
      for (const issue of config.error?.issues ?? [])
        problems.push({
          item: itemName(item),
          path: `/configuration/${issue.path.map(String).join("/")}`,
          code: "GRANT_CONFIGURATION",
          message: {
            "zh-CN": `插件的配置不正确：${issue.message}`,
            en: `the plugin's configuration is wrong: ${issue.message}`,
          },
          remedy: {
            "zh-CN": "在“插件”页面按插件的表单填写",
            en: "fill in the plugin's own form on the page Plugins",
          },
          severity: "error",
        });
      const asked = new Set(manifest.capabilities.map(({ capability }) => capability));
      grant.data.capabilities.forEach(({ capability }, at) => {
        if (asked.has(capability)) return;
        problems.push({
          item: itemName(item),
          path: `/capabilities/${at}`,
          code: "GRANT_UNASKED",
          message: {
            "zh-CN": `插件没有申请“${capability}”`,
            en: `the plugin never asked for “${capability}”`,
          },
          remedy: { "zh-CN": "去掉这一项", en: "take it out" },
          severity: "warning",
        });
      });
      effectiveGrants(CAPABILITY_TABLE, manifest, grant.data.capabilities, false);
    } catch (error) {
      if (!(error instanceof ManifoldError)) throw error;
      problems.push(problemOfError(error, item));
    }
  }
  return problems;
}
