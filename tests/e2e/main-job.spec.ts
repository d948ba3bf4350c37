import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { haveSharedFiles, SHARED_FILES } from "#tests/metering/shared-files.ts";
import { expect, scrollThrough, test } from "./fixtures.ts";
import { manifold } from "./manifold.ts";
import { signIn } from "./sign-in.ts";
import { hoursOfFeed, naiveBill, naiveMonth, usYear } from "./us-year.ts";

// The main job, from a file of meter data to a paid bill. What one person does the next one finds.
const folder = mkdtempSync(path.join(tmpdir(), "manifold-e2e-"));
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const full = path.join(folder, name);
  writeFileSync(full, text);
  return full;
}

const dollars = (cents: number): string => `$${(cents / 100).toFixed(2)}`;

/** Bills a month on the page and waits for its end. */
async function billMonth(page: Page, words: RunWords, month: string): Promise<void> {
  await page.getByLabel(words.month).fill(month);
  await page.getByRole("button", { name: words.rehearse, exact: true }).click();
  await page.getByRole("button", { name: words.start, exact: true }).click();
  await expect(page).toHaveURL(/workspace\/bill-runs\/[0-9a-f-]{36}$/);
  const progress = page.getByRole("progressbar");
  await expect(progress).toHaveAttribute("aria-valuenow", "100", { timeout: 45_000 });
  await expect(page.getByText(words.done, { exact: true }).first()).toBeVisible();
}

interface RunWords {
  readonly month: string;
  readonly rehearse: string;
  readonly start: string;
  readonly done: string;
}
const EN: RunWords = { month: "Month", rehearse: "Rehearse", start: "Start the run", done: "Done" };

