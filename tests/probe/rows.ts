import { newId } from "#app/platform/ids.ts";
import type { StaffRole } from "#app/policies/policy.ts";
import { PASSWORD, type World } from "../world.ts";
import { ALARM_ID } from "./alarms.ts";
import { ATTACHMENT_ID } from "./attachments.ts";
import {
  BILL_ID,
  BILL_RUN_ID,
  INTENT_ID,
  MESSAGE_ID,
  PROPOSAL_ID,
  RECEIPT_ID,
  SHADOW_RUN_ID,
} from "./bills.ts";
import { CASE_ID } from "./cases.ts";

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
  "alarm.acknowledge": { input: () => ({ alarmIds: [newId()] }) },
  "alarm.list": { input: () => ({}), upper: "nothing" },
  "alarm.listOwn": { upper: "nothing" },
  "alarm.listRules": {},
  "alarm.reset": { input: () => ({ alarmId: newId(), onSite: true, note: "probe" }) },
  "alarm.shelve": { input: () => ({ alarmId: newId(), act: "shelve", minutes: 30, note: "probe" }) },
  "alarm.show": { input: () => ({ alarmId: ALARM_ID }), upper: "nothing" },
  "alarm.tryRule": { input: () => ({ key: "probe" }), upper: "nothing" },
  "bill.cancel": { input: () => ({ billId: newId(), reason: "probe" }) },
  "bill.discard": { input: () => ({ billId: newId() }) },
  "bill.list": { input: () => ({}), upper: "nothing" },
  "bill.overview": { upper: "nothing" },
  "bill.release": { input: () => ({ billId: newId() }) },
  "bill.show": { input: () => ({ billId: BILL_ID }), upper: "nothing" },
  "billRun.list": { upper: "nothing" },
  "billRun.listExceptions": { input: () => ({ billRunId: BILL_RUN_ID }), upper: "nothing" },
  "billRun.pause": { input: () => ({ billRunId: newId() }) },
  "billRun.rehearse": { input: () => ({ period: "2025-01" }) },
  "billRun.resume": { input: () => ({ billRunId: newId() }) },
  "billRun.show": { input: () => ({ billRunId: BILL_RUN_ID }), upper: "nothing" },
  "billRun.start": { input: () => ({ period: "2001-01" }) },
  "deviceCommand.decide": { input: () => ({ commandId: newId(), approve: true }) },
  "deviceCommand.list": { input: () => ({}), upper: "nothing" },
  "deviceCommand.request": { input: () => ({ alarmId: newId(), command: "shutValve", reason: "probe" }) },
  "draft.check": { upper: "nothing" },
  "draft.discard": {},
  "draft.open": { upper: "nothing" },
  "draft.propose": { input: () => ({ note: "probe" }) },
  "draft.settle": { input: () => ({ prefer: "draft" }) },
  "draft.showItem": { input: () => ({ kind: "tariff", key: "probe" }), upper: "nothing" },
  "ledgerEntry.customerAccount": { input: (world) => ({ customerId: world.li.id }), upper: "nothing" },
  "ledgerEntry.trialBalance": { upper: "nothing" },
  "kpi.list": { input: () => ({}) },
  "kpi.show": { input: () => ({ key: "probe" }) },
  "message.countUnread": { upper: "nothing" },
  "message.list": { input: () => ({}), upper: "nothing" },
  "message.listOwn": { input: () => ({}), upper: "nothing" },
  "message.markRead": { input: () => ({ messageId: newId() }) },
  "message.retry": { input: () => ({ messageId: newId() }) },
  "message.setPreferences": { input: () => ({ locale: null, declined: [], accepted: [] }) },
  "message.show": { input: () => ({ messageId: MESSAGE_ID }), upper: "nothing" },
  "message.showPreferences": { upper: "nothing" },
  "payment.check": { input: () => ({ intentId: INTENT_ID }), upper: "nothing" },
  "payment.list": { input: () => ({}), upper: "nothing" },
  "payment.listGatewayTraffic": { upper: "nothing" },
  "payment.start": { input: () => ({ billId: BILL_ID }) },
  "accountShare.invite": { input: () => ({ phone: "12900000000", access: "viewer" }) },
  "accountShare.list": { upper: "nothing" },
  "accountShare.revokeInvitation": { input: () => ({ id: newId() }) },
  "accountShare.setAccess": { input: (world) => ({ personId: world.li.personId, access: "owner" }) },
  "ownAccount.answerInvitation": { input: () => ({ id: newId(), accept: true }) },
  "ownAccount.list": { upper: "nothing" },
  "ownAccount.listInvitations": { upper: "nothing" },
  "ownAccount.switch": { input: (world) => ({ customerId: world.li.id }) },
  "apiKey.create": { input: () => ({ name: "made by the probe", scopes: ["read:bill"] }) },
  "apiKey.list": { upper: "nothing" },
  "apiKey.revoke": { input: () => ({ id: newId() }) },
  "auditEntry.list": { input: () => ({}), upper: "nothing" },
  "blueprint.applyUpgrade": { input: () => ({ to: 9_999, settled: {}, note: "" }) },
  "blueprint.decideProposal": { input: () => ({ proposalId: newId(), decision: "approved", note: "" }) },
  "blueprint.listProposals": { upper: "nothing" },
  "blueprint.listReleases": { input: () => ({}) },
  "blueprint.moveCases": {},
  "blueprint.publishProposal": { input: () => ({ proposalId: newId() }) },
  "blueprint.listItems": { input: () => undefined },
  "blueprint.rehearseCaseMove": { upper: "nothing" },
  "blueprint.reportDrift": {},
  "blueprint.rollBack": { input: () => ({ number: 9_999 }) },
  "blueprint.showItem": { input: () => ({ kind: "tariff", key: "probe" }) },
  "case.assign": { input: () => ({ caseId: CASE_ID, personId: null }), upper: "nothing" },
  "case.cancel": { input: () => ({ caseId: newId(), reason: "probe" }) },
  "case.claim": { input: () => ({ caseId: CASE_ID }), upper: "nothing" },
  "case.comment": { input: () => ({ caseId: newId(), text: "probe" }) },
  "case.hold": { input: () => ({ caseId: newId(), reason: "probe" }) },
  "case.list": { input: () => ({}), upper: "nothing" },
  "case.listInbox": { input: () => ({}), upper: "nothing" },
  "case.listOffered": {},
  "case.listWorkers": { input: () => ({ caseId: CASE_ID }), upper: "nothing" },
  "case.open": {
    input: (world) => ({ service: "probe", key: "probe-open", customerId: world.li.id }),
    upper: "nothing",
  },
  "case.prioritise": { input: () => ({ caseId: CASE_ID, priority: "high" }), upper: "nothing" },
  "case.reopen": { input: () => ({ caseId: newId(), reason: "probe" }) },
  "case.requestForm": {
    input: (world) => ({ service: "probe", customerId: world.li.id }),
    upper: "nothing",
  },
  "case.resume": { input: () => ({ caseId: newId() }) },
  "case.show": { input: () => ({ caseId: CASE_ID }), upper: "nothing" },
  "case.showBoard": { input: () => ({}), upper: "nothing" },
  "case.showTask": { input: () => ({ caseId: CASE_ID }), upper: "nothing" },
  "case.submitTask": {
    input: () => ({ caseId: CASE_ID, taskNumber: 1, baseVersion: 999, key: "probe-submission" }),
    upper: "nothing",
  },
  "blueprint.showProposal": { input: () => ({ proposalId: PROPOSAL_ID }) },
  "blueprint.showRelease": { input: () => ({ number: 4711 }) },
  "blueprint.showUpgrade": { input: () => ({}) },
  "blueprint.withdrawProposal": { input: () => ({ proposalId: newId() }) },
  "customer.list": { input: () => ({}), upper: "nothing" },
  "customer.show": { input: (world) => ({ customerId: world.li.id }), upper: "nothing" },
  "member.invite": {
    input: () => ({ email: `${newId()}@probe.example`, name: "Probe", roles: ["auditor"] }),
  },
  "member.listInvitations": { upper: "nothing" },
  "member.resendInvitation": { input: () => ({ id: newId() }) },
  "member.revokeInvitation": { input: () => ({ id: newId() }) },
  "member.list": { input: () => ({}), upper: "nothing" },
  "member.setRoles": {
    input: (world) => ({ personId: world.staff.dispatcher.personId, roles: ["dispatcher"] }),
  },
  "member.show": { input: (world) => ({ personId: world.staff.dispatcher.personId }), upper: "nothing" },
  "member.resetSecondFactor": { input: (world) => ({ personId: world.staff.dispatcher.personId }) },
  "ownCase.answer": { input: () => ({ caseId: CASE_ID, outcome: "solved" }), upper: "nothing" },
  "ownCase.comment": { input: () => ({ caseId: CASE_ID, text: "probe" }), upper: "nothing" },
  "ownCase.list": { input: () => ({}), upper: "nothing" },
  "ownCase.listOffered": { upper: "nothing" },
  "ownCase.rate": { input: () => ({ caseId: CASE_ID, score: 5 }), upper: "nothing" },
  "ownCase.reopen": { input: () => ({ caseId: CASE_ID, reason: "probe" }), upper: "nothing" },
  "ownCase.request": {
    input: (world) => ({ service: "probe", key: "probe-own", servicePointId: world.li.servicePointId }),
    upper: "nothing",
  },
  "ownCase.requestForm": { input: () => ({ service: "probe" }), upper: "nothing" },
  "ownCase.show": { input: () => ({ caseId: CASE_ID }), upper: "nothing" },
  "market.listPlugins": {},
  "plugin.list": {},
  "plugin.proposeGrant": { input: () => ({ plugin: "none", version: null }) },
  "plugin.show": { input: () => ({ plugin: "levy" }) },
  "plugin.switch": { input: () => ({ plugin: "levy", off: false, reason: "probe" }) },
  "premise.list": { input: () => ({}), upper: "nothing" },
  "premise.listMeters": { input: () => ({}), upper: "nothing" },
  "premise.map": { input: () => ({}), upper: "nothing" },
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
  "secondFactor.begin": { input: () => ({ password: "not this one" }) },
  "secondFactor.confirm": { input: () => ({ code: "000000" }) },
  "secondFactor.remove": { input: () => ({ code: "000000" }) },
  "privacy.listAccess": { input: () => ({}), upper: "nothing" },
  "privacy.reveal": { input: (world) => ({ customerId: world.li.id, reason: "probe" }), upper: "nothing" },
  "secondFactor.renewCodes": { input: () => ({ code: "000000" }) },
  "secondFactor.show": {},
  "security.edit": { input: () => ({ secondFactorRoles: [], passwordLengthMin: 8, customerCodes: true }) },
  "security.editSignOn": {
    input: () => ({
      name: "SSO",
      issuer: "https://sso.example",
      clientId: "probe",
      secret: "probe",
      enabled: false,
    }),
  },
  "security.forgetSignOnLinks": {},
  "security.show": {},
  "security.showSignOn": {},
  "session.changeOwnPassword": { input: () => ({ current: "not this one", next: PASSWORD }) },
  "session.acceptInvitation": { input: () => ({ token: "unknown", name: "Probe", password: PASSWORD }) },
  "session.beginSignOn": {},
  "session.completeSignOn": { input: () => ({ answer: "?code=x&state=y" }) },
  "session.showSignOn": {},
  "session.confirmCode": { input: () => ({ code: "000000" }) },
  "session.requestCode": { input: () => ({ phone: "12900009999" }) },
  "session.requestReset": { input: () => ({ as: "staff", login: "nobody" }) },
  "session.resetPassword": { input: () => ({ token: "unknown", password: PASSWORD }) },
  "session.showInvitation": { input: () => ({ token: "unknown" }) },
  "session.showReset": { input: () => ({ token: "unknown" }) },
  "session.confirmSignIn": { input: () => ({ code: "000000" }) },
  "session.enrolSignIn": { input: () => ({ code: "000000" }) },
  "session.endOwn": { input: () => ({ which: { id: newId() } }) },
  "session.listOwn": {},
  "session.listOwnMemberships": {},
  "session.showStep": {},
  "session.signIn": { input: () => ({ as: "staff", login: "nobody", password: "nothing" }) },
  "session.signOut": {},
  "shadowRun.list": { upper: "nothing" },
  "shadowRun.show": { input: () => ({ shadowRunId: SHADOW_RUN_ID }), upper: "nothing" },
  "shadowRun.start": {
    input: () => ({ tariffKey: "draft", content: {}, liveKeys: ["probe"], from: "2025-01", to: "2025-01" }),
  },
  "shadowRun.steer": { input: () => ({ shadowRunId: newId(), steer: "pause" }) },
  "system.show": {},
  "tariff.tryOut": { input: () => ({ key: "draft", content: {} }) },
  "tariff.compare": { input: () => ({}), upper: "nothing" },
  "tenant.compare": {},
  "tenant.dashboard": {},
  "tenant.show": {},
};

