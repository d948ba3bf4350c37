import { expect, test } from "./fixtures.ts";
import { firstRow, lookAtEach, WAYS } from "./look.ts";
import { signIn } from "./sign-in.ts";

// What an administrator sees and sets; roles and the trail are in identity.spec.ts too.
const CONSOLE = "/t/linzhou/console";

for (const { name, viewport, preferences } of WAYS)
  test.describe(name, () => {
    test.use({ viewport, preferences });
    // Many pages in one test, each looked at by axe.
    test.describe.configure({ timeout: 180_000 });

    test("every page of an administrator", async ({ page, expectAccessible }) => {
      await signIn(page, "linzhou", "admin@linzhou", "console");
      const member = await firstRow(page, `${CONSOLE}/members`);
      const pages = ["", "/tenant", "/members", "/api-keys", "/payments", "/audit", "/system"];
      await lookAtEach(page, [...pages.map((each) => CONSOLE + each), member], expectAccessible);
    });

    test("every page of configuration and operation", async ({ page, expectAccessible }) => {
      await signIn(page, "linzhou", "admin@linzhou", "console");
      const plugin = await firstRow(page, `${CONSOLE}/plugins`);
      const message = await firstRow(page, `${CONSOLE}/outbox`);
      const pages = ["/plugins", "/releases", "/releases/1", "/upgrades", "/shadow-runs"];
      const more = ["/security", "/commands", "/outbox"];
      const items = [
        "form/repair-report",
        "kpi/recovery-rate?view=preview",
        "service/repair",
        "message/bill-issued?view=preview",
        "tariff/residential",
      ];
      const history = `${CONSOLE}/designer/alarm/voltage-loss?view=history`;
      const paths = [
        ...[...pages, ...more].map((each) => CONSOLE + each),
        ...["", ...items].map((each) => `${CONSOLE}/designer/${each}`),
      ];
      await lookAtEach(page, [...paths, history, plugin, message], expectAccessible);
    });

    test("the lower tiers, as the province sees them", async ({ page, expectAccessible }) => {
      await signIn(page, "qingjiang", "admin@qingjiang", "console");
      const province = "/t/qingjiang/console";
      await lookAtEach(page, [province, `${province}/tiers`, `${province}/designer`], expectAccessible);
    });
  });

test.describe("in Chinese", () => {
  test.use({ preferences: { locale: "zh-CN", colorScheme: "light" } });

  test("a key takes reads in as a program would; once revoked it does not; the trail knows both", async ({
    page,
    request,
  }) => {
    const name = `采集前置机 ${Date.now()}`;
    await signIn(page, "linzhou", "admin@linzhou", "console/api-keys");
    await page.getByLabel("名称", { exact: true }).fill(name);
    await page.getByRole("checkbox", { name: "导入读数" }).check();
    await page.getByRole("button", { name: "创建密钥" }).click();
    await expect(page.getByText("请立即复制保存")).toBeVisible();
    const key = await page.locator("pre").innerText();

    const rows = `time,meter,register,index\n2026-12-01 00:00,NO-SUCH-${Date.now()},total,1\n`;
    const send = () =>
      request.post("/t/linzhou/api/reads?file=frontend.csv", {
        headers: { authorization: `Bearer ${key}`, "content-type": "text/csv" },
        data: rows,
      });
    const taken = await send();
    expect(taken.status()).toBe(200);
    expect(await taken.json()).toMatchObject({ faults: 1, firstFaults: [{ line: 2 }] });
    const elsewhere = await request.post("/t/linzhou-gas/api/reads", {
      headers: { authorization: `Bearer ${key}`, "content-type": "text/csv" },
      data: rows,
    });
    expect(elsewhere.status()).toBe(401);

    await page.reload();
    const row = page.getByRole("row", { name: new RegExp(name) });
    await row.getByRole("button", { name: "吊销" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "吊销" }).click();
    await expect(row).toContainText("已吊销");
    expect((await send()).status()).toBe(401);

    await page.getByRole("link", { name: "审计记录" }).click();
    const deed = (what: string) => page.getByRole("row", { name: new RegExp(what) }).first();
    await expect(deed("周启明.*接口密钥 · 吊销")).toBeVisible();
    await expect(deed("周启明.*接口密钥 · 创建")).toBeVisible();
    await expect(deed(`${name}.*接口.*读数 · 导入`)).toBeVisible();
  });

  test("language and appearance follow the person from page to page; signing out ends it", async ({
    page,
  }) => {
    await signIn(page, "linzhou", "admin@linzhou", "console");
    await page.getByRole("button", { name: "外观" }).click();
    await page.getByRole("menuitem", { name: "深色" }).click();
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("navigation").getByRole("link", { name: "Members and roles" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Members and roles");
    await page.reload();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
    await page.getByRole("button", { name: "Account of 周启明" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page).toHaveURL(/auth\/sign-in/);
    await page.goto(CONSOLE);
    await expect(page).toHaveURL(/auth\/sign-in/);
  });
});
