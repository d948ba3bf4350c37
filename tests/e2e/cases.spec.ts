import type { Page } from "@playwright/test";
import { expect, expectNoSideScroll, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

// A customer asks for a repair, a dispatcher gives it to somebody on the board, the crew comes and repairs, the customer
// follows it, says that it is solved and rates it. The figure of satisfaction moves with it, in the city and in the province.
test.use({ preferences: { locale: "zh-CN", colorScheme: "light" } });
test.describe.configure({ timeout: 120_000 });

const CITY = "linzhou";
/** One grey pixel. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==",
  "base64",
);

test("a repair goes from the customer to the board, the crew and back, and is rated", async ({
  page,
  browser,
  baseURL,
  expectAccessible,
}) => {
  const windowOf = async (utility: string, login: string): Promise<Page> => {
    const context = await browser.newContext({
      ...(baseURL === undefined ? {} : { baseURL }),
      locale: "zh-CN",
    });
    const other = await context.newPage();
    await signIn(other, utility, login, "workspace");
    return other;
  };
  const dispatcher = await windowOf(CITY, `dispatch@${CITY}`);
  const province = await windowOf("qingjiang", "viewer@qingjiang");
  const ofCity = () => ratedIn(dispatcher, CITY, /故障报修/);
  const ofProvince = () => ratedIn(province, "qingjiang", /临州/);
  const [cityBefore, provinceBefore] = [await ofCity(), await ofProvince()];

  // The customer, on a phone.
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, CITY, "12901000001", "portal/services");
  await page.getByRole("link", { name: /故障报修/ }).click();
  await page.getByRole("radio", { name: "停电", exact: true }).check();
  await page.getByLabel("情况描述").fill("晚饭时突然停电，邻居有电。");
  // What the utility knows already is filled in.
  await expect(page.getByLabel(/^联系电话/)).toHaveValue("12901000001");
  await expectNoSideScroll(page);
  await expectAccessible(page);
  await page.getByRole("button", { name: "提交" }).click();
  await expect(page).toHaveURL(/portal\/requests\/[0-9a-f-]{36}/);
  await expect(page.getByText("已受理，正在安排抢修人员").first()).toBeVisible();
  const own = new URL(page.url()).pathname;
  const caseId = own.split("/").at(-1) as string;
  const number = (await page.locator(".m-number").first().textContent()) as string;

  // The dispatcher sends a crew: first that it is taken, then to whom.
  await dispatcher.goto(`/t/${CITY}/workspace/cases/${caseId}`);
  await expect(dispatcher.getByText("晚饭时突然停电，邻居有电。")).toBeVisible();
  await dispatcher.getByRole("button", { name: "完成" }).click();
  await expect(dispatcher.getByRole("heading", { name: "到达现场" })).toBeVisible();
  await dispatcher.goto(`/t/${CITY}/workspace/board?search=${number}`);
  await dispatcher.getByRole("combobox", { name: `派给 ${number}` }).selectOption({ label: "马春生" });
  await expect(dispatcher.getByText("已派单")).toBeVisible();
  await expectAccessible(dispatcher);
  await dispatcher.goto(`/t/${CITY}/workspace/dispatch`);
  await expect(dispatcher.getByRole("row").filter({ hasText: "到达现场" }).first()).toBeVisible();

  const crew = await windowOf(CITY, `field@${CITY}`);
  const task = `/t/${CITY}/workspace/cases/${caseId}`;
  await crew.goto(task);
  await crew.getByRole("button", { name: "完成" }).click();
  await expect(crew.getByRole("heading", { name: "抢修送电" })).toBeVisible();
  // What is missing is told, and nothing is sent.
  await crew.getByRole("button", { name: "完成" }).click();
  await expect(crew.getByRole("heading", { name: "抢修送电" })).toBeVisible();
  const field = (path: string) => crew.locator(`[data-field="${path}"]`);
  await field("cause").locator("select").selectOption({ index: 1 });
  await field("work").locator("textarea").fill("更换熔断器，恢复供电。");
  await field("solved").getByRole("radio").first().check();
  await field("photos")
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "现场.png", mimeType: "image/png", buffer: PICTURE });
  await expect(field("photos").getByRole("img", { name: "现场.jpg" })).toBeVisible();
  await field("customerThere").getByRole("radio", { name: "否" }).check();
  await crew.getByRole("button", { name: "完成" }).click();
  await expect(crew.getByRole("heading", { name: "回访" })).toBeVisible();
  await crew.close();

  // The customer is asked, answers and rates.
  await page.goto(own);
  await expect(page.getByText("问题解决了吗？")).toBeVisible();
  await page.getByRole("button", { name: "已恢复供电" }).click();
  await expect(page.getByText("请评价这次服务").first()).toBeVisible();
  await page.getByRole("radio", { name: "5 星" }).check({ force: true });
  await page.getByLabel("说说您的感受（选填）").fill("来得很快");
  await page.getByRole("button", { name: "提交评价" }).click();
  await expect(page.getByText("★★★★★ 来得很快")).toBeVisible();
  await expectNoSideScroll(page);
  await expectAccessible(page);

  await dispatcher.goto(task);
  await expect(dispatcher.getByText("已办结").first()).toBeVisible();

  // One more who is content, of one more who was asked.
  const more = ([content, asked]: readonly [number, number]) => [content + 1, asked + 1];
  expect(await ofCity()).toEqual(more(cityBefore));
  expect(await ofProvince()).toEqual(more(provinceBefore));
  // What the customer was told on the way lies in the portal.
  await page.goto(`/t/${CITY}/portal/messages`);
  await expect(page.getByText(number, { exact: false }).first()).toBeVisible();
  await Promise.all([dispatcher.close(), province.close()]);
});

/** Content customers and all who rated, this year, from the row of a KPI's table that says so. */
async function ratedIn(window: Page, utility: string, row: RegExp): Promise<readonly [number, number]> {
  await window.goto(`/t/${utility}/workspace/kpis/satisfaction?period=year&by=service`);
  const text = await window.getByRole("row").filter({ hasText: row }).first().textContent();
  const [, content, asked] = /([\d,]+) \/ ([\d,]+)/.exec(text ?? "") ?? [];
  expect(asked, `no figures in: ${text}`).toBeDefined();
  return [Number(content?.replaceAll(",", "")), Number(asked?.replaceAll(",", ""))];
}
