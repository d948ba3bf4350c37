import type { ActionFunctionArgs } from "@remix-run/node";
import { commonError } from "#app/platform/common-errors.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { PRIORITIES } from "#schema/blueprint/service/schema.ts";

/** What the page of a case and the board can do, by the button's name. */
export async function actOnCase({ request, params, context }: ActionFunctionArgs): Promise<{ done: string }> {
  const sent = await request.formData();
  const text = (name: string): string => String(sent.get(name) ?? "");
  const caseId = params.caseId ?? text("caseId");
  const { case: cases } = context.caller;
  const intent = text("intent");
  const reason = text("reason");
  switch (intent) {
    case "claim":
      await cases.claim({ caseId });
      break;
    case "assign":
      await cases.assign({ caseId, personId: text("personId") || null });
      break;
    case "submit":
      await cases.submitTask({
        caseId,
        taskNumber: Number(text("taskNumber")),
        baseVersion: Number(text("baseVersion")),
        key: text("key"),
        data: dataOf(sent),
        ...(text("outcome") === "" ? {} : { outcome: text("outcome") }),
      });
      break;
    case "hold":
      await cases.hold({ caseId, reason });
      break;
    case "resume":
      await cases.resume({ caseId });
      break;
    case "cancel":
      await cases.cancel({ caseId, reason });
      break;
    case "reopen":
      await cases.reopen({ caseId, reason });
      break;
    case "prioritise": {
      const priority = PRIORITIES.find((each) => each === text("priority"));
      if (priority) await cases.prioritise({ caseId, priority });
      break;
    }
    case "comment":
      await cases.comment({ caseId, text: text("text"), forCustomer: sent.get("forCustomer") === "on" });
      break;
    default:
      throw commonError("FORM_BROKEN");
  }
  return { done: intent };
}

/** What was filled into the form of a step: one field of JSON, or, sent without scripts, field by field. */
export function dataOf(sent: FormData): JsonObject {
  const data = sent.get("data");
  if (typeof data === "string" && data !== "") {
    try {
      return JSON.parse(data) as JsonObject;
    } catch {
      throw commonError("FORM_BROKEN");
    }
  }
  return {};
}
