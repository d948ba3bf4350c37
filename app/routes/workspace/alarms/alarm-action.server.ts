import { commonError } from "#app/platform/common-errors.ts";
import type { Caller } from "#app/trpc/caller.ts";

/** What a form of the alarm's page asks for, by its button. Answers the button, so that the page says what was done. */
export async function performDeed(caller: Caller, alarmId: string, form: FormData): Promise<string> {
  const intent = String(form.get("intent"));
  const note = String(form.get("note") ?? "");
  switch (intent) {
    case "acknowledge":
      await caller.alarm.acknowledge({ alarmIds: [alarmId], ...(note === "" ? {} : { note }) });
      return intent;
    case "reset":
      await caller.alarm.reset({ alarmId, onSite: form.get("onSite") === "on", note });
      return intent;
    case "shelve":
      await caller.alarm.shelve({ alarmId, act: intent, minutes: Number(form.get("minutes")), note });
      return intent;
    case "removeFromService":
      await caller.alarm.shelve({ alarmId, act: intent, note });
      return intent;
    case "unshelve":
    case "returnToService":
      await caller.alarm.shelve({ alarmId, act: intent });
      return intent;
    case "shutValve":
      await caller.deviceCommand.request({ alarmId, command: intent, reason: note });
      return intent;
    default:
      throw commonError("INPUT_INVALID", { field: "intent", detail: intent });
  }
}
