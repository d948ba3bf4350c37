/** What a customer may be asked to agree to beyond what the contract needs. Each can be taken back at any time. */
export const CONSENT_PURPOSES = ["saving-advice", "surveys", "research"] as const;
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];

/** The version of the words at `privacy:purpose`. Words that say something else get a new one, and are asked anew. */
export const CONSENT_VERSION = "2026-11";
