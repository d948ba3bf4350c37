import type { LocaleTexts } from "#app/locales/zh-CN/index.ts";

// Keys are checked by the compiler: `t("bills.tilte")` does not compile. Chinese is the language of reference.
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: LocaleTexts;
    returnNull: false;
  }
}
