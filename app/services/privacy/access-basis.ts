/** On which ground somebody was shown personal data unmasked: their role needs them, or a reason was given for one customer. */
export const ACCESS_BASES = ["role", "reason"] as const;
export type AccessBasis = (typeof ACCESS_BASES)[number];
