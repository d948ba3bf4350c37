import { createApiKey } from "./api-key/create-api-key.ts";
import { listApiKeys } from "./api-key/list-api-keys.ts";
import { revokeApiKey } from "./api-key/revoke-api-key.ts";
import { listAuditEntries } from "./audit-entry/list-audit-entries.ts";
import { router } from "./base.ts";
import { compareReleases } from "./blueprint/compare-releases.ts";
import { listReleases } from "./blueprint/list-releases.ts";
import { rollBack } from "./blueprint/roll-back.ts";
import { listMembers } from "./member/list-members.ts";
import { setRoles } from "./member/set-roles.ts";
import { showMember } from "./member/show-member.ts";
import { editIndex } from "./read/edit-index.ts";
import { editRead } from "./read/edit-read.ts";
import { listFindings } from "./read/list-findings.ts";
import { listMeteredPoints } from "./read/list-metered-points.ts";
import { listQuarantine } from "./read/list-quarantine.ts";
import { showChannel } from "./read/show-channel.ts";
import { showRegister } from "./read/show-register.ts";
import { usageOfServicePoint } from "./read/usage-of-service-point.ts";
import { changeOwnPassword } from "./session/change-own-password.ts";
import { endOwnSessions } from "./session/end-own-sessions.ts";
import { listOwnMemberships } from "./session/list-own-memberships.ts";
import { listOwnSessions } from "./session/list-own-sessions.ts";
import { signIn } from "./session/sign-in.ts";
import { signOut } from "./session/sign-out.ts";
import { showSystem } from "./system/show-system.ts";

/** Every procedure of the product, by noun. A new one is a row here, a file in its noun's folder, and a row in tests/probe. */
export const appRouter = router({
  apiKey: router({ create: createApiKey, list: listApiKeys, revoke: revokeApiKey }),
  auditEntry: router({ list: listAuditEntries }),
  blueprint: router({ compareReleases, listReleases, rollBack }),
  member: router({ list: listMembers, setRoles, show: showMember }),
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
  session: router({
    changeOwnPassword,
    endOwn: endOwnSessions,
    listOwn: listOwnSessions,
    listOwnMemberships,
    signIn,
    signOut,
  }),
  system: router({ show: showSystem }),
});

export type AppRouter = typeof appRouter;
