import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { markOf } from "../processes.ts";
import { type Cluster, openCluster, openDatabase } from "./cluster.ts";
import { readNote } from "./keeper-note.ts";

const settings = { name: "cluster", disposable: true };
const WITHIN_MS = 40_000;

// mkdtemp makes the folder closed to other users: as root, this also holds the way in by a single capability.
const folder = mkdtempSync(path.join(tmpdir(), "manifold-"));
let opened: Cluster[] = [];

afterEach(async () => {
  for (const cluster of opened) await cluster.release();
  opened = [];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function open(): Promise<Cluster> {
  const cluster = await openCluster(settings, folder);
  opened.push(cluster);
  return cluster;
}

const home = (): string => path.join(folder, settings.name);
const postmaster = (): number =>
  Number(readFileSync(path.join(home(), "data/postmaster.pid"), "utf8").split("\n")[0]);
const keeper = (): number => readNote(home())!.keeper.pid;

async function ask(url: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query({ text, rowMode: "array" });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

describe("the embedded PostgreSQL", () => {
  it("is version 18, and its owner is bound by row-level security", async () => {
    const cluster = await open();
    const url = await openDatabase(cluster, "utility", folder);
    expect(await ask(url, "SHOW server_version")).toMatch(/^18\./);
    expect(await ask(url, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")).toBe(
      false,
    );
  });

  it("orders texts the same on every machine, whatever its C library", async () => {
    const url = await openDatabase(await open(), "utility", folder);
    const provider = "SELECT datlocprovider FROM pg_database WHERE datname = current_database()";
    expect(await ask(url, provider)).toBe("b");
  });

  it("lets nobody in without a password", async () => {
    const cluster = await open();
    const url = Object.assign(new URL(cluster.adminUrl), { password: "guess" }).toString();
    await expect(ask(url, "SELECT 1")).rejects.toThrow(/password authentication failed/);
  });

  it("stops with its last holder and keeps the data", async () => {
    const first = await open();
    const second = await open();
    expect(second.port).toBe(first.port);
    await ask(await openDatabase(first, "utility", folder), "CREATE TABLE kept AS SELECT 1 AS n");
    const server = postmaster();
    await first.release();
    expect(markOf(server)).toBeDefined();
    await second.release();
    expect(markOf(server)).toBeUndefined();
    expect(markOf(keeper())).toBeUndefined();
    const again = await open();
    expect(again.port).toBe(first.port);
    expect(await ask(await openDatabase(again, "utility", folder), "SELECT n FROM kept")).toBe(1);
  });

  it("comes back by itself after a kill -9 of the server", async () => {
    const cluster = await open();
    const server = postmaster();
    process.kill(server, "SIGKILL");
    await vi.waitFor(async () => {
      expect(postmaster()).not.toBe(server);
      expect(await ask(cluster.adminUrl, "SELECT 1")).toBe(1);
    }, WITHIN_MS);
  });

  it("gets a new keeper after a kill -9 of the keeper, and is then stopped by it", async () => {
    const cluster = await open();
    const [server, first] = [postmaster(), keeper()];
    process.kill(first, "SIGKILL");
    await vi.waitFor(() => {
      expect(keeper()).not.toBe(first);
      expect(readNote(home())?.state).toBe("ready");
    }, WITHIN_MS);
    expect(postmaster()).toBe(server);
    await cluster.release();
    expect(markOf(server)).toBeUndefined();
  });

  it("starts over a stale postmaster.pid whose number now belongs to another program", async () => {
    await (await open()).release();
    const file = path.join(home(), "data/postmaster.pid");
    writeFileSync(file, `${process.pid}\n${home()}/data\n1\n5432\n\n127.0.0.1\n\nready   \n`);
    const cluster = await open();
    expect(await ask(cluster.adminUrl, "SELECT 1")).toBe(1);
    expect(postmaster()).not.toBe(process.pid);
  });

  it("makes the data anew when a kill had left them half made", async () => {
    rmSync(path.join(home(), "data"), { recursive: true });
    const half = path.join(home(), "data.new.12345");
    mkdirSync(half, { recursive: true });
    writeFileSync(path.join(half, "PG_VERSION"), "18\n");
    const cluster = await open();
    expect(await ask(cluster.adminUrl, "SELECT 1")).toBe(1);
    expect(existsSync(half)).toBe(false);
  });

  it("refuses data of another major version, in one line", async () => {
    await (await open()).release();
    writeFileSync(path.join(home(), "data/PG_VERSION"), "17\n");
    await expect(open()).rejects.toThrow(/are of PostgreSQL 17, this release brings 18\. Dump and restore/);
  });
});
