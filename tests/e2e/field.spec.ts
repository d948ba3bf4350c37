import type { APIRequestContext, Page } from "@playwright/test";
import { expect, expectNoSideScroll, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

// Staff in the field, on a phone: claim, fill in with photo and signature, lose the network, send when it is back; and a
// task that somebody else has ended meanwhile.

const GAS = "linzhou-gas";
const TITLE = "燃气报修";
/** What the browser says of every call that nobody answers, and the router of pages that it wanted to know beforehand. */
const WITHOUT_NETWORK = [
  /cross-world service worker resource mismatch/,
  /ERR_INTERNET_DISCONNECTED/,
  /ERR_FAILED/,
  /Failed to fetch/,
];
/** Patience with a machine that does other things too. */
const PATIENCE = { timeout: 45_000 };

test.use({
  viewport: { width: 390, height: 844 },
  preferences: { locale: "zh-CN", colorScheme: "light" },
  hasTouch: true,
});

/** Calls a procedure as the person who is signed in on `page`. */
async function call<Result>(
  request: APIRequestContext,
  procedure: string,
  input: unknown,
  query = false,
): Promise<Result> {
  const address = `/t/${GAS}/api/trpc/${procedure}`;
  const headers = { "sec-fetch-site": "same-origin" };
  const response = query
    ? await request.get(`${address}?input=${encodeURIComponent(JSON.stringify(input))}`)
    : await request.post(address, { data: input as object, headers });
  const body = await response.json();
  expect(response.status(), JSON.stringify(body)).toBe(200);
  return body.result.data as Result;
}

/** A repair that has been dispatched: whoever repairs may take it. */
async function openRepair(page: Page, key: string): Promise<{ caseId: string; number: string }> {
  await signIn(page, GAS, `dispatch@${GAS}`, "workspace");
  const { request } = page;
  const premises = await call<{ rows: { id: string }[] }>(request, "premise.list", {}, true);
  const { caseId } = await call<{ caseId: string }>(request, "case.open", {
    service: "repair",
    key,
    premiseId: premises.rows[0]?.id,
    data: { fault: "appliance", phone: "13800000101" },
  });
  const task = await call<{ taskNumber: number; version: number; case: { number: string } }>(
    request,
    "case.showTask",
    { caseId },
    true,
  );
  await call(request, "case.submitTask", {
    caseId,
    taskNumber: task.taskNumber,
    baseVersion: task.version,
    key: `${key}-dispatch`,
  });
  return { caseId, number: task.case.number };
}

const field = (page: Page, path: string) => page.locator(`[data-field="${path}"]`);

async function fillIn(page: Page, work: string): Promise<void> {
  await field(page, "concentration").locator("input").fill("1.5");
  await field(page, "cause").locator("select").selectOption("hose");
  await field(page, "work").locator("textarea").fill(work);
  await page.getByRole("radio", { name: "已修复" }).check();
  // A picture of 4,000 × 3,000 pixels, as phones take them.
  const photo = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 4000, height: 3000 });
    const pen = canvas.getContext("2d");
    pen?.fillRect(0, 0, 2000, 1500);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg"));
    return [...new Uint8Array((await blob?.arrayBuffer()) ?? [])];
  });
  await field(page, "photos")
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "现场.jpg", mimeType: "image/jpeg", buffer: Buffer.from(photo) });
  await expect(field(page, "photos").getByRole("img", { name: "现场.jpg" })).toBeVisible();
  await field(page, "customerThere").getByRole("radio", { name: "是" }).check();
  const pad = field(page, "signature").locator("canvas");
  await pad.scrollIntoViewIfNeeded();
  const box = (await pad.boundingBox())!;
  await page.mouse.move(box.x + 40, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 160, box.y + 80, { steps: 5 });
  await page.mouse.up();
  await expect(field(page, "signature").getByRole("img", { name: "手写签名" })).toBeVisible();
}

