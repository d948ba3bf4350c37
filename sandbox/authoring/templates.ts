import type { ExtensionPointName } from "#plugins/sdk/extension-points.ts";

/** The hook that a new plugin starts with, at each extension point: it runs as it is, on the sample beside it. */
export const TEMPLATES: { readonly [Name in ExtensionPointName]: string } = {
  "meter.decode": `each(({ frame }) =>
      frame.startsWith("68")
        ? { ok: true, meter: frame.slice(2, 14), reads: [] }
        : { ok: false, byte: 0, expected: "68, the start of a frame" },
    )`,
  "reads.validate": `each(({ values }) => {
      const present = values.filter((value) => value !== null).toSorted((a, b) => a - b);
      const median = present[Math.floor(present.length / 2)] ?? 0;
      return {
        findings: values.flatMap((value, at) =>
          value !== null && value > median * 10 ? [{ at, code: "spike", severity: "suspect" as const }] : [],
        ),
      };
    })`,
  "reads.estimate": `each(({ values }) => ({
      estimates: values.flatMap((value, at) => {
        const before = values.slice(0, at).findLast((one) => one !== null);
        return value === null && before !== null && before !== undefined ? [{ at, value: before, method: "lastKnown" }] : [];
      }),
    }))`,
  "tariff.charge": `each(({ lines }) => {
      const base = decimal.sum(...lines.map((line) => line.amount));
      return { lines: [{ code: "charge", quantity: base, price: "0.01", amount: decimal.round(decimal.times(base, "0.01"), 2) }] };
    })`,
  "bill.check": `each(({ total, history }) => {
      const [last] = history;
      if (last === undefined || decimal.compare(total, decimal.times(last.total, "3")) <= 0) return { findings: [] };
      return {
        findings: [
          { code: "tripled", severity: "hold" as const, words: { "zh-CN": "金额是上期的三倍以上", en: "more than three times the bill before" } },
        ],
      };
    })`,
  "alarm.condition": `each(({ window, parameters }) => {
      const latest = window.at(-1)?.value ?? 0;
      return { holds: latest > Number(parameters["limit"]), level: latest };
    })`,
  "form.validate": `({ record }) => ({
      problems: /^1\\d{10}$/.test(String(record["phone"]))
        ? []
        : [{ field: "phone", words: { "zh-CN": "请填写 11 位手机号", en: "a mobile number of 11 digits" } }],
    })`,
  "form.lookup": `({ text }) => ({
      choices: ["东湖小区", "东关街", "西苑"].filter((name) => name.startsWith(text)).map((name) => ({ value: name, label: name })),
    })`,
  "service.action": `({ case: { record } }) => ({ outcome: "done", set: { note: \`\${record["reason"]}\` } })`,
  "service.assign": `each(({ skills, candidates }) => ({
      ranking: candidates
        .filter((candidate) => skills.every((skill) => candidate.skills.includes(skill)))
        .map(({ id, openCases }) => ({ id, score: -openCases }))
        .toSorted((a, b) => b.score - a.score),
    }))`,
  "message.channel": `each(({ id }) => ({ status: "failed", reason: \`no channel is connected for \${id}\` }))`,
  "kpi.measure": `each(({ rows }) => {
      const total = (name: string) => decimal.sum(...rows.map((row) => String(row[name] ?? 0)));
      return { value: null, numerator: total("inTime"), denominator: total("all") };
    })`,
  "forecast.load": `({ history, horizon }) => {
      const known = history.filter((value) => value !== null);
      const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
      return { mean: Array.from({ length: horizon }, () => mean) };
    }`,
  "import.map": `each(({ row }) =>
      typeof row["户号"] === "string"
        ? { ok: true, form: "account", record: { number: row["户号"] } }
        : { ok: false, field: "户号", expected: "the account number" },
    )`,
  "portal.view": `({ subject }) => ({
      title: { "zh-CN": "我的积分", en: "My points" },
      children: [{ kind: "figure", label: { "zh-CN": "积分", en: "Points" }, value: String(subject["points"]) }],
    })`,
  "staff.view": `({ subject }) => ({
      title: { "zh-CN": "风险", en: "Risk" },
      children: [{ kind: "figure", label: { "zh-CN": "等级", en: "Level" }, value: String(subject["level"]) }],
    })`,
  "schedule.job": `({ job }, { host }) => {
      host.log({ level: "info", text: \`\${job} ran\` });
      return { done: true };
    }`,
};
