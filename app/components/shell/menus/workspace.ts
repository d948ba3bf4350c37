import { IconHome } from "../../icons.ts";
import type { MenuGroup } from "../menu.ts";

export const WORKSPACE_MENU: readonly MenuGroup[] = [
  { entries: [{ label: "workspaceHome", path: "workspace", icon: IconHome, exact: true, onPhoneBar: true }] },
];
