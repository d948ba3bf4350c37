import { afterAll, describe, expect, test } from "vitest";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { testDatabase } from "#tests/database.ts";
import { addAgreement, FLAT_TARIFF, makeUtility } from "#tests/fixtures/utility.ts";
import { claimAttachments } from "./claim-attachments.ts";
import { readAttachment } from "./read-attachment.ts";
import { storeAttachment } from "./store-attachment.ts";

await testDatabase();
const utility = await makeUtility({ slug: "riverton", tariffs: { flat: FLAT_TARIFF } });
const [one, two] = [
  await addAgreement(utility, { number: "1", tariff: "flat" }),
  await addAgreement(utility, { number: "2", tariff: "flat" }),
];
afterAll(closeDatabase);

const now = new Date("2026-11-25T02:00:00Z");
const staff: Scope = { ...utility.scope, actor: { kind: "staff", id: newId(), name: "Wang" } };
const customer = (customerId: string): Scope => ({
  ...utility.scope,
  customerId,
  actor: { kind: "customer", id: newId(), name: "customer" },
});
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3);
/** Start, EXIF with a place in it, a table, the picture. */
const JPEG = Uint8Array.of(
  ...[0xff, 0xd8],
  ...[0xff, 0xe1, 0, 8, 0x45, 0x78, 0x69, 0x66, 9, 9],
  ...[0xff, 0xdb, 0, 4, 7, 7],
  ...[0xff, 0xda, 1, 2, 3, 0xff, 0xd9],
);
const put = (scope: Scope, content: Uint8Array, name = "a.png", id = newId()) =>
  storeAttachment(scope, { id, name, content, now });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error) => error.code,
  );

describe("attachments", () => {
  test("are kept once under their id, however often they are sent", async () => {
    const id = newId();
    const first = await put(staff, PNG, "现场 1.png", id);
    expect(first).toEqual({ id, name: "现场 1.png", mime: "image/png", size: PNG.length });
    expect(await put(staff, PNG, "现场 1.png", id)).toEqual(first);
    expect(await codeOf(put(staff, Uint8Array.of(...PNG, 4), "a.png", id))).toBe("ATTACHMENT_TAKEN");
    expect((await readAttachment(staff, id)).content).toEqual(Buffer.from(PNG));
  });

  test("are what their bytes say, not what their name says", async () => {
    const text = (words: string) => new TextEncoder().encode(words);
    expect((await put(staff, PNG, "a.pdf")).mime).toBe("image/png");
    expect((await put(staff, text("%PDF-1.7 …"), "a.jpg")).mime).toBe("application/pdf");
    expect((await put(staff, text("a,b\n1,2\n"), "a.csv")).mime).toBe("text/csv");
    for (const hostile of [
      "<html><script>1</script>",
      "\uFEFF <!doctype html>",
      "<svg onload=x>",
      "\u0000\u0001",
      "MZ\u0003",
    ])
      expect(await codeOf(put(staff, text(hostile), "a.txt"))).toBe("ATTACHMENT_KIND");
    expect(await codeOf(put(staff, new Uint8Array(0)))).toBe("ATTACHMENT_EMPTY");
    expect(await codeOf(put(staff, new Uint8Array(10 * 1024 * 1024 + 1)))).toBe("ATTACHMENT_TOO_LARGE");
    expect((await put(staff, PNG, '../../etc/"p\nasswd')).name).toBe("passwd");
  });

  test("lose where a photo was taken", async () => {
    const { id, size } = await put(staff, JPEG, "a.jpg");
    const { content } = await readAttachment(staff, id);
    expect(content.includes("Exif")).toBe(false);
    expect(size).toBe(JPEG.length - 10);
    expect([...content.subarray(-7)]).toEqual([...JPEG.subarray(-7)]);
  });

  test("of a customer are seen by staff and by that customer only", async () => {
    const { id } = await put(customer(one.customerId), PNG);
    const { id: ofStaff } = await put(staff, PNG);
    expect((await readAttachment(customer(one.customerId), id)).mime).toBe("image/png");
    expect((await readAttachment(staff, id)).mime).toBe("image/png");
    expect(await codeOf(readAttachment(customer(two.customerId), id))).toBe("NOT_FOUND");
    expect(await codeOf(readAttachment(customer(two.customerId), ofStaff))).toBe("NOT_FOUND");
    // Guessing an id tells nothing of it.
    expect(await codeOf(put(customer(two.customerId), PNG, "a.png", id))).toBe("ATTACHMENT_TAKEN");
  });

  test("belong to one thing", async () => {
    const file = await put(staff, PNG);
    const claim = (scope: Scope, files: (typeof file)[], nounId: string) =>
      withTenantSql(scope, (sql) => claimAttachments(sql, scope, files, { noun: "case", nounId }));
    const [mine, other] = [newId(), newId()];
    await claim(staff, [file], mine);
    await claim(staff, [file], mine);
    expect(await codeOf(claim(staff, [file], other))).toBe("ATTACHMENT_MISSING");
    expect(await codeOf(claim(staff, [{ ...file, id: newId() }], mine))).toBe("ATTACHMENT_MISSING");
    const theirs = await put(customer(one.customerId), PNG);
    expect(await codeOf(claim(customer(two.customerId), [theirs], mine))).toBe("ATTACHMENT_MISSING");
    await claim(customer(one.customerId), [theirs], mine);
  });

  test("that no form mentions are limited, and given up after a month", async () => {
    const busy = customer(two.customerId);
    const files = [];
    for (let at = 0; at < 40; at++) files.push(await put(busy, PNG));
    expect(await codeOf(put(busy, PNG))).toBe("ATTACHMENT_LIMIT");
    await storeAttachment(staff, {
      id: newId(),
      name: "a.png",
      content: PNG,
      now: new Date("2027-01-01T00:00:00Z"),
    });
    expect(await codeOf(readAttachment(staff, files[0]?.id ?? ""))).toBe("NOT_FOUND");
  });
});
