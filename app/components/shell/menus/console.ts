import {
  IconActivity,
  IconBell,
  IconBuilding,
  IconCard,
  IconDesigner,
  IconHistory,
  IconHome,
  IconKey,
  IconMail,
  IconPlugin,
  IconPrivacy,
  IconRelease,
  IconScale,
  IconShield,
  IconTiers,
  IconUpgrade,
  IconUsers,
} from "../../icons.ts";
import type { MenuGroup } from "../menu.ts";

export const CONSOLE_MENU: readonly MenuGroup[] = [
  { entries: [{ label: "consoleHome", path: "console", icon: IconHome, exact: true, onPhoneBar: 0 }] },
  {
    label: "utility",
    entries: [
      { label: "tenant", path: "console/tenant", icon: IconBuilding, ability: "read:tenant" },
      { label: "tiers", path: "console/tiers", icon: IconTiers, ability: "compare:tenant" },
      {
        label: "designer",
        path: "console/designer",
        icon: IconDesigner,
        ability: "read:blueprint",
        onPhoneBar: 1,
      },
      { label: "plugins", path: "console/plugins", icon: IconPlugin, ability: "read:plugin" },
      { label: "shadowRuns", path: "console/shadow-runs", icon: IconScale, ability: "read:shadowRun" },
      { label: "releases", path: "console/releases", icon: IconRelease, ability: "read:blueprint" },
      { label: "upgrades", path: "console/upgrades", icon: IconUpgrade, ability: "read:blueprint" },
    ],
  },
  {
    label: "access",
    entries: [
      { label: "members", path: "console/members", icon: IconUsers, ability: "read:member" },
      { label: "apiKeys", path: "console/api-keys", icon: IconKey, ability: "read:apiKey" },
      { label: "commands", path: "console/commands", icon: IconBell, ability: "read:alarm" },
      { label: "outbox", path: "console/outbox", icon: IconMail, ability: "read:message" },
      { label: "payments", path: "console/payments", icon: IconCard, ability: "read:payment" },
      { label: "security", path: "console/security", icon: IconShield, ability: "read:security" },
      { label: "privacy", path: "console/privacy", icon: IconPrivacy, ability: "read:privacy" },
      { label: "audit", path: "console/audit", icon: IconHistory, ability: "read:auditEntry" },
      { label: "system", path: "console/system", icon: IconActivity, ability: "read:system" },
    ],
  },
];
