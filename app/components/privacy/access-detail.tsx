import { useTranslation } from "react-i18next";
import type { AccessEntry } from "#app/services/privacy/list-access.ts";
import { placeOf } from "./words.ts";

/** On which ground somebody was shown personal data, and where. */
export function AccessDetail({ entry }: { readonly entry: Pick<AccessEntry, "basis" | "reason" | "call"> }) {
  const { t } = useTranslation("privacy");
  const place = t(`access.place.${placeOf(entry.call)}`);
  return entry.basis === "reason"
    ? t("access.forReason", { place, reason: entry.reason ?? "" })
    : t("access.forRole", { place });
}
