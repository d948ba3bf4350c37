import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import { changeItem, itemsIn, newDraftDoc, readItem, writeItem } from "#app/collab/document/draft.ts";
import { PASSED_ON } from "#app/collab/join.ts";
import { type ClientSocket, DraftClient, LOCAL } from "#app/components/draft/draft-client.ts";
import { withIdentity } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { openDraft } from "#app/services/draft/store.ts";
import { hashToken } from "#app/services/identity/token.ts";
import { PROCESS_ROLES } from "#cli/launch/roles.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { onEmptyProduct } from "./database/empty-product.ts";
import type { Report } from "./harness.ts";

const PEOPLE = 35;
const DRAFT_BYTES = 25_000;
const CHANGES = 60;
const PAUSE_MS = 40;
const ITEM = "estimation/bench";

/**
 * 35 people on one draft of 25 kB: how long until the last of them sees a change (merged, looked at, committed, shown),
 * beside a bare relay of the same frames with the same number of connections; and how much memory they cost the process.
 */
export default async function drafts(report: Report): Promise<void> {
  await onEmptyProduct(async ({ scope }) => {
    const tokens = await makePeople(scope);
    const { id: draftId } = await openDraft(scope, new Date());
    const collab = await start("app/collab/process.ts");
    const relay = await start("bench/drafts/relay.ts");
    try {
      const edit = (token: string): DraftClient => editor(collab.port, token, draftId);
      const first = edit(tokens[0] as string);
      await until(() => first.state.synced);
      first.doc.transact(() => writeItem(first.doc, ITEM, contentOf(DRAFT_BYTES)), LOCAL);
      await until(() => !first.state.unsaved);
      await sleep(1_000);
      const before = memoryOf(collab.child);
      const all = [first, ...tokens.slice(1).map(edit)];
      await until(() => all.every(({ state }) => state.synced && !state.unsaved));
      const seen = await timesToAll(all);
      const growth = memoryOf(collab.child) - before;
      const bare = await timesOfRelay(relay.port);
      report({
        name: `a change is seen by ${PEOPLE} people, median`,
        value: percentile(seen, 0.5),
        unit: "ms",
        baseline: "bare relay",
        ratio: percentile(seen, 0.5) / percentile(bare, 0.5),
        goal: "≤ 200 ms",
      });
      report({
        name: `a change is seen by ${PEOPLE} people, the slowest`,
        value: Math.max(...seen),
        unit: "ms",
        baseline: "bare relay",
        ratio: Math.max(...seen) / Math.max(...bare),
        goal: "≤ 200 ms",
      });
      report({
        name: `memory that ${PEOPLE} people add to the process`,
        value: growth / 1e6,
        unit: "MB",
        baseline: "of the allowed",
        ratio: growth / 15e6,
        goal: "≤ 15 MB",
      });
      for (const each of all) each.destroy();
    } finally {
      for (const { child } of [collab, relay]) child.kill("SIGTERM");
      await sleep(500);
    }
  });
}

/** Each change by another person; until the last of all has it. */
async function timesToAll(all: readonly DraftClient[]): Promise<number[]> {
  const times: number[] = [];
  for (let change = 0; change < CHANGES; change++) {
    const author = all[change % all.length] as DraftClient;
    const waiting = new Set(all.filter((each) => each !== author));
    const started = performance.now();
    const done = new Promise<void>((resolve) => {
      for (const each of waiting)
        each.doc.once("update", () => {
          waiting.delete(each);
          if (waiting.size === 0) resolve();
        });
    });
    author.doc.transact(() => changeItem(author.doc, ITEM, "/label/en", `change ${change}`), LOCAL);
    await done;
    times.push(performance.now() - started);
    await sleep(PAUSE_MS);
  }
  const texts = new Set(all.map(({ doc }) => JSON.stringify(readItem(doc, ITEM))));
  if (texts.size !== 1) throw new Error("the editors do not have one draft");
  if (itemsIn((all[0] as DraftClient).doc).size !== 1)
    throw new Error("the draft is not the one that was made");
  return times;
}