test("a field worker completes a repair without a network, with photo and signature", async ({
  page,
  context,
  browser,
  expectAccessible,
  expectedErrors,
}, { retry }) => {
  expectedErrors.push(...WITHOUT_NETWORK);
  test.setTimeout(240_000);
  const office = await browser.newPage();
  const { caseId, number } = await openRepair(office, `field-${Date.now()}-${retry}`);

  await signIn(page, GAS, `field@${GAS}`, "workspace/inbox");
  const line = page.getByRole("listitem").filter({ hasText: number });
  await line.getByRole("button", { name: "接单" }).click();
  await expect(line.getByRole("button", { name: "接单" })).toHaveCount(0, PATIENCE);
  await expectNoSideScroll(page);
  await expectAccessible(page);
  // The page has been kept: from here on nobody needs to answer.
  const kept = () =>
    page.evaluate(async () => {
      const count = async (name: string) => (await (await caches.open(name)).keys()).length;
      return (await count("field-page-1")) === 1 && (await count("field-parts-1")) > 40;
    });
  await expect.poll(kept, PATIENCE).toBe(true);

  await context.setOffline(true);
  await page.reload();
  await expect(page.getByText("离线", { exact: true })).toBeVisible();
  await line.getByRole("link", { name: TITLE }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(TITLE);

  // What is missing is told at its field, and nothing is sent.
  await page.getByRole("button", { name: "完成，联网后发送" }).click();
  await expect(page.getByText("请填写“故障原因”")).toBeVisible();
  await fillIn(page, "更换软管并检漏");
  await expectNoSideScroll(page);
  // A reload in the middle loses nothing.
  await page.waitForTimeout(400);
  await page.reload();
  await expect(field(page, "work").locator("textarea")).toHaveValue("更换软管并检漏");
  await expect(field(page, "photos").getByRole("img", { name: "现场.jpg" })).toBeVisible();
  await page.getByRole("button", { name: "完成，联网后发送" }).click();
  await expect(page.getByRole("heading", { name: "待发送（1）" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "待发送（1）" })).toBeVisible();

  await context.setOffline(false);
  await expect(page.getByRole("heading", { name: "待发送（1）" })).toHaveCount(0, PATIENCE);
  const shown = await call<{ case: { step: string }; data: unknown }>(
    office.request,
    "case.showTask",
    { caseId },
    true,
  );
  expect(shown.case.step).toBe("return-visit");
  await office.close();
});

test("a task that somebody else ended meanwhile is shown beside what was filled in", async ({
  page,
  context,
  browser,
  expectedErrors,
}, { retry }) => {
  expectedErrors.push(...WITHOUT_NETWORK, /status of 409/);
  test.setTimeout(240_000);
  const office = await browser.newPage();
  const { caseId, number } = await openRepair(office, `conflict-${Date.now()}-${retry}`);
  await signIn(page, GAS, `field@${GAS}`, "workspace/inbox");
  const line = page.getByRole("listitem").filter({ hasText: number });
  await line.getByRole("button", { name: "接单" }).click();
  await expect(line.getByRole("button", { name: "接单" })).toHaveCount(0, PATIENCE);
  await line.getByRole("link", { name: TITLE }).click();
  await context.setOffline(true);
  await fillIn(page, "现场已处理");
  await page.getByRole("button", { name: /^(提交|完成，联网后发送)$/ }).click();
  await expect(page.getByRole("heading", { name: "待发送（1）" })).toBeVisible();

  await call(office.request, "case.cancel", { caseId, reason: "客户取消" });
  await context.setOffline(false);
  await expect(page.getByText("有冲突")).toBeVisible(PATIENCE);
  await expect(page.getByRole("region", { name: "我填写的" })).toContainText("现场已处理");
  await expect(page.getByRole("region", { name: "工单现在的情况" })).toContainText("已取消");
  await expectNoSideScroll(page);
  await expect(page.getByRole("button", { name: "仍按我填写的发送" })).toHaveCount(0);
  // Signing out with something unsent asks first.
  page.once("dialog", (dialog) => void dialog.dismiss());
  await page
    .getByRole("button", { name: /账号|账户|王|李|张/ })
    .first()
    .click();
  await page.getByRole("menuitem", { name: "退出登录" }).click();
  await expect(page.getByRole("heading", { name: "待发送（1）" })).toBeVisible();

  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "放弃", exact: true }).click();
  await page.getByRole("button", { name: "放弃这次填写" }).click();
  await expect(page.getByRole("heading", { name: "待发送（1）" })).toHaveCount(0);
  await office.close();
});
