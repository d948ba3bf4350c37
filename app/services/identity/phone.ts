import { identityError } from "./errors.ts";

/**
 * One form for each telephone number: digits, a leading + where it was typed. The Chinese country code goes, because here
 * it is left out: +86 138… and 138… are one telephone.
 * @throws PHONE_INVALID
 */
export function phoneOf(typed: string): string {
  const plain = typed.normalize("NFKC").replace(/[\s().-]/g, "");
  const phone = plain.replace(/^(\+|00)86(?=1\d{10}$)/, "");
  if (!/^\+?\d{6,20}$/.test(phone)) throw identityError("PHONE_INVALID", {}, { path: "phone" });
  return phone;
}

/** Enough to know it again, too little to learn it: 138****5678. */
export function maskPhone(phone: string): string {
  const shown = Math.min(4, Math.ceil(phone.length / 3));
  const head = Math.min(3, phone.length - shown - 2);
  return phone.slice(0, head) + "*".repeat(phone.length - head - shown) + phone.slice(-shown);
}
