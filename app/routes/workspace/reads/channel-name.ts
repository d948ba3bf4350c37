import type { TFunction } from "i18next";

/** A channel as staff knows it; a code that the utility has made itself stays as it is. */
export const channelName = (t: TFunction<"reads">, code: string): string =>
  t(`channelCode.${code as "energy"}`, { defaultValue: code });
