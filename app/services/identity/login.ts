/** One form for each login: full-width letters and digits, upper case and stray spaces are the same as none. */
export const loginOf = (typed: string): string => typed.normalize("NFKC").trim().toLowerCase();