async function timesOfRelay(port: number): Promise<number[]> {
  const sockets = Array.from({ length: PEOPLE }, () => new WebSocket(`ws://127.0.0.1:${port}`));
  await until(() => sockets.every(({ readyState }) => readyState === WebSocket.OPEN));
  const times: number[] = [];
  const frame = new Uint8Array(60);
  for (let change = 0; change < CHANGES; change++) {
    const [author, ...others] = [...sockets.slice(change % PEOPLE), ...sockets.slice(0, change % PEOPLE)];
    const started = performance.now();
    const all = Promise.all(others.map((each) => new Promise((resolve) => each.once("message", resolve))));
    author?.send(frame);
    await all;
    times.push(performance.now() - started);
    await sleep(PAUSE_MS);
  }
  for (const socket of sockets) socket.terminate();
  return times;
}

function editor(port: number, token: string, draftId: string): DraftClient {
  const headers = { [PASSED_ON.slug]: "bench", [PASSED_ON.token]: token };
  return new DraftClient({
    draftId,
    canEdit: true,
    baseRelease: null,
    doc: newDraftDoc(),
    open: () => new WebSocket(`ws://127.0.0.1:${port}/draft`, { headers }) as unknown as ClientSocket,
  });
}

/** Administrators with a session each. */
async function makePeople(scope: Scope): Promise<string[]> {
  const tokens: string[] = [];
  for (let number = 0; number < PEOPLE; number++) {
    const [person, token] = [newId(), `bench-${newId()}`];
    tokens.push(token);
    await withIdentity(async (sql) => {
      await sql.query(
        "INSERT INTO identity.person (id, login, name, created_at) VALUES ($1, $2, $3, now())",
        [person, `p${number}@bench`, `P${number}`],
      );
      await sql.query(
        "INSERT INTO identity.membership (tenant_id, person_id, roles, created_at) VALUES ($1, $2, '{tenant-admin}', now())",
        [scope.tenantId, person],
      );
      await sql.query(
        `INSERT INTO identity.session (token_hash, id, tenant_id, person_id, kind, created_at, seen_at, expires_at, ends_at, agent, method, second_factor)
         VALUES ($1, $2, $3, $4, 'staff', now(), now(), now() + interval '1 hour', now() + interval '1 hour', 'bench', 'password', true)`,
        [hashToken(token), newId(), scope.tenantId, person],
      );
    });
  }
  return tokens;
}

function contentOf(bytes: number): JsonObject {
  const entry = (at: number) => ({
    code: `c${at}`,
    price: `0.${1000 + at}`,
    label: { "zh-CN": `第${at}档`, en: `Step ${at}` },
  });
  const list = [];
  while (JSON.stringify(list).length < bytes) list.push(entry(list.length));
  return { label: { "zh-CN": "基准", en: "Bench" }, list };
}

async function start(file: string): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const root = path.resolve(import.meta.dirname, "..");
  const flags = PROCESS_ROLES.find((role) => role.file === file)?.nodeFlags ?? [];
  const child = spawn(process.execPath, [...flags, path.join(root, file)], {
    env: { ...process.env, LOG_LEVEL: "silent" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.on("message", (message) => resolve((message as { port: number }).port));
    child.once("exit", (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  return { child, port };
}

/** Resident bytes of a process. */
function memoryOf(child: ChildProcess): number {
  return 1_024 * Number(execFileSync("ps", ["-o", "rss=", "-p", String(child.pid)], { encoding: "utf8" }));
}

async function until(holds: () => boolean): Promise<void> {
  const giveUp = performance.now() + 60_000;
  while (!holds()) {
    if (performance.now() > giveUp) throw new Error("waited a minute in vain");
    await sleep(10);
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}
