import { expect, it } from "vitest";
import { parseCookies } from "./cookies.ts";

it("reads names and decoded values; the first of a name counts", () => {
  const cookies = parseCookies('a=1; b="two%20words"; a=3; empty=');
  expect([...cookies]).toEqual([
    ["a", "1"],
    ["b", "two words"],
    ["empty", ""],
  ]);
});

it("leaves out what is no cookie", () => {
  expect([...parseCookies("=x; y; bad=%zz; good=%E4%B8%AD")]).toEqual([["good", "中"]]);
  expect([...parseCookies(undefined)]).toEqual([]);
});
