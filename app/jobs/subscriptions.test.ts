import { expect, it } from "vitest";
import type { TenantSql } from "#app/platform/database.ts";
import { publish } from "./subscriptions.ts";

const tx = {} as TenantSql;

it("an event reaches everybody who listens, in their order, with its payload and transaction", async () => {
  const heard: unknown[] = [];
  await publish(
    tx,
    "bill.posted",
    { billIds: ["b1"] },
    {
      // A listener is a row.
      "bill.posted": [
        async (on, { billIds }) => void heard.push(["first", on === tx, billIds[0]]),
        async (_, { billIds }) => void heard.push(["second", billIds[0]]),
      ],
      "bill.cancelled": [async () => void heard.push("not this one")],
    },
  );
  expect(heard).toEqual([
    ["first", true, "b1"],
    ["second", "b1"],
  ]);
});

it("what a listener throws ends the transaction of the event", async () => {
  const failing = publish(
    tx,
    "bill.posted",
    { billIds: ["b1"] },
    { "bill.posted": [() => Promise.reject(new Error("no"))] },
  );
  await expect(failing).rejects.toThrow("no");
});

it("nobody need listen", async () => {
  await publish(tx, "payment.received", { paymentId: "p" }, {});
});
