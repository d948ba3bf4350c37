import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

// An analyst makes a two-part industrial tariff in the designer: paints its day, keeps a bill as golden example, sees what the
// draft would change for everybody, and publishes it with a second person.
test.use({ preferences: { locale: "zh-CN", colorScheme: "light" }, viewport: { width: 1440, height: 900 } });
test.describe.configure({ timeout: 150_000 });

const CITY = "/t/linzhou";

/** The latest month that the demo has billed everybody for: two months ago. */
function billedMonth(): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 2, 1)).toISOString().slice(0, 7);
}

test("a two-part tariff is painted, held by its golden example, tried on everybody and published by two", async ({
  page,
  browser,
  baseURL,
  expectAccessible,
}) => {
  await signIn(page, "linzhou", "admin@linzhou", "console/designer");
  const kept = () => expect(page.getByText("已保存", { exact: true })).toBeVisible();
  await page.goto(`${CITY}/console/designer/tariff/industrial-two-part`);
  await kept();
  await page.getByRole("button", { name: "复制为新项" }).click();
  const copy = page.getByRole("dialog");
  await copy.getByLabel("键").fill("industry-noon");
  await copy.getByRole("button", { name: "创建" }).click();
  await expect(page.getByText("industry-noon").first()).toBeVisible();
  await page.getByLabel("名称（中文）").first().fill("工业用电（两部制，午间高峰）");

  // The noon hour of working days in January becomes peak.
  await page.getByRole("button", { name: "把规则变成可涂的日历" }).click();
  await page.getByRole("radio", { name: /高峰$/ }).check({ force: true });
  await page.getByRole("gridcell", { name: "1月 12:00 低谷" }).first().click();
  await expect(page.getByRole("gridcell", { name: "1月 12:00 高峰" }).first()).toBeVisible();
  await kept();
  await expect(page.getByText("不成立")).toHaveCount(0);
  await expect(page.getByText("成立", { exact: true }).first()).toBeVisible();

  // A season, what is derived, and the late fee have editors of their own.
  await page.getByLabel("季节代码").fill("summer-peak");
  await page.getByRole("button", { name: "增加季节" }).click();
  await page.getByLabel("至 月", { exact: true }).last().selectOption("9");
  await page.getByLabel("用量代码").fill("billed");
  await page.getByRole("button", { name: "增加用量" }).click();
  await page.getByText("= energy", { exact: true }).click();
  await page.getByRole("button", { name: "增加常数" }).click();
  await page.getByLabel("常数").fill("1.025");
  await expect(page.getByText("= energy × 1.025")).toBeVisible();
  await page.getByLabel("收取违约金").check();
  await page.getByLabel("每日（‰）", { exact: true }).fill("2");
  await page.getByLabel("跨年度后每日（‰）").fill("3");
  await kept();

  // A real bill by the draft is kept with it; from then on it must come out the same.
  await page.getByRole("button", { name: "保留为标准算例" }).click();
  await expect(page.getByText("相符", { exact: true })).toBeVisible();
  await expectAccessible(page);

  // What it would change, before anybody is billed by it.
  await page.getByLabel("用户现用价目表（代码）").fill("industrial-two-part");
  const month = billedMonth();
  await page.locator('input[name="from"]').fill(month);
  await page.locator('input[name="to"]').fill(month);
  await page.getByRole("button", { name: "开始", exact: true }).click();
  await expect(page).toHaveURL(/console\/shadow-runs\/[0-9a-f-]{36}$/);
  await expect(page.getByText("已完成", { exact: true }).first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("按草案").first()).toBeVisible();
  await expect(page.getByRole("heading", { name: "变化最大的一百户" })).toBeVisible();
  await expectAccessible(page);

  // Money needs a second person.
  await page.goto(`${CITY}/console/designer/tariff/industry-noon`);
  await kept();
  await page.getByRole("button", { name: "送审" }).click();
  const review = page.getByRole("dialog");
  await review.getByLabel("说明").fill("午间高峰试点");
  await review.getByRole("button", { name: "送审" }).click();
  await expect(page).toHaveURL(/console\/releases\/proposals\//);
  await expect(page.getByText("需由另一位同事批准", { exact: false })).toBeVisible();
  await expect(page.getByRole("button", { name: "发布" })).toHaveCount(0);
  const proposal = new URL(page.url()).pathname;

  const context = await browser.newContext({
    ...(baseURL === undefined ? {} : { baseURL }),
    locale: "zh-CN",
  });
  const deputy = await context.newPage();
  await signIn(deputy, "linzhou", "deputy@linzhou", "console/releases");
  await deputy.goto(proposal);
  await expect(deputy.getByRole("heading", { name: /工业用电（两部制，午间高峰）/ })).toBeVisible();
  await deputy.getByRole("button", { name: "批准" }).click();
  await expect(deputy.getByRole("status")).toContainText("可以发布");
  await deputy.getByRole("button", { name: "发布" }).first().click();
  await deputy.getByRole("dialog").getByRole("button", { name: "发布" }).click();
  await expect(deputy).toHaveURL(/console\/releases\/\d+$/);
  await expect(deputy.getByText("现行", { exact: true })).toBeVisible();
  await context.close();
});
