import { countedBy, type FieldCounter, type ImpactCounter } from "./counter.ts";

const plural = (count: number, one: string, other: string): string => `${count} ${count === 1 ? one : other}`;

/**
 * Open cases by what the version of the service that each stands on names: a form, a calendar. Few versions are looked
 * into, however many cases there are. `paths` is one or two paths of SQL/JSON.
 */
const runningByMention = (...paths: readonly string[]): string => `
  WITH running AS (
    SELECT service_hash, count(*) AS cases FROM service_case WHERE tenant_id = $1 AND state IN ('open', 'held') GROUP BY service_hash),
  mentioned AS (
    SELECT DISTINCT r.service_hash, r.cases, m.value #>> '{}' AS key FROM running r
      JOIN blueprint_item b ON b.tenant_id = $1 AND b.hash = r.service_hash
      CROSS JOIN LATERAL (${paths.map((path) => `SELECT value FROM jsonb_path_query(b.content, '${path}') AS value`).join(" UNION ALL ")}) m)
  SELECT key, sum(cases)::int AS count FROM mentioned WHERE key = ANY ($2::text[]) GROUP BY key`;

/** What each kind of item touches. A further count is one row here. */
export const impactCounters: readonly ImpactCounter[] = [
  {
    kind: "tariff",
    keeps: true,
    count: countedBy(`SELECT tariff_key AS key, count(*)::int AS count FROM agreement
      WHERE tenant_id = $1 AND tariff_key = ANY ($2::text[]) AND (end_on IS NULL OR end_on > current_date) GROUP BY tariff_key`),
    words: (count) => ({
      "zh-CN": `${count} 份有效协议按此价目计费`,
      en: `${plural(count, "agreement in force is", "agreements in force are")} billed by this tariff`,
    }),
  },
  {
    kind: "tariff",
    keeps: false,
    count: countedBy(`SELECT tariff_key AS key, count(*)::int AS count FROM bill
      WHERE tenant_id = $1 AND tariff_key = ANY ($2::text[]) AND state = 'posted' GROUP BY tariff_key`),
    words: (count) => ({
      "zh-CN": `已按此价目出账 ${count} 张账单，它们保留出账时的版本`,
      en: `${plural(count, "bill is", "bills are")} posted by this tariff and ${count === 1 ? "keeps its" : "keep their"} release`,
    }),
  },
  {
    kind: "estimation",
    keeps: false,
    count: countedBy(`SELECT 'standard' AS key, count(*)::int AS count FROM channel
      WHERE tenant_id = $1 AND 'standard' = ANY ($2::text[]) HAVING count(*) > 0`),
    words: (count) => ({
      "zh-CN": `${count} 个数据通道按此规则校验与估算`,
      en: `${plural(count, "channel is", "channels are")} validated and estimated by these rules`,
    }),
  },
  {
    kind: "service",
    keeps: false,
    count: countedBy(`SELECT service_key AS key, count(*)::int AS count FROM service_case
      WHERE tenant_id = $1 AND service_key = ANY ($2::text[]) AND state IN ('open', 'held') GROUP BY service_key`),
    words: (count) => ({
      "zh-CN": `${count} 张在办工单属于此服务，它们按受理时的版本办理`,
      en: `${plural(count, "open work order is", "open work orders are")} of this service and ${count === 1 ? "keeps its" : "keep their"} release`,
    }),
  },
  {
    kind: "form",
    keeps: false,
    count: countedBy(runningByMention("$.form", "$.steps[*].form")),
    words: (count) => ({
      "zh-CN": `${count} 张在办工单使用此表单`,
      en: `${plural(count, "open work order uses", "open work orders use")} this form`,
    }),
  },
  {
    kind: "calendar",
    keeps: false,
    count: countedBy(runningByMention('$.calendar ? (@.type() == "string")')),
    words: (count) => ({
      "zh-CN": `${count} 张在办工单按此日历计时`,
      en: `${plural(count, "open work order counts", "open work orders count")} on this calendar`,
    }),
  },
  {
    kind: "message",
    keeps: false,
    count: countedBy(`SELECT template_key AS key, count(*)::int AS count FROM message
      WHERE tenant_id = $1 AND template_key = ANY ($2::text[]) AND created_at > now() - interval '30 days' GROUP BY template_key`),
    words: (count) => ({
      "zh-CN": `近 30 天按此模板发出 ${count} 条消息`,
      en: `${plural(count, "message was", "messages were")} written by this template in 30 days`,
    }),
  },
  {
    kind: "alarm",
    keeps: false,
    count: countedBy(`SELECT rule_key AS key, count(*)::int AS count FROM alarm
      WHERE tenant_id = $1 AND rule_key = ANY ($2::text[]) AND state <> 'normal' GROUP BY rule_key`),
    words: (count) => ({
      "zh-CN": `此规则有 ${count} 个未结束的告警`,
      en: `${plural(count, "alarm", "alarms")} of this rule ${count === 1 ? "stands" : "stand"}`,
    }),
  },
];

/** Where the values of a kind's fields are stored. A further store is one row here. */
export const fieldCounters: readonly FieldCounter[] = [
  {
    kind: "form",
    // By whichever version of a service named the form: what was asked at the opening, and what a step's task holds.
    count: async (sql, tenantId, key, fields) => {
      const { rows } = await sql.query<{ field: string; count: number }>(
        `WITH named AS (
           SELECT hash, content ->> 'form' = $2 AS opening,
             ARRAY (SELECT jsonb_path_query(content, '$.steps[*] ? (@.form == $form).key', jsonb_build_object('form', $2::text)) #>> '{}') AS steps
           FROM blueprint_item WHERE tenant_id = $1 AND kind = 'service'),
         held AS (
           SELECT c.request AS data FROM named n JOIN service_case c ON c.tenant_id = $1 AND c.service_hash = n.hash WHERE n.opening
           UNION ALL
           SELECT t.data FROM named n JOIN service_case c ON c.tenant_id = $1 AND c.service_hash = n.hash
             JOIN case_task t ON t.tenant_id = $1 AND t.case_id = c.id AND t.step_key = ANY (n.steps) WHERE cardinality(n.steps) > 0)
         SELECT f.field, count(*)::int AS count FROM held h, unnest($3::text[]) AS f (field) WHERE h.data ? f.field GROUP BY f.field`,
        [tenantId, key, fields],
      );
      return new Map(rows.map(({ field, count }) => [field, count]));
    },
  },
];