/** Endpoints by method and path; `input` is the query. */
export const ENDPOINTS: Readonly<Record<string, ProbeRow>> = {
  "get api/bills.csv": { input: () => ({}), upper: "nothing" },
  "get api/shadow-run.csv": { input: () => ({ shadowRunId: SHADOW_RUN_ID }), upper: "nothing" },
  "get api/receipts.pdf": { input: () => ({ receiptId: RECEIPT_ID }), upper: "nothing" },
  "get api/kpi.csv": { input: () => ({ key: "probe" }) },
  "get api/messages.csv": { input: () => ({}), upper: "nothing" },
  "post api/messages/sms-reports": { input: () => ({}) },
  "post api/payments/notify/simulated": { input: () => ({}) },
  "get api/personal-access.csv": { input: () => ({}), upper: "nothing" },
  "get api/audit.csv": { input: () => ({}), upper: "nothing" },
  "get api/cases/changes": { input: () => ({ seconds: 0 }), upper: "nothing" },
  "get api/cases.csv": { input: () => ({}), upper: "nothing" },
  "get api/customers.csv": { input: () => ({}), upper: "nothing" },
  "get api/attachments/:attachmentId": { input: () => ({ attachmentId: ATTACHMENT_ID }), upper: "nothing" },
  "put api/attachments/:attachmentId": { input: () => ({ attachmentId: newId() }) },
  "get api/alarms/live": { input: () => ({}) },
  "get api/alarms.csv": { input: () => ({}), upper: "nothing" },
  "post api/events": { input: () => ({ file: "probe.ndjson" }) },
  "post api/reads": { input: () => ({ file: "probe.csv" }) },
};

