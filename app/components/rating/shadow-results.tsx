import { useTranslation } from "react-i18next";
import type { ShadowBucket, ShownShadowRun } from "#app/services/shadow-run/show-shadow-run.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { UsageBars } from "../chart/usage-bars.tsx";
import { type Formats, useFormat } from "../format/use-format.ts";
import { Panel } from "../panel.tsx";
import { Stat, Stats } from "../stat.tsx";
import { DataTable } from "../table/data-table.tsx";
import { useTenantHref } from "../tenant-path.ts";

interface Props {
  readonly run: ShownShadowRun;
}

/** What a shadow run found: revenue, classes, distribution, the most affected, what failed. */
export function ShadowResults({ run }: Props) {
  return (
    <>
      <Totals run={run} />
      <Classes run={run} />
      <Distribution run={run} />
      <Most run={run} />
      <Faults run={run} />
    </>
  );
}

/** Sums by currency: one, unless tariffs of several were compared. */
function totalsOf(run: ShownShadowRun) {
  const sums = new Map<string, { live: Decimal; draft: Decimal; up: number; same: number; down: number }>();
  for (const each of run.classes) {
    const known = sums.get(each.currency);
    sums.set(each.currency, {
      live: Decimal.parse(each.live).plus(known?.live ?? Decimal.ZERO),
      draft: Decimal.parse(each.draft).plus(known?.draft ?? Decimal.ZERO),
      up: each.up + (known?.up ?? 0),
      same: each.same + (known?.same ?? 0),
      down: each.down + (known?.down ?? 0),
    });
  }
  return [...sums];
}

function Totals({ run }: Props) {
  const { t } = useTranslation("rating");
  const format = useFormat();
  return totalsOf(run).map(([currency, { live, draft, up, same, down }]) => {
    const change = draft.minus(live);
    const count = up + same + down;
    const share = (part: number) =>
      t("shadow.ofAgreements", { percent: format.percent(count === 0 ? 0 : part / count) });
    const percent = live.isZero ? 0 : change.toApproximateNumber() / live.toApproximateNumber();
    return (
      <Stats key={currency}>
        <Stat label={t("shadow.liveTotal")} value={format.money(live.toString(), currency)} />
        <Stat label={t("shadow.draftTotal")} value={format.money(draft.toString(), currency)} />
        <Stat
          label={t("shadow.change")}
          value={signed(change.toString(), format, currency)}
          note={t("shadow.changeNote", { percent: format.percent(percent, 2) })}
        />
        <Stat label={t("shadow.up")} value={format.number(up)} note={share(up)} />
        <Stat label={t("shadow.same")} value={format.number(same)} note={share(same)} />
        <Stat label={t("shadow.down")} value={format.number(down)} note={share(down)} />
      </Stats>
    );
  });
}

function signed(amount: string, format: Formats, currency: string): string {
  return `${amount.startsWith("-") || Number(amount) === 0 ? "" : "+"}${format.money(amount, currency)}`;
}

const difference = (a: string, b: string) => Decimal.parse(a).minus(Decimal.parse(b)).toString();

function Classes({ run }: Props) {
  const { t } = useTranslation("rating");
  const format = useFormat();
  const nameOf = useClassName();
  if (run.classes.length === 0) return null;
  return (
    <Panel title={t("shadow.classesTitle")} flush>
      <DataTable
        caption={t("shadow.classesTitle")}
        rows={run.classes}
        rowKey={(row) => `${row.class} ${row.currency}`}
        columns={[
          { key: "class", header: t("shadow.class"), cell: (row) => nameOf(row.class), card: "title" },
          {
            key: "agreements",
            header: t("shadow.agreements"),
            align: "end",
            cell: (row) => format.number(row.agreements),
          },
          {
            key: "usage",
            header: t("shadow.usage"),
            align: "end",
            cell: (row) => format.number(row.usage, { maxDigits: 0 }),
          },
          {
            key: "live",
            header: t("shadow.livePay"),
            align: "end",
            cell: (row) => format.money(row.live, row.currency),
          },
          {
            key: "draft",
            header: t("shadow.draftPay"),
            align: "end",
            cell: (row) => format.money(row.draft, row.currency),
          },
          {
            key: "change",
            header: t("shadow.difference"),
            align: "end",
            card: "aside",
            cell: (row) => signed(difference(row.draft, row.live), format, row.currency),
          },
          { key: "up", header: t("shadow.up"), align: "end", cell: (row) => format.number(row.up) },
          { key: "down", header: t("shadow.down"), align: "end", cell: (row) => format.number(row.down) },
        ]}
        empty={{ title: "", advice: "" }}
      />
    </Panel>
  );
}

