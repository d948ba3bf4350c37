import { describe, expect, it } from "vitest";
import { emptyDatabase } from "#tests/database.ts";
import { openProductDatabase } from "./database.ts";

const { urls } = await emptyDatabase();

const changed = (part: Partial<Record<"password" | "pathname", string>>, url = urls.owner): string =>
  Object.assign(new URL(url), part).toString();

describe("a given database", () => {
  it("is taken when its user owns it and may make roles; no superuser is needed", async () => {
    const database = await openProductDatabase(urls.owner);
    expect(database.url).toBe(urls.owner);
    expect(database.words).toMatch(/^PostgreSQL \d+\.\d+ at /);
    await database.close();
  });

  it.each([
    [
      "a wrong password",
      changed({ password: "wrong-word" }),
      /does not let the user ".*" in\. Check user and password\.$/,
    ],
    [
      "a database that is not there",
      changed({ pathname: "/nowhere" }),
      /there is no database "nowhere".*CREATE DATABASE "nowhere"/,
    ],
    ["a user who may not make roles", urls.app, /must own the database and be allowed to make roles/],
  ])("is refused for %s, in one line that says what to do", async (_, url, line) => {
    const failure = await openProductDatabase(url).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    const { message } = failure as Error;
    expect(message).toMatch(line);
    expect(message).not.toContain(new URL(url).password);
    expect(message.split("\n")).toHaveLength(1);
  });
});
