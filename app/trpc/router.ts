import { inviteToAccount } from "./account-share/invite-to-account.ts";
import { listShares } from "./account-share/list-shares.ts";
import { revokeInvitation } from "./account-share/revoke-invitation.ts";
import { setAccess } from "./account-share/set-access.ts";
import { changeTerms } from "./agreement/change-terms.ts";
import { showAgreement } from "./agreement/show-agreement.ts";
import { tryTerms } from "./agreement/try-terms.ts";
import { acknowledgeAlarms } from "./alarm/acknowledge-alarms.ts";
import { listAlarms } from "./alarm/list-alarms.ts";
import { listRules } from "./alarm/list-rules.ts";
import { ownAlarms } from "./alarm/own-alarms.ts";
import { resetAlarm } from "./alarm/reset-alarm.ts";
import { shelveAlarm } from "./alarm/shelve-alarm.ts";
import { showAlarm } from "./alarm/show-alarm.ts";
import { tryRule } from "./alarm/try-rule.ts";
import { createApiKey } from "./api-key/create-api-key.ts";
import { listApiKeys } from "./api-key/list-api-keys.ts";
import { revokeApiKey } from "./api-key/revoke-api-key.ts";
import { listAuditEntries } from "./audit-entry/list-audit-entries.ts";
import { router } from "./base.ts";
import { cancelBill } from "./bill/cancel-bill.ts";
import { discardBill } from "./bill/discard-bill.ts";
import { listBills } from "./bill/list-bills.ts";
import { overview } from "./bill/overview.ts";
import { releaseBill } from "./bill/release-bill.ts";
import { showBill } from "./bill/show-bill.ts";
import { listBillRuns } from "./bill-run/list-bill-runs.ts";
import { listExceptions } from "./bill-run/list-exceptions.ts";
import { pauseBillRun } from "./bill-run/pause-bill-run.ts";
import { rehearseBillRun } from "./bill-run/rehearse-bill-run.ts";
import { resumeBillRun } from "./bill-run/resume-bill-run.ts";
import { showBillRun } from "./bill-run/show-bill-run.ts";
import { startBillRun } from "./bill-run/start-bill-run.ts";
import { applyUpgrade } from "./blueprint/apply-upgrade.ts";
import { decideProposal } from "./blueprint/decide-proposal.ts";
import { listItems } from "./blueprint/list-items.ts";
import { listProposals } from "./blueprint/list-proposals.ts";
import { listReleases } from "./blueprint/list-releases.ts";
import { moveCases } from "./blueprint/move-cases.ts";
import { publishProposal } from "./blueprint/publish-proposal.ts";
import { rehearseCaseMove } from "./blueprint/rehearse-case-move.ts";
import { reportDrift } from "./blueprint/report-drift.ts";
import { rollBack } from "./blueprint/roll-back.ts";
import { showItem } from "./blueprint/show-item.ts";
import { showProposal } from "./blueprint/show-proposal.ts";
import { showRelease } from "./blueprint/show-release.ts";
import { showUpgrade } from "./blueprint/show-upgrade.ts";
import { withdrawProposal } from "./blueprint/withdraw-proposal.ts";
import { assignCase } from "./case/assign-case.ts";
import { cancelCase } from "./case/cancel-case.ts";
import { claimCase } from "./case/claim-case.ts";
import { commentCase } from "./case/comment-case.ts";
import { holdCase } from "./case/hold-case.ts";
import { listCases } from "./case/list-cases.ts";
import { listInbox } from "./case/list-inbox.ts";
import { listOffered } from "./case/list-offered.ts";
import { listWorkers } from "./case/list-workers.ts";
import { openCase } from "./case/open-case.ts";
import { prioritiseCase } from "./case/prioritise-case.ts";
import { reopenCase } from "./case/reopen-case.ts";
import { requestForm } from "./case/request-form.ts";
import { resumeCase } from "./case/resume-case.ts";
import { showBoard } from "./case/show-board.ts";
import { showCase } from "./case/show-case.ts";
import { showTask } from "./case/show-task.ts";
import { submitTask } from "./case/submit-task.ts";
import { listCustomers } from "./customer/list-customers.ts";
import { showCustomer } from "./customer/show-customer.ts";
import { decideCommand } from "./device-command/decide-command.ts";
import { listCommands } from "./device-command/list-commands.ts";
import { requestCommand } from "./device-command/request-command.ts";
import { checkDraft } from "./draft/check-draft.ts";
import { discardDraft } from "./draft/discard-draft.ts";
import { openDraft } from "./draft/open-draft.ts";
import { proposeDraft } from "./draft/propose-draft.ts";
import { settleDraft } from "./draft/settle-draft.ts";
import { showDraftItem } from "./draft/show-draft-item.ts";
import { listKpis } from "./kpi/list-kpis.ts";
import { showKpi } from "./kpi/show-kpi.ts";
import { tryKpi } from "./kpi/try-kpi.ts";
import { customerAccount } from "./ledger-entry/customer-account.ts";
import { trialBalance } from "./ledger-entry/trial-balance.ts";
import { listMarketPlugins } from "./market/list-plugins.ts";
import { inviteMember } from "./member/invite-member.ts";
import { listInvitations } from "./member/list-invitations.ts";
import { listMembers } from "./member/list-members.ts";
import { resendInvitation } from "./member/resend-invitation.ts";
import { resetSecondFactor } from "./member/reset-second-factor.ts";
import { revokeMemberInvitationProcedure } from "./member/revoke-invitation.ts";
import { setRoles } from "./member/set-roles.ts";
import { showMember } from "./member/show-member.ts";
import { countUnread } from "./message/count-unread.ts";
import { listMessages } from "./message/list-messages.ts";
import { listOwnMessages } from "./message/list-own-messages.ts";
import { markRead } from "./message/mark-read.ts";
import { retryMessage } from "./message/retry-message.ts";
import { setPreferences } from "./message/set-preferences.ts";
import { showMessage } from "./message/show-message.ts";
import { showPreferences } from "./message/show-preferences.ts";
import { answerInvitation } from "./own-account/answer-invitation.ts";
import { listOwnAccounts } from "./own-account/list-own-accounts.ts";
import { listReceivedInvitations } from "./own-account/list-received-invitations.ts";
import { switchAccount } from "./own-account/switch-account.ts";
import { answerOwnCase } from "./own-case/answer-own-case.ts";
import { commentOwnCase } from "./own-case/comment-own-case.ts";
import { listOwnCases } from "./own-case/list-own-cases.ts";
import { listOwnOffered } from "./own-case/list-own-offered.ts";
import { ownRequestForm } from "./own-case/own-request-form.ts";
import { rateOwnCase } from "./own-case/rate-own-case.ts";
import { reopenOwnCase } from "./own-case/reopen-own-case.ts";
import { requestOwn } from "./own-case/request-own.ts";
import { showOwnCase } from "./own-case/show-own-case.ts";
import { checkPayment } from "./payment/check-payment.ts";
import { listGatewayTraffic } from "./payment/list-gateway-traffic.ts";
import { listPayments } from "./payment/list-payments.ts";
import { startPayment } from "./payment/start-payment.ts";
import { listPlugins } from "./plugin/list-plugins.ts";
import { proposeGrant } from "./plugin/propose-grant.ts";
import { showPlugin } from "./plugin/show-plugin.ts";
import { switchPlugin } from "./plugin/switch-plugin.ts";
import { listMeters } from "./premise/list-meters.ts";
import { listPremises } from "./premise/list-premises.ts";
import { showMap } from "./premise/show-map.ts";
import { askErasure } from "./privacy/ask-erasure.ts";
import { decideErasure } from "./privacy/decide-erasure.ts";
import { listAccess } from "./privacy/list-access.ts";
import { listErasures } from "./privacy/list-erasures.ts";
import { proposeErasure } from "./privacy/propose-erasure.ts";
import { revealCustomer } from "./privacy/reveal-customer.ts";
import { setConsent } from "./privacy/set-consent.ts";
import { showOwn } from "./privacy/show-own.ts";
import { showPerson } from "./privacy/show-person.ts";
import { withdrawErasure } from "./privacy/withdraw-erasure.ts";
import { editIndex } from "./read/edit-index.ts";
import { editRead } from "./read/edit-read.ts";
import { listFindings } from "./read/list-findings.ts";
import { listMeteredPoints } from "./read/list-metered-points.ts";
import { listQuarantine } from "./read/list-quarantine.ts";
import { showChannel } from "./read/show-channel.ts";
import { showRegister } from "./read/show-register.ts";
import { usageOfServicePoint } from "./read/usage-of-service-point.ts";
import { beginSecondFactor } from "./second-factor/begin-second-factor.ts";
import { confirmSecondFactor } from "./second-factor/confirm-second-factor.ts";
import { removeSecondFactor } from "./second-factor/remove-second-factor.ts";
import { renewRecoveryCodes } from "./second-factor/renew-recovery-codes.ts";
import { showSecondFactor } from "./second-factor/show-second-factor.ts";
import { editSecurity } from "./security/edit-security.ts";
import { editSignOn } from "./security/edit-sign-on.ts";
import { forgetSignOnLinks } from "./security/forget-sign-on-links.ts";
import { showSecurity } from "./security/show-security.ts";
import { showSignOn as showSignOnSettings } from "./security/show-sign-on.ts";
import { acceptInvitation } from "./session/accept-invitation.ts";
import { beginSignOn } from "./session/begin-sign-on.ts";
import { changeOwnPassword } from "./session/change-own-password.ts";
import { completeSignOn } from "./session/complete-sign-on.ts";
import { confirmCode } from "./session/confirm-code.ts";
import { confirmSignIn } from "./session/confirm-sign-in.ts";
import { endOwnSessions } from "./session/end-own-sessions.ts";
import { enrolSignIn } from "./session/enrol-sign-in.ts";
import { listOwnMemberships } from "./session/list-own-memberships.ts";
import { listOwnSessions } from "./session/list-own-sessions.ts";
import { requestCode } from "./session/request-code.ts";
import { requestReset } from "./session/request-reset.ts";
import { resetPassword } from "./session/reset-password.ts";
import { showInvitation } from "./session/show-invitation.ts";
import { showReset } from "./session/show-reset.ts";
import { showSignOn } from "./session/show-sign-on.ts";
import { showStep } from "./session/show-step.ts";
import { signIn } from "./session/sign-in.ts";
import { signOut } from "./session/sign-out.ts";
import { listShadowRuns } from "./shadow-run/list-shadow-runs.ts";
import { showShadowRun } from "./shadow-run/show-shadow-run.ts";
import { startShadowRun } from "./shadow-run/start-shadow-run.ts";
import { steerShadowRun } from "./shadow-run/steer-shadow-run.ts";
import { showSystem } from "./system/show-system.ts";
import { compareTariffs } from "./tariff/compare-tariffs.ts";
import { tryTariff } from "./tariff/try-tariff.ts";
import { compareTenants } from "./tenant/compare-tenants.ts";
import { showDashboard } from "./tenant/show-dashboard.ts";
import { showTenant } from "./tenant/show-tenant.ts";

