import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { afterAll, expect, it } from "vitest";
import { closePluginSandbox } from "#app/services/plugin/sandbox.ts";
import { testDatabase } from "#tests/database.ts";
import { showConnections } from "./connections.ts";

const gateway = createServer((socket) => socket.end());
const closed = createServer();
const portOf = (server: typeof gateway) =>
  new Promise<number>((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
  );
const [port, silent] = [await portOf(gateway), await portOf(closed)];
await new Promise((resolve) => closed.close(resolve));
// The configuration is read once, so it stands before anything is asked of it.
Object.assign(process.env, {
  GATEWAY_URL: `http://127.0.0.1:${port}`,
  SMS_URL: `http://127.0.0.1:${silent}`,
  SMTP_URL: "smtp://manifold:secret@127.0.0.1:1",
  MANIFOLD_SIMULATED: "payment",
});
await testDatabase();
afterAll(() => {
  closePluginSandbox();
  gateway.close();
});

it("tells what answers, what does not, and what is not there, without names and passwords", async () => {
  const states = await showConnections();
  expect(states).toEqual([
    {
      name: "payment",
      address: `127.0.0.1:${port}`,
      configured: true,
      simulated: true,
      answeredMs: expect.any(Number),
    },
    { name: "device", address: null, configured: false, simulated: false, answeredMs: null },
    { name: "sms", address: `127.0.0.1:${silent}`, configured: true, simulated: false, answeredMs: null },
    { name: "email", address: "127.0.0.1:1", configured: true, simulated: false, answeredMs: null },
    { name: "sandbox", address: null, configured: true, simulated: false, answeredMs: null },
  ]);
  // Who looks again a moment later is told the same, and nothing is asked anew.
  expect(await showConnections()).toBe(states);
});