function useClassName(): (name: string) => string {
  const { t } = useTranslation("rating");
  return (name) => (name === "household" || name === "business" ? t(`shadow.${name}`) : name);
}

function Distribution({ run }: Props) {
  const { t } = useTranslation("rating");
  const format = useFormat();
  if (run.compared === 0) return null;
  const step = (run.buckets[1]?.percent ?? 0) - (run.buckets[0]?.percent ?? 0);
  const last = run.buckets.length - 1;
  const percent = (value: number) => format.percent(value / 100);
  const nameOf = ({ percent: at }: ShadowBucket, index: number): string => {
    if (at === 0) return t("shadow.barZero");
    if (index === 0) return t("shadow.barLow", { to: percent(at + step) });
    if (index === last) return t("shadow.barHigh", { from: percent(at - step) });
    const [from, to] = at < 0 ? [at, at + step] : [at - step, at];
    return t("shadow.barName", { from: percent(from), to: percent(to) });
  };
  return (
    <Panel title={t("shadow.distributionTitle")}>
      <UsageBars
        title={t("shadow.distributionTitle")}
        summary={t("shadow.distributionSummary")}
        unit={t("shadow.unit")}
        names={{ value: t("shadow.bars") }}
        bars={run.buckets.map((bucket, at) => ({
          label: bucket.percent === 0 ? "0" : percent(bucket.percent),
          name: nameOf(bucket, at),
          value: bucket.agreements,
        }))}
      />
    </Panel>
  );
}

function Most({ run }: Props) {
  const { t } = useTranslation("rating");
  const format = useFormat();
  const href = useTenantHref();
  const nameOf = useClassName();
  return (
    <Panel title={t("shadow.mostTitle")} flush>
      <DataTable
        caption={t("shadow.mostTitle")}
        rows={run.most}
        rowKey={(row) => row.agreementId}
        rowHref={(row) => href(`workspace/customers/${row.customerId}`)}
        columns={[
          {
            key: "customer",
            header: t("shadow.customer"),
            cell: (row) => `${row.customerName} ${row.customerNumber}`,
            card: "title",
          },
          { key: "agreement", header: t("shadow.agreement"), cell: (row) => row.agreementNumber },
          { key: "class", header: t("shadow.class"), cell: (row) => nameOf(row.class) },
          {
            key: "usage",
            header: t("shadow.usage"),
            align: "end",
            cell: (row) => format.number(row.usage),
          },
          {
            key: "live",
            header: t("shadow.livePay"),
            align: "end",
            cell: (row) => format.money(row.live, row.currency),
          },
          {
            key: "draft",
            header: t("shadow.draftPay"),
            align: "end",
            cell: (row) => format.money(row.draft, row.currency),
          },
          {
            key: "change",
            header: t("shadow.difference"),
            align: "end",
            card: "aside",
            cell: (row) => signed(row.change, format, row.currency),
          },
          {
            key: "percent",
            header: t("shadow.percent"),
            align: "end",
            cell: (row) => (row.percent === null ? "–" : format.percent(Number(row.percent) / 100, 1)),
          },
        ]}
        empty={{ title: t("shadow.mostEmpty"), advice: t("shadow.mostAdvice") }}
      />
    </Panel>
  );
}

function Faults({ run }: Props) {
  const { t } = useTranslation("rating");
  const format = useFormat();
  if (run.faults.length === 0) return null;
  return (
    <Panel title={t("shadow.faultsTitle")} flush>
      <DataTable
        caption={t("shadow.faultsTitle")}
        rows={run.faults}
        rowKey={(row) => `${row.side} ${row.code}`}
        columns={[
          { key: "words", header: t("shadow.cause"), cell: (row) => row.words, card: "title" },
          {
            key: "side",
            header: t("shadow.side"),
            cell: (row) => (row.side === "live" ? t("shadow.sideLive") : t("shadow.sideDraft")),
          },
          {
            key: "count",
            header: t("shadow.count"),
            align: "end",
            cell: (row) => format.number(row.agreements),
          },
        ]}
        empty={{ title: "", advice: "" }}
      />
    </Panel>
  );
}