/** Jobs by name; `input` is the payload. */
export const JOBS: Readonly<Record<string, ProbeRow>> = {
  "alarm.adopt-rules": { input: () => ({}) },
  "alarm.evaluate": { input: () => ({}) },
  "alarm.settle": { input: () => ({}) },
  "bill-run.continue": { input: () => ({ billRunId: newId() }) },
  "case.tick": { input: () => ({ caseId: CASE_ID }) },
  "device-command.send": { input: () => ({ commandId: newId() }) },
  "message.deliver": { input: () => ({ messageIds: [newId()] }) },
  "message.tell-bills": { input: () => ({ billIds: [newId()] }) },
  "message.tell-overdue": { input: () => ({ billIds: [newId()] }) },
  "message.tell-payment": { input: () => ({ paymentId: newId() }) },
  "message.deliver-urgent": { input: () => ({ messageIds: [newId()] }) },
  "shadow-run.continue": { input: () => ({ shadowRunId: newId() }) },
  "read.revalidate": { input: () => ({ causeId: newId(), since: "2026-01-01T00:00:00Z" }) },
};

/** Sockets by path. */
export const SOCKETS: Readonly<Record<string, ProbeRow>> = { "api/draft": {} };

export interface PageRow {
  /** Who it is made for; they must get it. `anybody`: it needs no session. */
  readonly for: StaffRole | "li" | "anybody";
  /** Members of staff who come into the area but must be refused this page. */
  readonly refused?: readonly StaffRole[];
  /** The parameters of its address: `:personId`. */
  readonly params?: (world: World) => Readonly<Record<string, string>>;
  /** It answers with JSON for a page that is open already, and refuses instead of leading to the sign-in. */
  readonly data?: true;
}

