/** What a customer may be asked to agree to beyond what the contract needs. Each can be taken back at any time. */
export const CONSENT_PURPOSES = ["saving-advice", "surveys", "research"] as const;
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];

/** The version of the words at `privacy:purpose`. Words that say something else get a new one, and are asked anew. */
export const CONSENT_VERSION = "2026-11";

interface Answer {
  readonly purpose: ConsentPurpose;
  readonly given: boolean;
  readonly version: string;
}

/** Whether the latest answers of a list, newest first, agree to a purpose in the words in force. */
export function agrees(consents: readonly Answer[], purpose: ConsentPurpose): boolean {
  const latest = consents.find((consent) => consent.purpose === purpose);
  return latest?.given === true && latest.version === CONSENT_VERSION;
}
