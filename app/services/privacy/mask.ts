import { maskPhone } from "../identity/phone.ts";
import { maskAddress } from "../message/mask-address.ts";

/** The kinds of personal data that are masked where they are shown (GB/T 35273-2020, 7.2). */
export const PERSONAL_KINDS = ["name", "phone", "email", "address", "idNumber", "free"] as const;
export type PersonalKind = (typeof PERSONAL_KINDS)[number];

/** A value as it may be shown to who need not know it: enough to tell two apart, too little to learn it. */
export const MASKS: Readonly<Record<PersonalKind, (text: string) => string>> = {
  name: maskName,
  phone: (phone) => (phone.length < 6 ? "*".repeat(phone.length) : maskPhone(phone)),
  email: (email) => (email.includes("@") ? maskAddress(email) : "***"),
  address: maskPlace,
  idNumber: (number) => number.slice(0, 1) + "*".repeat(Math.max(number.length - 2, 3)) + number.slice(-1),
  free: maskWithin,
};

/** 李小明 → 李**, Ada Lovelace → A** L**. The number of stars tells no length of a Latin name. */
function maskName(name: string): string {
  if (/\p{Script=Han}/u.test(name)) {
    const [first = "", ...rest] = name;
    return first + "*".repeat(Math.min(Math.max(rest.length, 1), 3));
  }
  return name.replace(/[^\s]+/gu, (word) => `${[...word][0]}**`);
}

/** Street and place stay, the numbers of house, unit and flat go: 解放路12号3单元 → 解放路*号*单元. */
function maskPlace(address: string): string {
  return address.replace(/[\p{Nd}]+/gu, "*");
}

const WITHIN: readonly (readonly [RegExp, PersonalKind])[] = [
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, "email"],
  [/(?<!\d)\d{17}[\dXx](?![\dXx])/g, "idNumber"],
  [/(?<!\d)(?:\+?86[ -]?)?1[3-9]\d{9}(?!\d)/g, "phone"],
];

/** What people wrote themselves: telephone numbers, identity numbers and e-mail addresses in it are masked. */
function maskWithin(text: string): string {
  return WITHIN.reduce((left, [pattern, kind]) => left.replace(pattern, (found) => MASKS[kind](found)), text);
}
