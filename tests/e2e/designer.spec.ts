import type { BrowserContext, Page } from "@playwright/test";
import { change } from "./change-pack.ts";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

// Two admins in two windows edit one draft; one goes offline and returns; both see one result.
test.use({ preferences: { locale: "zh-CN", colorScheme: "light" } });
test.describe.configure({ timeout: 180_000 });

const DESIGNER = "/t/alder-bay/console/designer";
const ITEM = `${DESIGNER}/estimation/standard`;

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.getByText("已保存", { exact: true })).toBeVisible();
}

/** The field of the item's English name. */
const english = (page: Page) => page.getByRole("group", { name: /^名称/ }).getByLabel("英文");
const chinese = (page: Page) => page.getByRole("group", { name: /^名称/ }).getByLabel("中文");

/** Another window of a person, which knows the session of the first one. */
async function secondWindow(page: Page, context: BrowserContext): Promise<Page> {
  const other = await page
    .context()
    .browser()
    ?.newContext({
      baseURL: new URL(page.url()).origin,
      storageState: await context.storageState(),
      locale: "zh-CN",
    });
  if (!other) throw new Error("no second window could be opened");
  return other.newPage();
}

test("two windows edit one draft; one goes offline and returns; both see one result", async ({
  page,
  context,
  expectAccessible,
}) => {
  await signIn(page, "alder-bay", "admin@alder-bay", "console/designer");
  const other = await secondWindow(page, context);
  await open(page, ITEM);
  await open(other, ITEM);

  // Each sees what the other writes, and where they are.
  const mark = `Standard ${Date.now()}`;
  await english(page).fill(mark);
  await expect(english(other)).toHaveValue(mark);
  await expect(other.getByRole("list", { name: "正在一起编辑的人" })).toBeVisible();

  // One loses the network and goes on; meanwhile the other changes another field.
  await other.context().setOffline(true);
  await expect(other.getByText("离线", { exact: true })).toBeVisible();
  const offline = `离线改名 ${Date.now()}`;
  await chinese(other).fill(offline);
  await expect(other.getByText("离线，改动保留在本机")).toBeVisible();
  await english(page).fill(`${mark} b`);
  await expect(page.getByText("已保存", { exact: true })).toBeVisible();

  await other.context().setOffline(false);
  for (const window of [page, other]) {
    await expect(chinese(window)).toHaveValue(offline);
    await expect(english(window)).toHaveValue(`${mark} b`);
    await expect(window.getByText("已保存", { exact: true })).toBeVisible();
  }
  await page.reload();
  await expect(chinese(page)).toHaveValue(offline);

  // Each takes back what they did themselves, and nothing of the other's.
  await other.getByRole("button", { name: "撤销" }).click();
  await expect(chinese(page)).not.toHaveValue(offline);
  await expect(english(page)).toHaveValue(`${mark} b`);

  // A comment at a field, answered and resolved by the other.
  await page.getByRole("button", { name: /^依据的评论/ }).click();
  await page.getByRole("textbox", { name: "写一条评论" }).fill("依据是哪一年的版本？");
  await page.getByRole("button", { name: "发表" }).click();
  await expect(other.getByText("依据是哪一年的版本？")).toBeVisible();
  await other.getByRole("button", { name: "解决" }).click();
  await expect(page.getByText("还没有评论", { exact: false })).toBeVisible();
  await other.context().close();

  // The same field is published meanwhile: nothing is overwritten until somebody has said whose stays.
  await change("alder-bay", "estimation/standard.yaml", (text) =>
    text.replace(/^(label: .*en: ).*?( \})/m, `$1Published meanwhile$2`),
  );
  await page.reload();
  await expect(page.getByRole("heading", { name: "与期间发布的版本有 1 处冲突" })).toBeVisible();
  await expect(page.getByText("Published meanwhile", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByRole("button", { name: "确定", exact: true })).toBeDisabled();
  await page.getByRole("radio", { name: "草稿的", exact: true }).check();
  await page.getByRole("button", { name: "确定", exact: true }).click();
  await expect(page.getByRole("heading", { name: /处冲突/ })).toHaveCount(0);
  await open(page, ITEM);
  await expect(english(page)).toHaveValue(`${mark} b`);
});
