import type { APIRequestContext, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

// An admin changes a form's field, a service's time limit, a KPI's target and a message's text in the console, sees the
// difference in words, publishes it, sees it in force without a restart, and rolls back; running cases keep their release.
test.use({ preferences: { locale: "zh-CN", colorScheme: "light" } });
test.describe.configure({ timeout: 120_000 });

const GAS = "linzhou-gas";
const CONSOLE = `/t/${GAS}/console`;
const KPI = `/t/${GAS}/workspace/kpis/arrival-within-30-minutes`;
const SERVICE = `/t/${GAS}/portal/services/repair`;

async function item(page: Page, name: string): Promise<void> {
  await page.goto(`${CONSOLE}/designer/${name}`);
  await expect(page.getByText("已保存", { exact: true })).toBeVisible();
}

const kept = (page: Page) => expect(page.getByText("已保存", { exact: true })).toBeVisible();

/** An entry of a list of the form, by what it is called: a field by its id, a step by its key. */
const entry = (page: Page, name: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("button", { name: `移除 ${name}`, exact: true }) });

/** A repair that a dispatcher has taken by telephone. */
async function openRepair(request: APIRequestContext, key: string): Promise<string> {
  const address = `/t/${GAS}/api/trpc`;
  const premises = await request.get(`${address}/premise.list?input=${encodeURIComponent("{}")}`);
  const { result } = (await premises.json()) as { result: { data: { rows: { id: string }[] } } };
  const opened = await request.post(`${address}/case.open`, {
    data: {
      service: "repair",
      key,
      premiseId: result.data.rows[0]?.id,
      data: { fault: "appliance", phone: "13800000101" },
    },
    headers: { "sec-fetch-site": "same-origin" },
  });
  expect(opened.status(), await opened.text()).toBe(200);
  return ((await opened.json()) as { result: { data: { caseId: string } } }).result.data.caseId;
}

/** The release that a case was opened under, as its page says. */
async function releaseOf(page: Page, caseId: string): Promise<number> {
  await page.goto(`/t/${GAS}/workspace/cases/${caseId}`);
  const text = await page
    .getByText(/^第 \d+ 版$/)
    .first()
    .textContent();
  return Number(/\d+/.exec(text ?? "")?.[0]);
}

test("form, service, KPI and message are changed, published, in force at once, and rolled back", async ({
  page,
  browser,
  baseURL,
  expectAccessible,
}) => {
  const windowOf = async (login: string, area: string): Promise<Page> => {
    const other = await browser.newPage({ ...(baseURL === undefined ? {} : { baseURL }), locale: "zh-CN" });
    await signIn(other, GAS, login, area);
    return other;
  };
  const dispatcher = await windowOf(`dispatch@${GAS}`, "workspace");
  const customer = await windowOf("12902000001", "portal");
  const running = await openRepair(dispatcher.request, `configure-${Date.now()}`);
  const before = await releaseOf(dispatcher, running);

  await signIn(page, GAS, `admin@${GAS}`, "console/designer");
  await item(page, "form/repair-report");
  await entry(page, "since").getByRole("group", { name: /^名称/ }).getByLabel("中文").fill("故障开始时间");
  await kept(page);
  await item(page, "service/repair");
  await entry(page, "repair")
    .getByRole("textbox", { name: /^时钟时限/ })
    .fill("PT12H");
  await kept(page);
  await item(page, "kpi/arrival-within-30-minutes");
  await page.getByRole("textbox", { name: /^达标线/ }).fill("0.97");
  await kept(page);
  await item(page, "message/payment-received");
  await page.getByRole("group", { name: /^标题/ }).getByLabel("中文").fill("缴费到账：{{ amount | money }}");
  await kept(page);

  // What it comes to, in words, before anybody publishes it.
  await page.getByRole("button", { name: "送审" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("说明").fill("秋季调整");
  await dialog.getByRole("button", { name: "送审" }).click();
  await expect(page).toHaveURL(/console\/releases\/proposals\//);
  const main = page.getByRole("main");
  for (const words of ["故障开始时间", "PT12H", "0.97", "缴费到账"]) await expect(main).toContainText(words);
  await expect(main).toContainText("4 项改动");
  await expectAccessible(page);
  await page.getByRole("button", { name: "发布" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "发布" }).click();
  await expect(page).toHaveURL(/console\/releases\/\d+$/);
  await expect(page.getByText("现行", { exact: true })).toBeVisible();
  const number = Number(new URL(page.url()).pathname.split("/").at(-1));
  expect(number).toBeGreaterThan(before);

  // In force for everybody, at once; what runs already keeps its release.
  await customer.goto(SERVICE);
  await expect(customer.getByText("故障开始时间")).toBeVisible();
  await dispatcher.goto(KPI);
  await expect(dispatcher.getByText("不低于 97%")).toBeVisible();
  const fresh = await openRepair(dispatcher.request, `configure-after-${Date.now()}`);
  expect(await releaseOf(dispatcher, fresh)).toBe(number);
  expect(await releaseOf(dispatcher, running)).toBe(before);

  await page.goto(`${CONSOLE}/releases/${before}`);
  await page.getByRole("button", { name: "回到这个版本" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "回到这个版本" }).click();
  await expect(page.getByText("现行", { exact: true })).toBeVisible();
  await customer.goto(SERVICE);
  await expect(customer.getByText("开始时间", { exact: true })).toBeVisible();
  await dispatcher.goto(KPI);
  await expect(dispatcher.getByText("不低于 98%")).toBeVisible();
  expect(await releaseOf(dispatcher, fresh)).toBe(number);
  await customer.close();
  await dispatcher.close();
});
