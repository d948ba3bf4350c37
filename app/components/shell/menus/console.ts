import { IconHome } from "../../icons.ts";
import type { MenuGroup } from "../menu.ts";

export const CONSOLE_MENU: readonly MenuGroup[] = [
  { entries: [{ label: "consoleHome", path: "console", icon: IconHome, exact: true, onPhoneBar: true }] },
];
