import { newId } from "#app/platform/ids.ts";
import type { StaffRole } from "#app/policies/policy.ts";
import { PASSWORD, type World } from "../world.ts";

/**
 * One row for each procedure, endpoint, job and page. What follows from its guard is generated: who is let in, who is
 * refused and with what. The row says only what cannot be known: input that names things of the customer `li` of the city.
 * Something without a row fails the test.
 */
export interface ProbeRow {
  /** Input that is valid and names the city's, where it can li's, own things. May make what it needs first. */
  readonly input?: (world: World) => unknown;
  /**
   * Whether the province above sees the city's rows by this (its answer then holds li's), or nothing of the city.
   * Left out: not looked at, for answers that hold no row of the city.
   */
  readonly upper?: "reads" | "nothing";
}

const day = { from: "2026-01-01", to: "2026-01-02" };

/** Procedures by path. */
export const PROCEDURES: Readonly<Record<string, ProbeRow>> = {
  "apiKey.create": { input: () => ({ name: "made by the probe", scopes: ["read:bill"] }) },
  "apiKey.list": { upper: "nothing" },
  "apiKey.revoke": { input: () => ({ id: newId() }) },
  "auditEntry.list": { input: () => ({}), upper: "nothing" },
  "blueprint.compareReleases": { input: () => ({ from: 1, to: 1 }) },
  "blueprint.listReleases": { input: () => ({}) },
  "blueprint.rollBack": { input: () => ({ number: 9_999 }) },
  "member.list": { input: () => ({}), upper: "nothing" },
  "member.setRoles": {
    input: (world) => ({ personId: world.staff.dispatcher.personId, roles: ["dispatcher"] }),
  },
  "member.show": { input: (world) => ({ personId: world.staff.dispatcher.personId }), upper: "nothing" },
  "read.edit": {
    input: (world) => ({
      channelId: world.li.channelId,
      reason: "probe",
      method: "linear",
      startMs: 0,
      endMs: 3_600_000,
    }),
  },
  "read.editIndex": {
    input: (world) => ({
      registerId: world.li.registerId,
      readAtMs: Date.UTC(2026, 0, 1),
      index: "5",
      reason: "probe",
    }),
  },
  "read.listFindings": { input: () => ({}) },
  "read.listPoints": { input: () => ({}) },
  "read.listQuarantine": { input: () => ({}) },
  "read.showChannel": { input: (world) => ({ channelId: world.li.channelId, ...day }) },
  "read.showRegister": { input: (world) => ({ registerId: world.li.registerId }) },
  "read.usage": { input: (world) => ({ servicePointId: world.li.servicePointId, ...day, step: "day" }) },
  "session.changeOwnPassword": { input: () => ({ current: "not this one", next: PASSWORD }) },
  "session.endOwn": { input: () => ({ which: { id: newId() } }) },
  "session.listOwn": {},
  "session.listOwnMemberships": {},
  "session.signIn": { input: () => ({ as: "staff", login: "nobody", password: "nothing" }) },
  "session.signOut": {},
  "system.show": {},
};

/** Endpoints by method and path; `input` is the query. */
export const ENDPOINTS: Readonly<Record<string, ProbeRow>> = {
  "get api/audit.csv": { input: () => ({}), upper: "nothing" },
  "post api/reads": { input: () => ({ file: "probe.csv" }) },
};

/** Jobs by name; `input` is the payload. */
export const JOBS: Readonly<Record<string, ProbeRow>> = {
  "bill-run.continue": { input: () => ({ billRunId: newId() }) },
  "read.revalidate": { input: () => ({ causeId: newId(), since: "2026-01-01T00:00:00Z" }) },
};

/** Sockets by path: there are none yet. */
export const SOCKETS: Readonly<Record<string, ProbeRow>> = {};

export interface PageRow {
  /** Who it is made for; they must get it. `anybody`: it needs no session. */
  readonly for: StaffRole | "li" | "anybody";
  /** Members of staff who come into the area but must be refused this page. */
  readonly refused?: readonly StaffRole[];
  /** The parameters of its address: `:personId`. */
  readonly params?: (world: World) => Readonly<Record<string, string>>;
}

const ADMIN_ONLY = {
  for: "tenant-admin",
  refused: ["billing-clerk", "service-agent", "field-worker", "dispatcher"],
} as const;

/** Pages by the pattern of their address inside the utility; layouts are not pages. */
export const PAGES: Readonly<Record<string, PageRow>> = {
  "": { for: "anybody" },
  "*": { for: "anybody" },
  "auth/account": { for: "li" },
  "auth/sign-in": { for: "anybody" },
  "auth/sign-out": { for: "anybody" },
  console: { for: "tenant-admin" },
  "console/api-keys": ADMIN_ONLY,
  "console/audit": ADMIN_ONLY,
  "console/members": ADMIN_ONLY,
  "console/members/:personId": {
    ...ADMIN_ONLY,
    params: (world) => ({ personId: world.staff.dispatcher.personId }),
  },
  "console/system": ADMIN_ONLY,
  portal: { for: "li" },
  workspace: { for: "dispatcher" },
  "workspace/reads": { for: "metering-clerk", refused: ["dispatcher"] },
  "workspace/reads/channels/:channelId": {
    for: "metering-clerk",
    refused: ["dispatcher"],
    params: (world) => ({ channelId: world.li.channelId }),
  },
  "workspace/reads/findings": { for: "metering-clerk", refused: ["dispatcher"] },
  "workspace/reads/quarantine": { for: "metering-clerk", refused: ["dispatcher"] },
  "workspace/reads/registers/:registerId": {
    for: "metering-clerk",
    refused: ["dispatcher"],
    params: (world) => ({ registerId: world.li.registerId }),
  },
  "workspace/reads/upload": { for: "metering-clerk", refused: ["dispatcher", "billing-clerk"] },
};

/** Pages of the platform itself, which belong to no utility and tell the same to everybody. */
export const PLATFORM_PAGES: readonly string[] = ["", "*", "market", "preferences", "style", "theme/:file"];
