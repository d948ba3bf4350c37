import { expect, test } from "vitest";
import { splitStatements } from "./statements.ts";

test("semicolons in quotes, dollar quotes and comments do not end a statement", () => {
  const script = `
    -- a comment; with a semicolon
    SELECT 'a;b', "c;d", 'it''s;';
    CREATE FUNCTION f() AS $body$ BEGIN; SELECT $x$;$x$; END $body$; /* ; */
    SELECT 2`;
  expect(splitStatements(script)).toEqual([
    `-- a comment; with a semicolon\n    SELECT 'a;b', "c;d", 'it''s;'`,
    "CREATE FUNCTION f() AS $body$ BEGIN; SELECT $x$;$x$; END $body$",
    "/* ; */\n    SELECT 2",
  ]);
});

test("a trailing comment is not a statement", () => {
  expect(splitStatements("SELECT 1; -- done\n")).toEqual(["SELECT 1"]);
});
