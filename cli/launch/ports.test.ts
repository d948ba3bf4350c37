import { once } from "node:events";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { freePort, webPort } from "./ports.ts";

it("finds a free port, and none where one is taken", async () => {
  const port = await freePort(0);
  expect(port).toBeGreaterThan(0);
  const taken = createServer().listen(port);
  await once(taken, "listening");
  try {
    expect(await freePort(port!)).toBeUndefined();
  } finally {
    taken.close();
  }
});

it("says in one line that the port for the pages is in use, and what to do", async () => {
  const taken = createServer().listen(0);
  await once(taken, "listening");
  const { port } = taken.address() as { port: number };
  try {
    await expect(webPort(String(port), undefined)).rejects.toThrow(
      new RegExp(`^Port ${port} is in use by another program.*PORT=${port + 1} npm start$`),
    );
  } finally {
    taken.close();
  }
});

it.each(["abc", "0", "70000", "3000.5"])("refuses PORT=%s", async (text) => {
  await expect(webPort(text, undefined)).rejects.toThrow(/^PORT must be a number from 1 to 65535/);
});
