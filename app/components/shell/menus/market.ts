import { IconHome } from "../../icons.ts";
import type { MenuGroup } from "../menu.ts";

export const MARKET_MENU: readonly MenuGroup[] = [
  { entries: [{ label: "marketHome", path: "/market", icon: IconHome, exact: true, onPhoneBar: 0 }] },
];
