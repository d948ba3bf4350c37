import { describe, expect, it } from "vitest";
import { activeFilters, listHref, listQuery } from "./list-query.ts";

const SORTABLE = ["issuedOn", "amount"] as const;

describe("listQuery", () => {
  it("reads the order and the cursor", () => {
    const query = listQuery(new URLSearchParams("sort=-amount&after=abc"), SORTABLE);
    expect(query).toEqual({ sort: "amount", direction: "descending", after: "abc", before: undefined });
  });

  it("falls back where the address says nothing or what the list cannot do", () => {
    for (const text of ["", "sort=-password", "sort="]) {
      expect(listQuery(new URLSearchParams(text), SORTABLE, "descending")).toMatchObject({
        sort: "issuedOn",
        direction: "descending",
      });
    }
  });
});

describe("listHref", () => {
  it("changes one thing, keeps the filters, and starts at the first page", () => {
    const search = new URLSearchParams("state=due&after=abc&sort=amount");
    expect(listHref(search, { sort: "-amount" })).toBe("?state=due&sort=-amount");
    expect(listHref(search, { before: "xyz" })).toBe("?state=due&sort=amount&before=xyz");
    expect(listHref(search, { state: null, sort: "" })).toBe("?");
  });
});

it("activeFilters counts filters that are on", () => {
  expect(activeFilters(new URLSearchParams("q=&state=due&sort=a"), ["q", "state", "month"])).toBe(1);
});
