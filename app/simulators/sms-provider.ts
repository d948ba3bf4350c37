import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { isFresh, newNonce, sameSignature, signatureOf } from "#app/connectors/signing.ts";
import {
  readSignature,
  type SendAnswer,
  type SmsAccount,
  type StatusReport,
  sendRequest,
  signed,
} from "#app/connectors/sms/protocol.ts";
import { openJournal } from "./journal.ts";

/** A message as the simulated provider keeps it. */
export interface TakenSms {
  readonly account: string;
  readonly reference: string;
  readonly bizId: string;
  readonly to: string;
  readonly text: string;
  readonly at: string;
  readonly reportUrl: string;
  /** How often the same reference was sent; the phone showed it once. */
  readonly requests: number;
}

/** One report as it will be pushed. */
export interface PlannedReport {
  readonly afterMs: number;
  readonly success: boolean;
  readonly code: string;
  /** Pushed so often, each time the same. */
  readonly times: number;
}

export interface SmsProviderOptions {
  readonly account: (id: string) => SmsAccount | undefined;
  /** What becomes of a message; several reports may contradict each other, the later instant counts. */
  readonly reportsOf: (sms: TakenSms) => readonly PlannedReport[];
  readonly journalFile?: string;
  /** Refuses what it is told, as real providers do: busy now, number unknown. `undefined`: it is taken. */
  readonly refusalOf?: (to: string) => string | undefined;
}

export interface SmsProviderSimulator {
  readonly server: Server;
  taken(): readonly TakenSms[];
  close(): Promise<void>;
}

const BODY_MAX_BYTES = 16_384;
const PUSH_TIMEOUT_MS = 5_000;
/** After a push that was not acknowledged. A real provider goes on for a day. */
const AGAIN_AFTER_MS = [1_000, 3_000, 10_000, 30_000, 120_000];

/**
 * An SMS provider for one machine: takes signed messages, each reference once, and pushes signed status reports: late,
 * twice, and at times an older one after a newer.
 */
export function smsProviderSimulator(options: SmsProviderOptions): SmsProviderSimulator {
  const journal = openJournal<TakenSms>(keyOf, options.journalFile);
  const timers = new Set<NodeJS.Timeout>();
  const seenNonces = new Map<string, number>();

  function later(delayMs: number, work: () => Promise<void>): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      void work();
    }, delayMs);
    timers.add(timer);
  }

  async function push(sms: TakenSms, report: StatusReport, attempt = 0): Promise<void> {
    const account = options.account(sms.account);
    if (account === undefined) return;
    if (await pushed(account, sms.reportUrl, report)) return;
    const delayMs = AGAIN_AFTER_MS[attempt];
    if (delayMs !== undefined) later(delayMs, () => push(sms, report, attempt + 1));
  }

  function schedule(sms: TakenSms): void {
    for (const [at, planned] of options.reportsOf(sms).entries()) {
      const report: StatusReport = {
        report_id: createHash("sha256").update(`${sms.bizId}/${at}`).digest("hex").slice(0, 32),
        phone_number: sms.to,
        out_id: sms.reference,
        biz_id: sms.bizId,
        // The first of the plan is the newest word; those after it are older ones that come late.
        report_time: new Date(Date.parse(sms.at) + 1_000 - at).toISOString(),
        success: planned.success,
        err_code: planned.code,
      };
      for (let time = 0; time < planned.times; time += 1)
        later(planned.afterMs + time * 400, () => push(sms, report));
    }
  }

  function take(account: SmsAccount, body: string): SendAnswer {
    const requestId = newNonce();
    const read = sendRequest.safeParse(parseJson(body));
    if (!read.success) return refusal("isv.INVALID_PARAMETERS", "a parameter is missing or wrong", requestId);
    const { PhoneNumbers: to, Content: text, OutId: reference, ReportUrl: reportUrl } = read.data;
    const refused = options.refusalOf?.(to);
    if (refused !== undefined) return refusal(refused, `${to} was refused`, requestId);
    const before = journal.get(keyOf({ account: account.id, reference }));
    if (before !== undefined) {
      journal.save({ ...before, requests: before.requests + 1 });
      return { Code: "OK", Message: "OK", RequestId: requestId, BizId: before.bizId };
    }
    const bizId = `${Date.now()}^${newNonce().slice(0, 8)}`;
    const at = new Date().toISOString();
    const sms = { account: account.id, reference, bizId, to, text, at, reportUrl, requests: 1 };
    journal.save(sms);
    schedule(sms);
    return { Code: "OK", Message: "OK", RequestId: requestId, BizId: bizId };
  }

  /** The account that signed a request; each nonce is good once. */
  function signedBy(request: IncomingMessage, body: string): SmsAccount | undefined {
    const now = new Date();
    const by = readSignature(request.headers.authorization);
    const account = by && options.account(by.accountId);
    if (by === undefined || account === undefined || !isFresh(by.timestamp, now)) return undefined;
    const expected = signatureOf(account.key, "POST", request.url ?? "", by.timestamp, by.nonce, body);
    if (!sameSignature(expected, by.signature)) return undefined;
    for (const [nonce, at] of seenNonces) if (!isFresh(String(at), now)) seenNonces.delete(nonce);
    if (seenNonces.has(by.nonce)) return undefined;
    seenNonces.set(by.nonce, Number(by.timestamp));
    return account;
  }

  const server = createServer((request, response) => {
    void handle(request, response).catch(() => response.destroy());
  });
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === "/health") return answer(response, 200, { status: "ok" });
    if (request.method !== "POST" || request.url !== "/sms/v1/messages")
      return answer(response, 404, refusal("isv.NOT_FOUND", "no such interface", newNonce()));
    const body = await readBody(request);
    const account = body === undefined ? undefined : signedBy(request, body);
    if (account === undefined)
      return answer(
        response,
        403,
        refusal("isv.SIGNATURE_DOES_NOT_MATCH", "the signature does not fit", newNonce()),
      );
    return answer(response, 200, take(account, body as string));
  }
  return {
    server,
    taken: () => journal.all(),
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const keyOf = ({ account, reference }: Pick<TakenSms, "account" | "reference">): string =>
  `${account}/${reference}`;

const refusal = (code: string, message: string, requestId: string): SendAnswer => ({
  Code: code,
  Message: message,
  RequestId: requestId,
});

/** One push of one report. Whether it was acknowledged as the protocol asks. */
async function pushed(account: SmsAccount, url: string, report: StatusReport): Promise<boolean> {
  const body = JSON.stringify([report]);
  const { pathname, search } = new URL(url);
  try {
    const answered = await fetch(url, {
      method: "POST",
      headers: {
        ...signed(account, "POST", pathname + search, body, new Date()),
        "content-type": "application/json",
      },
      body,
      redirect: "error",
      signal: AbortSignal.timeout(PUSH_TIMEOUT_MS),
    });
    const told = (await answered.json()) as { code?: unknown };
    return answered.ok && told.code === 0;
  } catch {
    return false;
  }
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > BODY_MAX_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
}
