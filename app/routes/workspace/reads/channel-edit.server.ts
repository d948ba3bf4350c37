import { commonError } from "#app/platform/common-errors.ts";
import { translator } from "#app/platform/i18n.ts";
import type { EditRequest } from "#app/services/read/edit-read.ts";
import type { Locale } from "#engines/kernel/errors.ts";
import { isZone, parseTime, wallClockInOrder, zoneOf } from "#engines/kernel/zone.ts";

/** An edit of a span: what a form can ask for. */
type SpanEdit = Exclude<EditRequest, { readonly method: "set" }>;

/** The correction that the form asks for. Times without offset are wall-clock times of the channel's zone. */
export function channelEdit(channelId: string, form: FormData, locale: Locale): SpanEdit {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const t = translator(locale, "reads");
  const zoneName = text("zone");
  const zone = zoneOf(isZone(zoneName) ? zoneName : "UTC");
  const instant = (name: "start" | "end", fallback?: number): number => {
    const at = text(name) === "" ? fallback : parseTime(text(name), wallClockInOrder(zone));
    if (at !== undefined) return at;
    throw commonError(
      "INPUT_INVALID",
      { field: t(`edit.${name}`), detail: t("edit.timeWanted") },
      { path: name },
    );
  };
  const startMs = instant("start");
  // Without an end one interval is meant: the first millisecond after the start lies in it.
  const span = { channelId, reason: text("reason"), startMs, endMs: instant("end", startMs + 1) };
  const method = text("method");
  if (method === "withdraw" || method === "linear") return { ...span, method };
  return { ...span, method: "fill", value: text("value") };
}
