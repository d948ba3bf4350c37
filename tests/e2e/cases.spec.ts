import type { Page } from "@playwright/test";
import { expect, expectNoSideScroll, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

// A customer asks for a repair, a dispatcher gives it to somebody on the board, the crew comes and repairs, the customer
// follows it, says that it is solved and rates it.
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
  const windowOf = async (login: string): Promise<Page> => {
    const context = await browser.newContext({
      ...(baseURL === undefined ? {} : { baseURL }),
      locale: "zh-CN",
    });
    const other = await context.newPage();
    await signIn(other, CITY, login, "workspace");
    return other;
  };
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
  const dispatcher = await windowOf(`dispatch@${CITY}`);
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

  const crew = await windowOf(`field@${CITY}`);
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
  await dispatcher.close();
});
