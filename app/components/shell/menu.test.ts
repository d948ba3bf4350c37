import { expect, it } from "vitest";
import { IconHome } from "../icons.ts";
import { allowedMenu, type MenuGroup } from "./menu.ts";

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
