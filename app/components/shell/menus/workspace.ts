import {
  IconActivity,
  IconAlert,
  IconBill,
  IconBoard,
  IconCalculator,
  IconCases,
  IconChart,
  IconDispatch,
  IconHome,
  IconInbox,
  IconMap,
  IconMeter,
  IconPremise,
  IconRules,
  IconScale,
  IconUsers,
} from "../../icons.ts";
import type { MenuGroup } from "../menu.ts";

export const WORKSPACE_MENU: readonly MenuGroup[] = [
  { entries: [{ label: "workspaceHome", path: "workspace", icon: IconHome, exact: true, onPhoneBar: 0 }] },
  {
    entries: [
      { label: "inbox", path: "workspace/inbox", icon: IconInbox, ability: "work:case", onPhoneBar: 1 },
    ],
  },
  {
    label: "customers",
    entries: [
      {
        label: "customers",
        path: "workspace/customers",
        icon: IconUsers,
        ability: "read:customer",
        onPhoneBar: 4,
      },
      { label: "premises", path: "workspace/premises", icon: IconPremise, ability: "read:premise" },
      { label: "map", path: "workspace/map", icon: IconMap, ability: "read:premise", onPhoneBar: 5 },
    ],
  },
  {
    label: "service",
    entries: [
      { label: "cases", path: "workspace/cases", icon: IconCases, ability: "read:case", onPhoneBar: 3 },
      { label: "board", path: "workspace/board", icon: IconBoard, ability: "dispatch:case" },
      { label: "dispatch", path: "workspace/dispatch", icon: IconDispatch, ability: "dispatch:case" },
    ],
  },
  {
    label: "metering",
    entries: [
      { label: "meters", path: "workspace/meters", icon: IconMeter, ability: "read:premise" },
      { label: "reads", path: "workspace/reads", icon: IconActivity, ability: "read:read" },
    ],
  },
  {
    label: "safety",
    entries: [
      {
        label: "alarms",
        path: "workspace/alarms",
        icon: IconAlert,
        ability: "read:alarm",
        exact: true,
        onPhoneBar: 2,
      },
      { label: "alarmRules", path: "workspace/alarms/rules", icon: IconRules, ability: "read:alarm" },
    ],
  },
  {
    label: "figures",
    entries: [{ label: "kpis", path: "workspace/kpis", icon: IconChart, ability: "read:kpi" }],
  },
  {
    label: "billing",
    entries: [
      { label: "billRuns", path: "workspace/bill-runs", icon: IconCalculator, ability: "run:bill" },
      { label: "bills", path: "workspace/bills", icon: IconBill, ability: "read:bill" },
      { label: "ledger", path: "workspace/ledger", icon: IconScale, ability: "read:ledgerEntry" },
    ],
  },
];
