/** The tables that belong to no tenant, each with the reason. Every other table must be a tenant's, in the schema public. */
export const GLOBAL_TABLES: Readonly<Record<string, string>> = {
  "identity.account_invitation": "Answered by telephone number, before the tenant's customer is entered.",
  "identity.api_key": "Who calls is known before the tenant is; the key says which tenant it is.",
  "identity.attempt": "Guesses are counted by login and address, also for logins that nobody has.",
  "identity.credential": "One person, one password, whatever the number of tenants.",
  "identity.customer_login":
    "Joins a person of a tenant's customer population to the customer; read before a tenant is entered.",
  "identity.device": "A browser is known again for a person, whatever the tenant.",
  "identity.invitation": "Taken by a link before there is a session; who is invited may be nobody here yet.",
  "identity.membership": "A person may work in several tenants; read to decide which tenant may be entered.",
  "identity.one_time_code": "A code proves a telephone before there is a session.",
  "identity.password_reset": "A link to a new password precedes the session and the tenant.",
  "identity.pending_sign_in": "A sign-in between its two factors precedes the session and the tenant.",
  "identity.person": "People precede tenancy.",
  "identity.process": "Processes serve every tenant.",
  "identity.recovery_code": "One person, one set of codes, whatever the number of tenants.",
  "identity.security_setting": "What a sign-in asks for is read before a tenant is entered.",
  "identity.session": "A session is looked up to learn the tenant; each belongs to exactly one.",
  "identity.sign_on_attempt": "A sign-on that was begun elsewhere precedes the session and the tenant.",
  "identity.sign_on_link": "Who somebody is at a provider is looked up before there is a session.",
  "identity.sign_on_provider": "Where a utility's staff sign on is read before a tenant is entered.",
  "identity.totp": "One person, one second factor, whatever the number of tenants.",
  "platform.milestone": "What was done once for the whole installation.",
  "platform.plugin_version":
    "Published plugins belong to the installation; what a utility has installed is in its release.",
  "platform.tenant": "The tree of tenants itself; holds what is public of a utility.",
  "public.schema_version": "Which migrations ran.",
};

/** The functions that act with their owner's rights, each with the roles that may call it. */
export const DEFINER_FUNCTIONS: readonly string[] = [
  "add_job app portal",
  "job_summary app",
  "refresh_statistics identity",
];
