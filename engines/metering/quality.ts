/**
 * Where the value of an interval comes from. Stored as a small integer beside each value; the numbers never change.
 * A value is absent where the quality is `missing` or `withdrawn`.
 */
export const QUALITY = {
  /** Nobody has sent a value. */
  missing: 0,
  /** As the meter measured it. */
  measured: 1,
  /** Read off the meter by a person. */
  manual: 2,
  /** The sender says that it estimated the value itself. */
  estimatedBySource: 3,
  /** The sender itself doubts it. */
  doubtful: 4,
  /** Measured, and it failed a check that lets it stand. */
  suspect: 5,
  /** Put in by an estimation rule. */
  estimated: 6,
  /** Set by staff with a reason. */
  edited: 7,
  /** Staff took the value away with a reason; an estimate may take its place. */
  withdrawn: 8,
} as const;

export type QualityName = keyof typeof QUALITY;
export type Quality = (typeof QUALITY)[QualityName];

export const QUALITY_NAMES: readonly QualityName[] = (Object.keys(QUALITY) as QualityName[]).sort(
  (a, b) => QUALITY[a] - QUALITY[b],
);

/** Who speaks: the greater rank wins over the lesser, whenever it arrives. */
export const SOURCE_RANK = {
  /** A forecast or a copy from elsewhere. */
  secondary: 10,
  /** Files and messages of the head-end or of the customer's own download. */
  meter: 50,
  /** A person at the meter. */
  reader: 60,
  /** Staff with a reason. */
  edit: 100,
} as const;
export type SourceRank = (typeof SOURCE_RANK)[keyof typeof SOURCE_RANK];
