import { expect, type Page } from "@playwright/test";

/** Every login of the demo has this password (printed by `npm start`). */
const DEMO_PASSWORD = "manifold-demo";

/** Signs in at a utility of the demo and waits for the start of an area. */
export async function signIn(page: Page, tenant: string, login: string, area: string): Promise<void> {
  const target = `/t/${tenant}/${area}`;
  await page.goto(`/t/${tenant}/auth/sign-in?redirectTo=${encodeURIComponent(target)}`);
  // Quick fingers: what is typed before the page is awake counts too.
  await page.locator("input[autocomplete=username]").fill(login);
  await page.locator("input[type=password]").fill(DEMO_PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${target}(/|$|\\?)`));
}
