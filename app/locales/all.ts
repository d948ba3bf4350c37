import { addLocale, hasLocale } from "#app/platform/i18n.ts";
import en from "./en/index.ts";
import zhCN from "./zh-CN/index.ts";

/** Makes both languages ready in this process. For the server, the worker and tests; browsers load one: load.ts. */
export function addAllLocales(): void {
  if (!hasLocale("zh-CN")) addLocale("zh-CN", zhCN);
  if (!hasLocale("en")) addLocale("en", en);
}