/** Every procedure of the product, by noun. A new one is a row here, a file in its noun's folder, and a row in tests/probe. */
export const appRouter = router({
  alarm: router({
    acknowledge: acknowledgeAlarms,
    list: listAlarms,
    listOwn: ownAlarms,
    listRules,
    reset: resetAlarm,
    shelve: shelveAlarm,
    show: showAlarm,
    tryRule,
  }),
  accountShare: router({ invite: inviteToAccount, list: listShares, revokeInvitation, setAccess }),
  apiKey: router({ create: createApiKey, list: listApiKeys, revoke: revokeApiKey }),
  auditEntry: router({ list: listAuditEntries }),
  bill: router({
    cancel: cancelBill,
    discard: discardBill,
    list: listBills,
    overview,
    release: releaseBill,
    show: showBill,
  }),
  billRun: router({
    list: listBillRuns,
    listExceptions,
    pause: pauseBillRun,
    rehearse: rehearseBillRun,
    resume: resumeBillRun,
    show: showBillRun,
    start: startBillRun,
  }),
  blueprint: router({
    applyUpgrade,
    decideProposal,
    listItems,
    listProposals,
    listReleases,
    moveCases,
    publishProposal,
    rehearseCaseMove,
    reportDrift,
    rollBack,
    showItem,
    showProposal,
    showRelease,
    showUpgrade,
    withdrawProposal,
  }),
  case: router({
    assign: assignCase,
    cancel: cancelCase,
    claim: claimCase,
    comment: commentCase,
    hold: holdCase,
    list: listCases,
    listInbox,
    listOffered,
    listWorkers,
    open: openCase,
    prioritise: prioritiseCase,
    reopen: reopenCase,
    requestForm,
    resume: resumeCase,
    show: showCase,
    showBoard,
    showTask,
    submitTask,
  }),
  agreement: router({
    changeTerms,
    show: showAgreement,
    tryTerms,
  }),
  customer: router({ list: listCustomers, show: showCustomer }),
  deviceCommand: router({ decide: decideCommand, list: listCommands, request: requestCommand }),
  draft: router({
    check: checkDraft,
    discard: discardDraft,
    open: openDraft,
    propose: proposeDraft,
    settle: settleDraft,
    showItem: showDraftItem,
  }),
  kpi: router({ list: listKpis, show: showKpi, tryOut: tryKpi }),
  ledgerEntry: router({ customerAccount, trialBalance }),
  market: router({ listPlugins: listMarketPlugins }),
  member: router({
    invite: inviteMember,
    list: listMembers,
    listInvitations,
    resendInvitation,
    resetSecondFactor,
    revokeInvitation: revokeMemberInvitationProcedure,
    setRoles,
    show: showMember,
  }),
  message: router({
    countUnread,
    list: listMessages,
    listOwn: listOwnMessages,
    markRead,
    retry: retryMessage,
    setPreferences,
    show: showMessage,
    showPreferences,
  }),
  ownCase: router({
    answer: answerOwnCase,
    comment: commentOwnCase,
    list: listOwnCases,
    listOffered: listOwnOffered,
    rate: rateOwnCase,
    reopen: reopenOwnCase,
    request: requestOwn,
    requestForm: ownRequestForm,
    show: showOwnCase,
  }),
  ownAccount: router({
    answerInvitation,
    list: listOwnAccounts,
    listInvitations: listReceivedInvitations,
    switch: switchAccount,
  }),
  payment: router({ check: checkPayment, list: listPayments, listGatewayTraffic, start: startPayment }),
  plugin: router({ list: listPlugins, proposeGrant, show: showPlugin, switch: switchPlugin }),
  premise: router({ list: listPremises, listMeters, map: showMap }),
  read: router({
    editIndex,
    edit: editRead,
    listFindings,
    listPoints: listMeteredPoints,
    listQuarantine,
    showChannel,
    showRegister,
    usage: usageOfServicePoint,
  }),
  privacy: router({
    askErasure,
    decideErasure,
    listAccess,
    listErasures,
    proposeErasure,
    reveal: revealCustomer,
    setConsent,
    showOwn,
    showPerson,
    withdrawErasure,
  }),
  secondFactor: router({
    begin: beginSecondFactor,
    confirm: confirmSecondFactor,
    remove: removeSecondFactor,
    renewCodes: renewRecoveryCodes,
    show: showSecondFactor,
  }),
  security: router({
    edit: editSecurity,
    editSignOn,
    forgetSignOnLinks,
    show: showSecurity,
    showSignOn: showSignOnSettings,
  }),
  session: router({
    acceptInvitation,
    beginSignOn,
    changeOwnPassword,
    completeSignOn,
    confirmCode,
    confirmSignIn,
    enrolSignIn,
    endOwn: endOwnSessions,
    listOwn: listOwnSessions,
    listOwnMemberships,
    requestCode,
    requestReset,
    resetPassword,
    showInvitation,
    showReset,
    showSignOn,
    showStep,
    signIn,
    signOut,
  }),
  shadowRun: router({
    list: listShadowRuns,
    show: showShadowRun,
    start: startShadowRun,
    steer: steerShadowRun,
  }),
  system: router({ show: showSystem }),
  tariff: router({ compare: compareTariffs, tryOut: tryTariff }),
  tenant: router({ compare: compareTenants, dashboard: showDashboard, show: showTenant }),
});

export type AppRouter = typeof appRouter;