test.describe("hourly values over both clock changes, in English", () => {
  test.describe.configure({ mode: "serial" });
  test.use({ preferences: { locale: "en", colorScheme: "light" } });
  const CHANNEL = "S7000990018/energy";

  test("a metering clerk takes a Green Button year in; again, by page or by command, it is nothing new", async ({
    page,
    expectAccessible,
  }) => {
    const feed = file("year-2018.xml", usYear(2018));
    await signIn(page, "alder-bay", "metering@alder-bay", "workspace/reads/upload");
    const report = page.getByRole("status");
    const send = async (): Promise<void> => {
      await page.locator("input[type=file]").setInputFiles(feed);
      await page.getByLabel("Channel").fill(CHANNEL);
      await page.getByRole("button", { name: "Take in" }).click();
    };
    await send();
    await expect(page.getByText("Taken in", { exact: true })).toBeVisible();
    await expect(report).toContainText("8,760");
    await expect(report).toContainText("365 / 0");
    await expectAccessible(page);
    await send();
    await expect(page.getByText("All of it was known; nothing changed")).toBeVisible();

    const again = await manifold("ingest", "--tenant", "alder-bay", "--channel", CHANNEL, feed);
    expect(again.out).toBe("year-2018.xml: 8760 reads, all known already; nothing changed.\n");
    expect(again.code).toBe(0);
  });

  test("the command line takes in a year that is new, and says so", async () => {
    const feed = file("year-2017.xml", usYear(2017));
    const command = ["ingest", "--tenant", "alder-bay", "--channel", CHANNEL, "--json", feed];
    const first = await manifold(...command);
    expect(JSON.parse(first.out)).toMatchObject({ format: "green-button", reads: 8760, unchanged: false });
    const second = await manifold(...command);
    expect(JSON.parse(second.out)).toMatchObject({ reads: 8760, valuesNew: 0, unchanged: true });
    expect([first.code, second.code]).toEqual([0, 0]);
  });

  test("the days of the clock changes have 23 and 25 hours, to be read as a chart and as a table", async ({
    page,
  }) => {
    await signIn(page, "alder-bay", "metering@alder-bay", "workspace/reads");
    await page.getByRole("searchbox").fill("S7000990018");
    const row = page.getByRole("row", { name: /S7000990018/ });
    await expect(page.getByRole("row")).toHaveCount(2);
    await row.getByRole("link", { name: /energy/i }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Energy");
    const channel = page.url();
    for (const [day, hours] of [
      ["2018-03-11", 23],
      ["2018-11-04", 25],
      ["2018-07-04", 24],
    ] as const) {
      await page.goto(`${channel}?from=${day}&days=1`);
      await scrollThrough(page);
      const chart = page.getByRole("figure");
      await expect(chart.locator("canvas")).toHaveCount(1);
      await chart.getByRole("button", { name: "Table" }).click();
      await expect(chart.getByRole("table").getByRole("row")).toHaveCount(hours + 1);
    }
  });

  test("a value is corrected with a reason; what was read stays beside it", async ({ page }) => {
    await signIn(page, "alder-bay", "metering@alder-bay", "workspace/reads");
    await page.goto("/t/alder-bay/workspace/reads?search=S7000990018");
    const channel = await page.getByRole("link", { name: /energy/i }).getAttribute("href");
    await page.goto(`${channel}?from=2018-07-04&days=1`);
    await page.getByLabel("Start").fill("2018-07-04 03:00");
    await page.getByRole("textbox", { name: "Value" }).fill("7500");
    await page.getByLabel("Reason").fill("photo of the display");
    await page.getByRole("button", { name: "Save the correction" }).click();
    const trail = page.getByRole("row", { name: /photo of the display/ });
    await expect(trail).toContainText("Priya Raman");
    const chart = page.getByRole("figure");
    await chart.getByRole("button", { name: "Table" }).click();
    const cells = chart.getByRole("row", { name: /03:00/ }).getByRole("cell");
    // That hour is number 4418 of the year on standard time: 1 + 4418 % 3 kWh.
    await expect(cells).toHaveText([/03:00/, "7,500", "3,000", "Edited"]);
  });

  test("a billing clerk bills March: 743 hours at time-of-use prices, to the cent", async ({ page }) => {
    const wanted = naiveMonth(2018, 3);
    expect(wanted.hours).toBe(743);
    await signIn(page, "alder-bay", "billing@alder-bay", "workspace/bill-runs");
    await billMonth(page, EN, "2018-03");
    await page.goto("/t/alder-bay/workspace/bills?period=2018-03");
    await expect(page.getByRole("row")).toHaveCount(2);
    const bill = page.getByRole("row", { name: /Load Profile Home/ });
    await expect(bill).toContainText(`${wanted.kwh.toLocaleString("en")} kWh`);
    await expect(bill).toContainText(dollars(wanted.cents));
  });

  test("the published Green Button file: all of it goes in once and is billed by its own clock", async ({
    page,
  }) => {
    test.skip(!haveSharedFiles, "the published files are not beside the project");
    const command = ["ingest", "--tenant", "alder-bay", "--channel", "S7000990011/energy", "--json"];
    const first = await manifold(...command, SHARED_FILES.coastalYear);
    expect(JSON.parse(first.out)).toMatchObject({ reads: 8760, valuesNew: 8760, faults: 0 });
    const second = await manifold(...command, SHARED_FILES.coastalYear);
    expect(JSON.parse(second.out)).toMatchObject({ reads: 8760, valuesNew: 0, unchanged: true });
    await signIn(page, "alder-bay", "billing@alder-bay", "workspace/bill-runs");
    await billMonth(page, EN, "2011-11");
    await page.goto("/t/alder-bay/workspace/bills?period=2011-11");
    const wanted = naiveBill(hoursOfFeed(readFileSync(SHARED_FILES.coastalYear, "utf8")), 2011, 11);
    expect(wanted.hours).toBe(721);
    const bill = page.getByRole("row", { name: /Green Button Home/ });
    await expect(bill).toContainText(`${wanted.kwh.toLocaleString("en", { maximumFractionDigits: 3 })} kWh`);
    await expect(bill).toContainText(dollars(wanted.cents));
  });
});

test.describe("a month of a Chinese city, in Chinese", () => {
  test.describe.configure({ mode: "serial" });
  test.use({ preferences: { locale: "zh-CN", colorScheme: "light" } });
  const CITY = "/t/linzhou";
  const ZH: RunWords = { month: "月份", rehearse: "试算", start: "开始出账", done: "已完成" };
  /** The month before this one: the demo leaves it to be billed by hand. */
  const MONTH = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth(), 0))
    .toISOString()
    .slice(0, 7);
  const OWN = "张欣";
  let otherBill = "";

  const stat = (page: Page, label: string) =>
    page
      .locator("dl > div")
      .filter({ has: page.getByText(label, { exact: true }) })
      .locator("dd")
      .first();

  /** Agreements that have a bill of the month, from the file that the clerk downloads. */
  async function billed(page: Page): Promise<string[]> {
    const csv = await (await page.request.get(`${CITY}/api/bills.csv?period=${MONTH}`)).text();
    return csv
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(",")[0] as string);
  }

  test("a bad row is named with its line by the command and stands in quarantine; the good one is in", async ({
    page,
  }) => {
    await signIn(page, "linzhou", "metering@linzhou", "workspace/reads");
    const row = page
      .getByRole("row")
      .filter({ has: page.getByRole("link", { name: "总", exact: true }) })
      .last();
    const serial = (await row.getByRole("cell").nth(2).innerText()).split(/\s/)[0] as string;
    // Of next month: no bill of this test rests on it.
    const [date] = new Date(Date.now() + 40 * 86_400_000).toISOString().split("T");
    const rows = `time,meter,register,index\n${date} 00:00,${serial},total,998000\n${date} 00:00,NO-SUCH,total,1\n`;
    const csv = file("shishu.csv", rows);
    const first = await manifold("ingest", "--tenant", "linzhou", csv);
    expect(first.code).toBe(1);
    expect(first.out).toContain("line 3:");
    expect(first.out).toContain("NO-SUCH");
    await page.getByRole("link", { name: "隔离区" }).click();
    const bad = page.getByRole("row", { name: /shishu\.csv/ });
    await expect(bad).toHaveCount(1);
    await expect(bad.getByRole("cell").nth(2)).toHaveText("3");
    await expect(bad).toContainText("NO-SUCH,total,1");
    const second = await manifold("ingest", "--tenant", "linzhou", "--json", csv);
    expect(JSON.parse(second.out)).toMatchObject({ indicesNew: 0, faults: 1 });
  });

  test("a billing clerk runs the month to its end; a second run makes nothing twice", async ({ page }) => {
    await signIn(page, "linzhou", "billing@linzhou", "workspace/bill-runs");
    await billMonth(page, ZH, MONTH);
    const bills = await billed(page);
    expect(bills.length).toBeGreaterThan(50);
    await page.getByRole("link", { name: "出账", exact: true }).first().click();
    await billMonth(page, ZH, MONTH);
    await expect(stat(page, "已过账")).toHaveText("0");
    await expect(stat(page, "已有账单")).toHaveText(String(bills.length));
    expect(await billed(page)).toEqual(bills);
    expect(new Set(bills).size).toBe(bills.length);
  });

  test("a clerk sees each cause with its agreements, and books in balance", async ({ page }) => {
    await signIn(page, "linzhou", "billing@linzhou", "workspace/bill-runs");
    const failed = page.locator("td:nth-child(6)").filter({ hasNotText: /^0$/ });
    await page.getByRole("row").filter({ has: failed }).last().getByRole("link").click();
    const causes = page.getByRole("table", { name: "例外原因" });
    const agreements = await causes.getByRole("row").nth(1).getByRole("cell").nth(1).innerText();
    await causes.getByRole("link").first().click();
    await expect(page).toHaveURL(/cause=[A-Z_]+$/);
    const listed = page.getByRole("table", { name: "例外列表" }).getByRole("row");
    await expect(listed.filter({ hasText: "未处理" })).toHaveCount(Number(agreements));
    expect(Number(agreements)).toBeGreaterThan(0);
    await page.getByRole("link", { name: "总账" }).click();
    await expect(page.getByText("借贷平衡", { exact: true })).toBeVisible();
    const total = page.getByRole("row", { name: /^合计/ });
    const [debit, credit] = (await total.innerText()).match(/¥[\d,]+\.\d\d/g) ?? [];
    expect(debit).toBeTruthy();
    expect(credit).toBe(debit);
  });

  test("each line of a bill unfolds to quantity × price", async ({ page }) => {
    await signIn(page, "linzhou", "billing@linzhou", "workspace/bills");
    await page.goto(`${CITY}/workspace/bills?period=${MONTH}`);
    const other = page.getByRole("row").filter({ hasNotText: OWN }).nth(1).getByRole("link");
    otherBill = ((await other.getAttribute("href")) as string).split("/").at(-1) as string;
    await page.goto(`${CITY}/workspace/bills?period=${MONTH}&search=${encodeURIComponent(OWN)}`);
    await page.getByRole("row", { name: OWN }).getByRole("link").click();
    const lines = page.locator("details");
    await expect(lines.first()).toBeVisible();
    for (const line of await lines.all()) {
      await line.locator("summary").click();
      await expect(line.getByRole("listitem").first()).toBeVisible();
    }
    await expect(lines.getByText("×").first()).toBeVisible();
  });

  test.describe("on a phone", () => {
    test.use({ viewport: { width: 390, height: 844 } });

    test("a customer pays once though the gateway notifies twice, and downloads the receipt", async ({
      page,
      expectedErrors,
      expectAccessible,
    }) => {
      expectedErrors.push(/status of 404/);
      await signIn(page, "linzhou", "12901000003", "portal");
      await expect(page.getByRole("banner")).toContainText("临州供电");
      await page.getByRole("navigation").getByRole("link", { name: "账单" }).click();
      // The home page lists bills too: a click on its rows while the next page comes would be lost.
      await expect(page).toHaveURL(/portal\/bills$/);
      await expect(page.getByRole("heading", { level: 1, name: "账单" })).toBeVisible();
      await page
        .getByRole("row", { name: monthInWords(MONTH) })
        .getByRole("link")
        .click();
      const pay = page.getByRole("button", { name: /^立即缴费/ });
      const amount = (await pay.innerText()).replace(/[^\d.]/g, "");
      const bill = page.url();
      await pay.click();
      await expect(page).toHaveURL(/\/pay\//);
      await expect(page.getByText(`${amount} CNY`)).toBeVisible();
      await expectAccessible(page);
      await page.getByRole("button", { name: "确认支付" }).click();
      await expect(page).toHaveURL(/portal\/payments\//);
      await expect(page.getByRole("status")).toContainText("支付成功", { timeout: 20_000 });
      const receipt = page.getByRole("link", { name: "下载收据" });
      const pdf = await page.request.get((await receipt.getAttribute("href")) as string);
      expect(pdf.headers()["content-type"]).toContain("application/pdf");
      const bytes = await pdf.body();
      expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
      expect(bytes.length).toBeGreaterThan(3_000);

      await page.goto(bill);
      await expect(page.getByText("已付清", { exact: true })).toBeVisible();
      await expect(pay).toHaveCount(0);
      await expect(page.getByRole("table", { name: "缴费记录" }).getByRole("row")).toHaveCount(2);

      expect(otherBill).toMatch(/^[0-9a-f-]{36}$/);
      const refused = await page.goto(`${CITY}/portal/bills/${otherBill}`);
      expect(refused?.status()).toBe(404);
      await expect(page.getByRole("alert")).toContainText("没有找到这个页面");
    });
  });

  test("an administrator sees both notifications, one posted, and who did what", async ({ page }) => {
    await signIn(page, "linzhou", "admin@linzhou", "console/payments");
    const order = page
      .getByRole("table", { name: "支付订单" })
      // Names are masked for who does not serve customers.
      .getByRole("row", { name: new RegExp(`${OWN[0]}\\*`) })
      .first();
    const number = await order.getByRole("cell").first().innerText();
    const notifications = page.getByRole("table", { name: "支付通知" }).getByRole("row", { name: number });
    await expect(async () => {
      await page.reload();
      await expect(notifications).toHaveCount(2);
    }).toPass();
    await expect(notifications.filter({ hasText: "已入账" })).toHaveCount(1);
    await expect(notifications.filter({ hasText: "重复" })).toHaveCount(1);

    await page.goto(`${CITY}/console/audit`);
    const deed = (who: string, what: string) =>
      page.getByRole("row", { name: new RegExp(`${who}.*${what}`) });
    await expect(deed("沈玉兰", "账单 · 运行").first()).toBeVisible();
    await expect(deed("manifold ingest", "读数 · 导入").first()).toBeVisible();
    await expect(deed(`${OWN[0]}\\*`, "缴费 · 发起").first()).toBeVisible();
  });
});

/** "2026-10" as the pages write it: 2026年10月. */
function monthInWords(month: string): string {
  const [year, number] = month.split("-");
  return `${year}年${Number(number)}月`;
}
