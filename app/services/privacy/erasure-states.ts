/** `asked` by the customer; `proposed` by one of staff; `approved` by another; `done` by the job. */
export const ERASURE_STATES = ["asked", "withdrawn", "proposed", "refused", "approved", "done"] as const;
export type ErasureState = (typeof ERASURE_STATES)[number];

/** What must end before a customer can be erased. */
export const BLOCKERS = ["agreement", "openBill", "openCase", "openPayment"] as const;
export type Blocker = (typeof BLOCKERS)[number];

export const BLOCKER_WORDS: Readonly<Record<Blocker, Readonly<Record<"zh-CN" | "en", string>>>> = {
  agreement: { "zh-CN": "用能合同仍在履行", en: "an agreement still runs" },
  openBill: { "zh-CN": "有未结清或待出的账单", en: "bills are not settled" },
  openCase: { "zh-CN": "有未办结的工单", en: "cases are not closed" },
  openPayment: { "zh-CN": "有进行中的支付", en: "payments are under way" },
};
