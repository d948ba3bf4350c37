import { isoDay, localDayOf, type Zone } from "#engines/kernel/zone.ts";

const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The number by which people name a case: its day and six signs of its id, which needs no counter: `261125-7K2M9Q`. */
export function caseNumber(id: string, zone: Zone, openedMs: number): string {
  let rest = BigInt(`0x${id.replaceAll("-", "").slice(-12)}`);
  let signs = "";
  for (let at = 0; at < 6; at += 1) {
    signs = `${DIGITS[Number(rest % 32n)]}${signs}`;
    rest /= 32n;
  }
  return `${isoDay(localDayOf(zone, openedMs)).slice(2).replaceAll("-", "")}-${signs}`;
}
