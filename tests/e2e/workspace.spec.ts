import { expect, test } from "./fixtures.ts";
import { chineseOn, firstRow, lookAtEach, WAYS } from "./look.ts";
import { signIn } from "./sign-in.ts";

// The pages of staff about customers, the network and bills; those about reads are in reads.spec.ts.
const CITY = "/t/linzhou/workspace";

for (const { name, viewport, preferences } of WAYS)
  test.describe(name, () => {
    test.use({ viewport, preferences });
    // Many pages in one test, each looked at by axe.
    test.describe.configure({ timeout: 180_000 });

    test("customers, premises, meters and map", async ({ page, expectAccessible }) => {
      await signIn(page, "linzhou", "service@linzhou", "workspace");
      const customer = await firstRow(page, `${CITY}/customers`);
      const paths = [
        CITY,
        `${CITY}/customers`,
        customer,
        `${CITY}/premises`,
        `${CITY}/meters`,
        `${CITY}/map`,
      ];
      await lookAtEach(page, paths, expectAccessible);
    });

    test("cases, the board, the inbox, alarms and KPIs", async ({ page, expectAccessible }) => {
      await signIn(page, "linzhou", "dispatch@linzhou", "workspace");
      const shown = await firstRow(page, `${CITY}/cases`);
      const alarm = await firstRow(page, `${CITY}/alarms`);
      const kpi = await firstRow(page, `${CITY}/kpis`);
      const pages = ["cases", "cases/new", "board", "dispatch", "inbox", "alarms", "alarms/rules", "kpis"];
      await lookAtEach(
        page,
        [...pages.map((each) => `${CITY}/${each}`), shown, alarm, kpi],
        expectAccessible,
      );
    });

    test("bill runs, bills, ledger and accounts", async ({ page, expectAccessible }) => {
      await signIn(page, "linzhou", "billing@linzhou", "workspace");
      const run = await firstRow(page, `${CITY}/bill-runs`);
      const bill = await firstRow(page, `${CITY}/bills`);
      await page.goto(bill);
      const account = page.locator("a[href*='/workspace/accounts/']");
      const accountPath = (await account.getAttribute("href")) as string;
      await page.goto(await firstRow(page, `${CITY}/customers?kind=business`));
      const terms = page.locator("a[href*='/workspace/agreements/']").first();
      const termsPath = (await terms.getAttribute("href")) as string;
      const paths = [
        CITY,
        `${CITY}/bill-runs`,
        run,
        `${CITY}/bills`,
        bill,
        `${CITY}/ledger`,
        accountPath,
        termsPath,
      ];
      await lookAtEach(page, paths, expectAccessible);
    });
  });

test("a billing clerk dates a loss of an agreement, sees the last bill by it, and saves it with its reason", async ({
  page,
}) => {
  await signIn(page, "linzhou", "billing@linzhou", "workspace");
  await page.goto(await firstRow(page, `${CITY}/customers?kind=business`));
  await page.getByRole("link", { name: "合同条款" }).first().click();
  const total = page.getByRole("main").locator("output");
  await expect(total).toHaveText(/¥/);
  const before = await total.innerText();
  const form = page.getByRole("main");
  await form.getByLabel("添加字段").selectOption({ label: "取数规则" });
  await form.getByRole("button", { name: "添加一项" }).click();
  await form.getByLabel("用量").fill("energy");
  await form.getByLabel("份额").fill("5");
  await expect(form.getByRole("button", { name: "保存条款" })).toBeDisabled();
  await expect(form.getByText("先改正这些")).toBeVisible();
  await form.getByLabel("份额").fill("0.05");
  await expect(total).not.toHaveText(before);
  await form.getByLabel("修改原因").fill("高供低计，变损协议");
  await form.getByRole("button", { name: "保存条款" }).click();
  await expect(page.getByText("条款已保存")).toBeVisible();
  await page.reload();
  await expect(form.getByLabel("份额")).toHaveValue("0.05");
});

test.describe("in English, at a utility whose data are English", () => {
  test.use({ preferences: { locale: "en", colorScheme: "light" } });

  test("nothing on the pages of staff is Chinese", async ({ page }) => {
    const city = "/t/alder-bay/workspace";
    await signIn(page, "alder-bay", "admin@alder-bay", "workspace");
    const details = [
      await firstRow(page, `${city}/customers`),
      await firstRow(page, `${city}/bills`),
      await firstRow(page, `${city}/reads`),
    ];
    const lists = [
      "",
      "/customers",
      "/premises",
      "/meters",
      "/map",
      "/reads",
      "/reads/findings",
      "/reads/upload",
    ];
    for (const path of [...lists.map((each) => city + each), `${city}/bills`, `${city}/ledger`, ...details]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      expect(await chineseOn(page), path).toEqual([]);
    }
  });
});
