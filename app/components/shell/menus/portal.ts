import { IconHome } from "../../icons.ts";
import type { MenuGroup } from "../menu.ts";

export const PORTAL_MENU: readonly MenuGroup[] = [
  { entries: [{ label: "portalHome", path: "portal", icon: IconHome, exact: true, onPhoneBar: true }] },
];
