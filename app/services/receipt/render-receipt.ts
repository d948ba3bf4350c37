import { formatDay } from "#app/components/format/datetime.ts";
import { formatMoney } from "#app/components/format/number.ts";
import { commonError } from "#app/platform/common-errors.ts";
import { readTenant } from "#app/platform/database.ts";
import { type PdfText, renderPdf } from "#app/platform/pdf.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { Locale } from "#engines/kernel/errors.ts";
import { addDays } from "./days.ts";
import { receiptContent } from "./issue-receipt.ts";

const WORDS = {
  "zh-CN": {
    title: "缴费收据",
    number: "收据号",
    customer: "客户",
    customerNumber: "客户编号",
    address: "用能地址",
    bill: "账单号",
    period: "计费周期",
    paidAt: "支付时间",
    transaction: "交易流水号",
    amount: "实收金额",
    note: "本收据证明上述款项已经收到，不作为税务发票。",
  },
  en: {
    title: "Payment receipt",
    number: "Receipt",
    customer: "Customer",
    customerNumber: "Customer number",
    address: "Premise",
    bill: "Bill",
    period: "Billing period",
    paidAt: "Paid at",
    transaction: "Transaction",
    amount: "Amount received",
    note: "This receipt confirms that the amount was received. It is not a tax invoice.",
  },
} satisfies Record<Locale, Record<string, string>>;

const [LEFT, RIGHT] = [64, 531];
const [INK, QUIET, LINE] = ["#1a1b1e", "#5c5f66", "#ced4da"];
const ROW_HEIGHT = 30;

/** A receipt as PDF, from what was written down when it was issued, as `present` shows it. @throws NOT_FOUND */
export async function renderReceipt(
  scope: Scope,
  receiptId: string,
  locale: Locale,
  present: <Value>(value: Value) => Promise<Value>,
): Promise<{ number: string; pdf: Buffer }> {
  const [row] = await readTenant<{ number: string; issued_at: Date; content: unknown }>(
    scope,
    "receipt.show",
    "SELECT number, issued_at, content FROM receipt WHERE tenant_id = $1 AND id = $2",
    [scope.tenantId, receiptId],
  );
  if (row === undefined) throw commonError("NOT_FOUND");
  const content = await present(receiptContent.parse(row.content));
  const words = WORDS[locale];
  const paidAt = new Intl.DateTimeFormat(locale, {
    dateStyle: "long",
    timeStyle: "medium",
    timeZone: content.timezone,
  }).format(new Date(content.paidAt));
  const facts = [
    [words.customer, content.customerName],
    [words.customerNumber, content.customerNumber],
    [words.address, content.address],
    [words.bill, content.billNumber],
    [
      words.period,
      `${formatDay(content.periodStart, locale)} – ${formatDay(addDays(content.periodEnd, -1), locale)}`,
    ],
    [words.paidAt, paidAt],
    [words.transaction, content.transactionNumber],
  ] as const;
  const factsTop = 196;
  const amountY = factsTop + facts.length * ROW_HEIGHT + 30;
  const texts: PdfText[] = [
    { text: content.utility[locale], x: LEFT, y: 88, size: 11, color: QUIET },
    { text: words.title, x: LEFT, y: 124, size: 24, weight: "bold", color: INK },
    { text: `${words.number} ${row.number}`, x: LEFT, y: 148, size: 9, color: QUIET },
    ...facts.flatMap(([label, value], at): PdfText[] => {
      const y = factsTop + at * ROW_HEIGHT;
      return [
        { text: label, x: LEFT, y, size: 10, color: QUIET },
        { text: value, x: RIGHT, y, size: 10, color: INK, align: "right" },
      ];
    }),
    { text: words.amount, x: LEFT, y: amountY, size: 12, weight: "bold", color: INK },
    {
      text: formatMoney(content.amount, content.currency, locale),
      x: RIGHT,
      y: amountY,
      size: 20,
      weight: "bold",
      color: INK,
      align: "right",
    },
    { text: words.note, x: LEFT, y: amountY + 56, size: 9, color: QUIET },
  ];
  const rule = (y: number) => ({
    from: [LEFT, y] as const,
    to: [RIGHT, y] as const,
    width: 0.5,
    color: LINE,
  });
  const pdf = await renderPdf({
    title: `${words.title} ${row.number}`,
    author: content.utility[locale],
    createdAt: row.issued_at,
    texts,
    rules: [
      ...facts.map((_, at) => rule(factsTop + at * ROW_HEIGHT + 10)),
      { ...rule(amountY + 18), width: 1, color: INK },
    ],
  });
  return { number: row.number, pdf };
}
