import {
  IconBell,
  IconBill,
  IconCard,
  IconCases,
  IconChart,
  IconHome,
  IconPrivacy,
  IconScale,
  IconServices,
} from "../../icons.ts";
import type { MenuGroup } from "../menu.ts";

export const PORTAL_MENU: readonly MenuGroup[] = [
  {
    entries: [
      { label: "portalHome", path: "portal", icon: IconHome, exact: true, onPhoneBar: 0 },
      { label: "ownUsage", path: "portal/usage", icon: IconChart, onPhoneBar: 1 },
      { label: "ownBills", path: "portal/bills", icon: IconBill, onPhoneBar: 2 },
      { label: "whatIf", path: "portal/what-if", icon: IconScale, ability: "compare:tariff" },
      { label: "ownMessages", path: "portal/messages", icon: IconBell, ability: "receive:message" },
      {
        label: "ownServices",
        path: "portal/services",
        icon: IconServices,
        ability: "open:case",
        onPhoneBar: 3,
      },
      { label: "ownRequests", path: "portal/requests", icon: IconCases, ability: "read:case" },
      { label: "ownPayments", path: "portal/payments", icon: IconCard },
      { label: "ownPrivacy", path: "portal/privacy", icon: IconPrivacy, ability: "read:privacy" },
    ],
  },
];
