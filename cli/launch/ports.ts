import { createServer } from "node:net";
import { LaunchFailure } from "./failure.ts";

/**
 * The wanted port if it is free (0: any); undefined when it is taken.
 * @param host address to listen on; without it every one
 */
export async function freePort(wanted: number, host?: string): Promise<number | undefined> {
  const result = await listenOnce(wanted, host);
  return typeof result === "number" ? result : undefined;
}

/**
 * The port for the pages, tried before anything long begins.
 * @throws LaunchFailure with one line when it is taken or may not be opened.
 */
export async function webPort(text: string | undefined, host: string | undefined): Promise<number> {
  const port = Number(text || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new LaunchFailure(`PORT must be a number from 1 to 65535, for example PORT=3001 npm start.`);
  }
  const result = await listenOnce(port, host);
  if (typeof result === "number") return result;
  switch (result.code) {
    case "EADDRINUSE":
      throw new LaunchFailure(
        `Port ${port} is in use by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`,
      );
    case "EACCES":
      throw new LaunchFailure(
        `Port ${port} may not be opened by this user. Choose one above 1024: PORT=3000 npm start`,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      throw new LaunchFailure(
        `HOST=${host} is no address of this machine. Leave HOST unset to listen on every one.`,
      );
    default:
      throw result;
  }
}

function listenOnce(port: number, host: string | undefined): Promise<number | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", resolve);
    probe.listen({ port, ...(host ? { host } : {}), exclusive: true }, () => {
      const address = probe.address();
      const found = typeof address === "object" && address !== null ? address.port : port;
      probe.close(() => resolve(found));
    });
  });
}
