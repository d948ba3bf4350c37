import { createContext, useContext } from "react";
import type { Locale } from "#engines/kernel/errors.ts";

/** Facts of the request that made this document, known even when no loader could run. */
export interface RequestFacts {
  readonly nonce: string;
  readonly requestId: string;
  readonly locale: Locale;
}

const Facts = createContext<RequestFacts>({ nonce: "", requestId: "", locale: "zh-CN" });

export const RequestFactsProvider = Facts.Provider;

export function useRequestFacts(): RequestFacts {
  return useContext(Facts);
}
