import { expect, it } from "vitest";
import { IconHome } from "../icons.ts";
import { allowedMenu, type MenuGroup, phoneEntries } from "./menu.ts";
import { WORKSPACE_MENU } from "./menus/workspace.ts";

const MENU: readonly MenuGroup[] = [
  { entries: [{ label: "consoleHome", path: "console", icon: IconHome }] },
  {
    label: "billing",
    entries: [
      { label: "style", path: "a", icon: IconHome, ability: "read:bill" },
      { label: "utilities", path: "b", icon: IconHome, ability: "cancel:bill" },
    ],
  },
];

it("shows what needs no right and what is allowed, and no empty group", () => {
  const paths = (abilities: string[]) =>
    allowedMenu(MENU, abilities).map(({ entries }) => entries.map(({ path }) => path));
  expect(paths([])).toEqual([["console"]]);
  expect(paths(["read:bill"])).toEqual([["console"], ["a"]]);
  expect(paths(["read:bill", "cancel:bill", "read:meter"])).toEqual([["console"], ["a", "b"]]);
});

it("puts what is most needed on the bar of a phone, in the order of the menu", () => {
  const bar = (...abilities: string[]) =>
    phoneEntries(allowedMenu(WORKSPACE_MENU, abilities).flatMap(({ entries }) => entries)).map(
      ({ label }) => label,
    );
  const everybody = ["read:customer", "read:premise", "read:case"];
  expect(bar(...everybody, "work:case", "read:alarm")).toEqual(["workspaceHome", "inbox", "cases", "alarms"]);
  expect(bar(...everybody, "work:case")).toEqual(["workspaceHome", "inbox", "customers", "cases"]);
  expect(bar()).toEqual(["workspaceHome"]);
});
