import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "./fixtures.ts";
import { manifold } from "./manifold.ts";
import { signIn } from "./sign-in.ts";

// A developer makes, tries, signs and publishes a plugin by the command line; the admin of a utility finds it, asks for it with
// what it may do, a second person approves, and the admin stops it at once when something is wrong.
test.use({ preferences: { locale: "zh-CN", colorScheme: "light" }, viewport: { width: 1440, height: 900 } });
test.describe.configure({ timeout: 120_000 });

const BAY = "/t/alder-bay";
const folder = mkdtempSync(path.join(tmpdir(), "manifold-developer-"));
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await manifold("plugin", ...args);
  expect(code, `${args.join(" ")}: ${out}${err}`).toBe(0);
  return out.trim();
}

test("a plugin goes from its developer through the registry into a utility by two people, and is stopped at once", async ({
  page,
  browser,
  baseURL,
  expectAccessible,
}) => {
  const plugin = path.join(folder, "bay-levy");
  const [key, pack] = [path.join(folder, "publisher.pem"), path.join(folder, "bay-levy.tgz")];
  await run("new", "bay-levy", "--point", "tariff.charge", "--in", folder);
  const tried = await run(
    "run",
    plugin,
    "--hook",
    "tariff.charge",
    "--input",
    path.join(plugin, "sample.json"),
  );
  expect(tried).toContain("charge");
  const publicKey = await run("key", key);
  await run("pack", plugin, "--key", key, "--out", pack);
  await run("publish", pack, "--key", publicKey);

  await signIn(page, "alder-bay", "admin@alder-bay", "console/plugins");
  await expect(page.getByRole("heading", { name: "插件", level: 1 })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: /bay-levy/i }).click();
  await expect(page.getByText("第三方，经签名验证")).toBeVisible();
  await expect(page.getByText("可安装", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "提出安装" }).click();
  await expect(page).toHaveURL(/console\/releases\/proposals\//);
  await expect(page.getByText("需由另一位同事批准", { exact: false })).toBeVisible();
  const proposal = new URL(page.url()).pathname;

  const context = await browser.newContext({
    ...(baseURL === undefined ? {} : { baseURL }),
    locale: "zh-CN",
  });
  const deputy = await context.newPage();
  await signIn(deputy, "alder-bay", "deputy@alder-bay", "console/releases");
  await deputy.goto(proposal);
  await deputy.getByRole("button", { name: "批准" }).click();
  await expect(deputy.getByRole("status")).toContainText("可以发布");
  await deputy.getByRole("button", { name: "发布" }).first().click();
  await deputy.getByRole("dialog").getByRole("button", { name: "发布" }).click();
  await expect(deputy).toHaveURL(/console\/releases\/\d+$/);
  await context.close();

  await page.goto(`${BAY}/console/plugins/bay-levy`);
  await expect(page.getByText("已安装", { exact: true })).toBeVisible();
  await page.getByLabel("原因").fill("账单上的金额不对");
  await page.getByRole("button", { name: "停用" }).click();
  await expect(page.getByText("已停用", { exact: true }).first()).toBeVisible();
  await expectAccessible(page);

  // The developer's own page of the market tells which versions there are, to everybody.
  await page.goto("/market");
  await expect(page.getByText("bay-levy").first()).toBeVisible();
});
