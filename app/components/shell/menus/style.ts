import { IconHome, IconTable } from "../../icons.ts";
import type { MenuGroup } from "../menu.ts";

export const STYLE_MENU: readonly MenuGroup[] = [
  {
    entries: [
      { label: "utilities", path: "/", icon: IconHome, exact: true, onPhoneBar: 0 },
      { label: "style", path: "/style", icon: IconTable, exact: true, onPhoneBar: 1 },
    ],
  },
];
