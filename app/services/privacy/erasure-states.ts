import type { Words } from "#engines/kernel/errors.ts";

/** `asked` by the customer; `proposed` by one of staff; `approved` by another; `done` by the job. */
export const ERASURE_STATES = ["asked", "withdrawn", "proposed", "refused", "approved", "done"] as const;
export type ErasureState = (typeof ERASURE_STATES)[number];

/** Whether it still waits for somebody or for its job. A customer has at most one such. */
export const isOpen = (state: ErasureState): boolean =>
  state === "asked" || state === "proposed" || state === "approved";

/** What must end before a customer can be erased. */
export const BLOCKERS = ["agreement", "openBill", "openCase", "openPayment"] as const;
export type Blocker = (typeof BLOCKERS)[number];

const BLOCKER_WORDS: Readonly<Record<Blocker, Words>> = {
  agreement: { "zh-CN": "用能合同仍在履行", en: "an agreement still runs" },
  openBill: { "zh-CN": "有未结清或待出的账单", en: "bills are not settled" },
  openCase: { "zh-CN": "有未办结的工单", en: "cases are not closed" },
  openPayment: { "zh-CN": "有进行中的支付", en: "payments are under way" },
};

/** All that stands in the way, as one list. */
export const blockerWords = (blockers: readonly Blocker[]): Words => ({
  "zh-CN": blockers.map((blocker) => BLOCKER_WORDS[blocker]["zh-CN"]).join("、"),
  en: blockers.map((blocker) => BLOCKER_WORDS[blocker].en).join(", "),
});