const ADMIN_ONLY = {
  for: "tenant-admin",
  refused: ["billing-clerk", "service-agent", "field-worker", "dispatcher"],
} as const;

const BILLS_ONLY = { for: "billing-clerk", refused: ["dispatcher", "field-worker"] } as const;

/** Pages by the pattern of their address inside the utility; layouts are not pages. */
export const PAGES: Readonly<Record<string, PageRow>> = {
  "console/commands": { for: "tenant-admin", refused: ["billing-clerk"] },
  "workspace/alarms": { for: "dispatcher", refused: ["billing-clerk"] },
  "workspace/alarms/rules": { for: "dispatcher", refused: ["billing-clerk"] },
  "workspace/alarms/:alarmId": {
    for: "field-worker",
    refused: ["billing-clerk"],
    params: () => ({ alarmId: ALARM_ID }),
  },
  "console/outbox": { for: "tenant-admin", refused: ["dispatcher", "field-worker", "billing-clerk"] },
  "console/outbox/:messageId": {
    for: "tenant-admin",
    refused: ["dispatcher", "field-worker", "billing-clerk"],
    params: () => ({ messageId: MESSAGE_ID }),
  },
  "console/payments": { for: "tenant-admin", refused: ["dispatcher", "field-worker"] },
  "portal/accounts": { for: "li" },
  "portal/bills": { for: "li" },
  "portal/bills/:billId": { for: "li", params: () => ({ billId: BILL_ID }) },
  "portal/payments": { for: "li" },
  "portal/payments/:intentId": { for: "li", params: () => ({ intentId: INTENT_ID }) },
  "portal/messages": { for: "li" },
  "portal/messages/wishes": { for: "li" },
  "portal/requests": { for: "li" },
  "portal/requests/:caseId": { for: "li", params: () => ({ caseId: CASE_ID }) },
  "portal/services": { for: "li" },
  "portal/services/:service": { for: "li", params: () => ({ service: "probe" }) },
  "portal/usage": { for: "li" },
  "portal/what-if": { for: "li" },
  "console/shadow-runs": { for: "tenant-admin", refused: ["dispatcher", "field-worker", "service-agent"] },
  "console/shadow-runs/:shadowRunId": {
    for: "tenant-admin",
    refused: ["dispatcher", "field-worker", "service-agent"],
    params: () => ({ shadowRunId: SHADOW_RUN_ID }),
  },
  "workspace/accounts/:customerId": {
    for: "billing-clerk",
    refused: ["service-agent", "dispatcher"],
    params: (world) => ({ customerId: world.li.id }),
  },
  "workspace/bill-runs": BILLS_ONLY,
  "workspace/bill-runs/:billRunId": { ...BILLS_ONLY, params: () => ({ billRunId: BILL_RUN_ID }) },
  "workspace/bills": BILLS_ONLY,
  "workspace/bills/:billId": { ...BILLS_ONLY, params: () => ({ billId: BILL_ID }) },
  "workspace/kpis": { for: "dispatcher" },
  "workspace/kpis/:key": { for: "dispatcher", params: () => ({ key: "probe" }) },
  "workspace/ledger": { for: "billing-clerk", refused: ["service-agent", "dispatcher"] },
  "": { for: "anybody" },
  "*": { for: "anybody" },
  "auth/claim": { for: "anybody" },
  "auth/code": { for: "anybody" },
  "auth/forgot": { for: "anybody" },
  "auth/invitation": { for: "anybody" },
  "auth/reset": { for: "anybody" },
  "auth/account": { for: "li" },
  "auth/account/second-factor": { for: "li" },
  "auth/second-factor": { for: "anybody" },
  "auth/sign-in": { for: "anybody" },
  "auth/sign-on": { for: "anybody" },
  "auth/sign-on/return": { for: "anybody" },
  "auth/sign-out": { for: "anybody" },
  console: { for: "tenant-admin" },
  "console/api-keys": ADMIN_ONLY,
  "console/audit": ADMIN_ONLY,
  "console/privacy": { for: "tenant-admin", refused: ["billing-clerk", "service-agent"] },
  "console/privacy/access": { for: "tenant-admin", refused: ["billing-clerk"] },
  "console/blueprint": { for: "tenant-admin", refused: ["dispatcher", "field-worker"] },
  "console/blueprint/:kind/:key": {
    for: "tenant-admin",
    refused: ["dispatcher", "field-worker"],
    params: () => ({ kind: "tariff", key: "probe" }),
  },
  "console/designer": { for: "tenant-admin", refused: ["dispatcher", "field-worker"] },
  "console/designer/:kind/:key": {
    for: "tenant-admin",
    refused: ["dispatcher", "field-worker"],
    params: () => ({ kind: "tariff", key: "probe" }),
  },
  "console/members": ADMIN_ONLY,
  "console/members/:personId": {
    ...ADMIN_ONLY,
    params: (world) => ({ personId: world.staff.dispatcher.personId }),
  },
  "console/plugins": { for: "tenant-admin", refused: ["dispatcher", "field-worker"] },
  "console/plugins/:pluginId": {
    for: "tenant-admin",
    refused: ["dispatcher", "field-worker"],
    params: () => ({ pluginId: "levy" }),
  },
  "console/security": ADMIN_ONLY,
  "console/releases": { for: "tenant-admin", refused: ["dispatcher", "field-worker"] },
  "console/releases/:number": {
    for: "tenant-admin",
    refused: ["dispatcher", "field-worker"],
    params: () => ({ number: "4711" }),
  },
  "console/releases/proposals/:proposalId": {
    for: "tenant-admin",
    refused: ["dispatcher", "field-worker"],
    params: () => ({ proposalId: PROPOSAL_ID }),
  },
  "console/system": ADMIN_ONLY,
  "console/tenant": { for: "tenant-admin" },
  "console/upgrades": { for: "tenant-admin", refused: ["dispatcher", "field-worker"] },
  "console/tiers": { for: "upper-viewer", refused: ["dispatcher", "field-worker"] },
  portal: { for: "li" },
  workspace: { for: "dispatcher" },
  "workspace/board": { for: "dispatcher", refused: ["billing-clerk", "field-worker"] },
  "workspace/cases": { for: "field-worker" },
  "workspace/cases/:caseId": { for: "field-worker", params: () => ({ caseId: CASE_ID }) },
  "workspace/cases/new": { for: "service-agent" },
  "workspace/dispatch": { for: "dispatcher", refused: ["billing-clerk", "field-worker"] },
  "workspace/customers": { for: "service-agent" },
  "workspace/customers/:customerId": {
    for: "service-agent",
    params: (world) => ({ customerId: world.li.id }),
  },
  "workspace/customers/:customerId/reveal": {
    for: "tenant-admin",
    refused: ["service-agent", "auditor"],
    params: (world) => ({ customerId: world.li.id }),
  },
  "workspace/inbox": { for: "field-worker", refused: ["auditor", "upper-viewer"] },
  "workspace/inbox/tasks/:caseId": {
    data: true,
    for: "field-worker",
    refused: ["auditor", "upper-viewer"],
    params: () => ({ caseId: CASE_ID }),
  },
  "workspace/map": { for: "field-worker" },
  "workspace/meters": { for: "metering-clerk" },
  "workspace/premises": { for: "dispatcher" },
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
