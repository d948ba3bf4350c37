/**
 * Every column of every table, classified: whose personal data it holds and what becomes of it when the customer is erased,
 * or none. A test holds that no column is missing; erasure and export are made from this table.
 */
export const COLUMN_KINDS = [
  "name",
  "phone",
  "email",
  "address",
  "place",
  "login",
  "ip",
  "file",
  "free",
  "secret",
] as const;
export type ColumnKind = (typeof COLUMN_KINDS)[number];

/** Why something of an erased customer must stay; in words at `privacy:keep`. */
export const KEEP_REASONS = ["books", "metering", "audit", "network", "proof"] as const;
export type KeepReason = (typeof KEEP_REASONS)[number];

export type PersonalColumn =
  /** Written over by the SQL expression `to`. */
  | { readonly of: "customer"; readonly kind: ColumnKind; readonly fate: "erased"; readonly to: string }
  /** The whole row goes. */
  | { readonly of: "customer"; readonly kind: ColumnKind; readonly fate: "removed" }
  | { readonly of: "customer"; readonly kind: ColumnKind; readonly fate: "kept"; readonly why: KeepReason }
  /** Of those who work here: their own data, no customer's. */
  | { readonly of: "staff"; readonly kind: ColumnKind };

export interface TableClasses {
  readonly personal?: Readonly<Record<string, PersonalColumn>>;
  /** Columns that hold no personal data, each named. */
  readonly other: string;
}

const erased = (kind: ColumnKind, to = "NULL"): PersonalColumn => ({
  of: "customer",
  kind,
  fate: "erased",
  to,
});
const removed = (kind: ColumnKind): PersonalColumn => ({ of: "customer", kind, fate: "removed" });
const kept = (kind: ColumnKind, why: KeepReason): PersonalColumn => ({
  of: "customer",
  kind,
  fate: "kept",
  why,
});
const ofStaff = (kind: ColumnKind): PersonalColumn => ({ of: "staff", kind });

const NAMELESS = "'***'";
/** Taken away where it is the customer's; a member of staff's name stays. */
const OF_CUSTOMER = (column: string, beside = "actor_kind"): string =>
  `CASE ${beside} WHEN 'customer' THEN '***' ELSE ${column} END`;

export const COLUMNS: Readonly<Record<string, TableClasses>> = {
  account: { other: "tenant_id id code currency kind customer_id" },
  agreement: {
    other:
      "tenant_id id number customer_id service_point_id tariff_key billing_day cycle_months usage_source start_on end_on terms",
  },
  alarm: {
    other:
      "tenant_id id service_point_id rule_key item_hash release_number label message state severity worst rank occurrence quiet raised_at changed_at shelved_until corrected_at",
  },
  alarm_due: { other: "tenant_id service_point_id from_at marked_at" },
  alarm_journal: {
    personal: { actor_name: ofStaff("name"), detail: ofStaff("free") },
    other: "tenant_id id alarm_id occurrence at entry key actor_kind actor_id",
  },
  alarm_rule_period: { other: "tenant_id rule_key from_at release_number item_hash metrics" },
  alarm_transition: { other: "tenant_id alarm_id at step from_severity to_severity cause known_at" },
  alarm_watch: { other: "tenant_id service_point_id rule_key checkpoints next_at" },
  attachment: {
    personal: { name: removed("file"), content: removed("file"), created_by_name: removed("name") },
    other: "tenant_id id customer_id mime size sent_hash hash created_at created_by noun noun_id",
  },
  audit_entry: {
    personal: {
      actor_name: kept("name", "audit"),
      before: kept("free", "audit"),
      after: kept("free", "audit"),
      ip: kept("ip", "audit"),
    },
    other: "tenant_id id at actor_kind actor_id action noun noun_id request_id",
  },
  bill: {
    other:
      "tenant_id id number bill_run_id agreement_id customer_id service_point_id period period_start period_end revision state currency total paid usage usage_unit closing release_number tariff_key tariff_hash quantities reads included_taxes estimated due_on created_at posted_at cancelled_at",
  },
  bill_exception: {
    personal: { resolved_by_name: ofStaff("name") },
    other:
      "tenant_id id bill_run_id agreement_id period code params bill_id created_at resolution resolved_at",
  },
  bill_line: {
    other: "tenant_id bill_id number code label line_group quantity unit price amount derivation",
  },
  bill_run: {
    personal: { requested_by_name: ofStaff("name") },
    other: "tenant_id id period state release_number agreements chunks requested_by started_at finished_at",
  },
  bill_run_chunk: {
    other: "tenant_id bill_run_id number agreement_ids state posted held failed skipped finished_at",
  },
  blueprint_item: { other: "tenant_id hash kind content created_at" },
  case_event: {
    personal: {
      detail: erased("free", "'{}'"),
      actor_name: erased("name", OF_CUSTOMER("actor_name")),
      ip: erased("ip", "CASE actor_kind WHEN 'customer' THEN NULL ELSE ip END"),
    },
    other:
      "tenant_id id case_id at kind task_number step_key words for_customer actor_kind actor_id request_id",
  },
  case_rating: {
    personal: { comment: erased("free", "''"), rated_by_name: erased("name", NAMELESS) },
    other: "tenant_id case_id score rated_at",
  },
  case_task: {
    personal: { data: erased("free", "'{}'"), assignee_name: ofStaff("name"), done_by_name: ofStaff("name") },
    other:
      "tenant_id id case_id number step_key label kind state entered_at left_at limit_number due_at overdue_at assignee_id done_by_id outcome submission_key version",
  },
  case_timer: { other: "tenant_id case_id task_number name at state" },
  channel: { other: "tenant_id id service_point_id code direction unit interval_minutes timezone exponent" },
  consent: {
    personal: { actor_name: erased("name", NAMELESS), ip: erased("ip") },
    other: "tenant_id id customer_id purpose version given at actor_id",
  },
  customer: {
    personal: { name: erased("name", NAMELESS), phone: erased("phone"), email: erased("email") },
    other: "tenant_id id number kind created_at updated_at erased_at",
  },
  day_row: { other: "tenant_id channel_id local_day timezone interval_minutes exponent values quality" },
  device_command: {
    personal: {
      reason: ofStaff("free"),
      requested_by_name: ofStaff("name"),
      approved_by_name: ofStaff("name"),
    },
    other:
      "tenant_id id key service_point_id meter_id alarm_id command sequence state automatic requested_by created_at expires_at attempts finished_at",
  },
  device_command_step: { personal: { detail: ofStaff("free") }, other: "tenant_id command_id step at state" },
  device_sample: {
    other: "tenant_id service_point_id metric measured_at value quality meter_id ingest_batch_id received_at",
  },
  draft: { other: "tenant_id id base_release seq state state_seq started_at closed_at" },
  draft_change: {
    personal: { person_name: ofStaff("name") },
    other: "tenant_id draft_id item person_id since last_at paths",
  },
  draft_lease: { other: "tenant_id draft_id holder address epoch held_until" },
  draft_update: { other: "tenant_id draft_id seq content" },
  erasure: {
    personal: {
      reason: erased("free"),
      note: erased("free"),
      proposed_by_name: ofStaff("name"),
      decided_by_name: ofStaff("name"),
    },
    other:
      "tenant_id id customer_id state asked_by asked_at proposed_by proposed_at plan decided_by decided_at result done_at",
  },
  gateway_notification: {
    personal: { headers: kept("free", "books"), body: kept("free", "books") },
    other: "tenant_id id gateway notification_id order_number outcome reason received_at",
  },
  grid_cell: { other: "tenant_id id org_unit_id code name boundary" },
  "identity.account_invitation": {
    personal: { phone: erased("phone", "'000000'"), invited_by_name: erased("name", NAMELESS) },
    other:
      "tenant_id id customer_id access invited_by created_at expires_at answered_at accepted_by revoked_at",
  },
  "identity.api_key": {
    other: "id tenant_id name hint key_hash scopes created_by created_at used_at revoked_at",
  },
  "identity.attempt": { personal: { key: removed("login") }, other: "kind failures since" },
  "identity.credential": { personal: { secret: removed("secret") }, other: "person_id kind changed_at" },
  "identity.customer_login": { other: "tenant_id person_id customer_id created_at access" },
  "identity.device": { other: "person_id device_hash first_seen_at last_seen_at" },
  "identity.invitation": {
    personal: { email: ofStaff("email"), name: ofStaff("name") },
    other:
      "id tenant_id roles token_hash invited_by created_at sent_at expires_at accepted_at accepted_by revoked_at",
  },
  "identity.membership": { other: "tenant_id person_id roles created_at" },
  "identity.one_time_code": {
    personal: { phone: removed("phone") },
    other: "token_hash tenant_id purpose customer_id code_hash tries created_at expires_at",
  },
  "identity.password_reset": { other: "token_hash tenant_id person_id created_at expires_at" },
  "identity.pending_sign_in": {
    personal: { secret: removed("secret") },
    other: "token_hash tenant_id person_id kind customer_id method created_at expires_at",
  },
  "identity.person": {
    personal: {
      login: erased("login", "'erased-' || id"),
      name: erased("name", NAMELESS),
      email: erased("email"),
      phone: erased("phone"),
    },
    other: "id tenant_id created_at disabled_at",
  },
  "identity.process": { other: "id role host pid started_at seen_at workers address" },
  "identity.recovery_code": { other: "person_id code_hash used_at" },
  "identity.security_setting": {
    other: "tenant_id second_factor_roles password_length_min customer_codes changed_at",
  },
  "identity.session": {
    personal: { ip: removed("ip"), agent: removed("free") },
    other:
      "token_hash id tenant_id person_id kind customer_id created_at seen_at expires_at ends_at method second_factor",
  },
  "identity.sign_on_attempt": {
    other: "token_hash tenant_id issuer state nonce verifier created_at expires_at",
  },
  "identity.sign_on_link": {
    personal: { subject: ofStaff("login") },
    other: "tenant_id issuer person_id created_at",
  },
  "identity.sign_on_provider": { other: "tenant_id name issuer client_id secret enabled changed_at" },
  "identity.totp": {
    personal: { secret: removed("secret") },
    other: "person_id last_step created_at confirmed_at",
  },
  ingest_batch: {
    personal: { requested_by: ofStaff("name") },
    other: "tenant_id id format file_name started_at finished_at byte_count content_hash result",
  },
  ledger_entry: {
    other:
      "tenant_id id debit_account_id credit_account_id amount currency event_at reference_kind reference_id idempotency_key",
  },
  message: {
    personal: {
      address: erased("address"),
      subject: erased("free"),
      body: erased("free", "''"),
      link: erased("free"),
      sealed: erased("free"),
    },
    other:
      "tenant_id id key channel template_key template_hash release_number category locale customer_id person_id segments about_noun about_id state reason round attempts due_at claimed_at claimed_by created_at sent_at delivered_at read_at",
  },
  message_attempt: {
    personal: { detail: erased("free") },
    other: "tenant_id message_id number reference started_at finished_at outcome code provider_id",
  },
  message_preference: {
    personal: { locale: erased("free"), declined: erased("free", "'{}'"), accepted: erased("free", "'{}'") },
    other: "tenant_id customer_id changed_at",
  },
  message_report: { other: "tenant_id id message_id report_id status code reported_at received_at outcome" },
  meter: { other: "tenant_id id serial model commodity" },
  meter_installation: { other: "tenant_id id meter_id service_point_id multiplier installed_at removed_at" },
  org_unit: { other: "tenant_id id parent_id code name" },
  payment: {
    other:
      "tenant_id id customer_id payment_intent_id amount currency gateway transaction_number paid_at received_at",
  },
  payment_allocation: { other: "tenant_id payment_id bill_id amount" },
  payment_intent: {
    other:
      "tenant_id id order_number customer_id bill_id amount currency gateway state pay_url created_at expires_at closed_at",
  },
  personal_access: {
    personal: { actor_name: ofStaff("name"), reason: kept("free", "audit"), ip: ofStaff("ip") },
    other: "tenant_id id at actor_kind actor_id call fields records customer_id basis request_id",
  },
  "platform.milestone": { other: "name hash reached_at" },
  "platform.plugin_version": {
    other: "plugin_id version hash manifest source trust publisher_key published_at withdrawn_at",
  },
  "platform.tenant": {
    other: "id parent_id slug hosts kind tier name timezone currency locale brand created_at hotline map",
  },
  plugin_call: {
    other:
      "tenant_id id plugin_id version hash point called_at item_count error_code error_params cpu_ms wall_ms capability_calls logs receipts",
  },
  plugin_switch: {
    personal: { changed_by_name: ofStaff("name") },
    other: "tenant_id plugin_id is_off reason changed_at",
  },
  premise: {
    personal: {
      address: kept("address", "network"),
      longitude: kept("place", "network"),
      latitude: kept("place", "network"),
    },
    other: "tenant_id id number grid_cell_id",
  },
  quarantine: {
    other: "tenant_id content_hash ingest_batch_id file_name code params location raw received_at",
  },
  read_edit: {
    personal: { reason: ofStaff("free"), made_by_name: ofStaff("name") },
    other: "tenant_id id channel_id register_id start_at end_at method made_by made_at",
  },
  read_finding: {
    other: "tenant_id channel_id local_day from_slot check_name to_slot severity action detail",
  },
  read_gap: { other: "tenant_id channel_id first_day last_day severity" },
  read_input: {
    other:
      "tenant_id channel_id local_day content_hash source_rank source_sequence interval_minutes exponent values quality ingest_batch_id read_edit_id received_at",
  },
  read_revision: { other: "tenant_id channel_id local_day cause_id at exponent values quality" },
  read_rules: { other: "tenant_id rules_hash applied_at" },
  receipt: {
    personal: { content: kept("free", "books") },
    other: "tenant_id id number payment_id customer_id issued_at",
  },
  register: { other: "tenant_id id meter_id code direction unit integer_digits decimal_digits" },
  register_finding: { other: "tenant_id register_id read_at check_name severity detail" },
  register_input: {
    other:
      "tenant_id register_id read_at content_hash source_rank source_sequence index_value quality ingest_batch_id read_edit_id received_at",
  },
  register_read: { other: "tenant_id register_id read_at index_value quality" },
  register_revision: { other: "tenant_id register_id read_at cause_id at index_value quality" },
  release: {
    personal: { note: ofStaff("free") },
    other: "tenant_id number hash parent_number published_at published_by signature key_id approved_by",
  },
  release_current: { other: "tenant_id release_number since" },
  release_decision: {
    personal: { note: ofStaff("free"), person_name: ofStaff("name") },
    other: "tenant_id id proposal_id hash decision person_id at",
  },
  release_item: { other: "tenant_id release_number kind key item_hash origin" },
  release_proposal: {
    personal: { note: ofStaff("free"), proposed_by_name: ofStaff("name") },
    other:
      "tenant_id id hash base_number parent_number items authors proposed_by proposed_at state closed_at release_number",
  },
  schema_version: { other: "version name md5 run_at" },
  seal_block: { other: "tenant_id chain number row_count root previous_hash hash sealed_at" },
  seal_row: { other: "tenant_id chain row_id block_number position leaf" },
  service_case: {
    personal: {
      opened_by_name: erased("name", OF_CUSTOMER("opened_by_name", "opened_by")),
      request: erased("free", "'{}'"),
      search: erased("free", "''"),
      held_reason: erased("free"),
      assignee_name: ofStaff("name"),
    },
    other:
      "tenant_id id number service_key service_hash release_number open_key category title state priority opened_by opened_by_id opened_at customer_id premise_id service_point_id meter_id alarm_id grid_cell_id for_customer limit_number due_at overdue_at holds held_since task_number step_key step_label visible_step role skill org_unit_id assignee_id task_due_at task_overdue next_due_at closed_at version updated_at",
  },
  service_point: { other: "tenant_id id number premise_id commodity status timezone transformer_area" },
  shadow_run: {
    personal: { requested_by_name: ofStaff("name") },
    other:
      "tenant_id id tariff_key tariff_hash content live_keys period_from period_to state release_number agreements chunks requested_by started_at finished_at",
  },
  shadow_run_chunk: {
    other: "tenant_id shadow_run_id number agreement_ids state compared failed finished_at",
  },
  shadow_run_result: {
    other: "tenant_id shadow_run_id agreement_id class currency usage live draft bills side code params",
  },
  staff: {
    personal: { name: ofStaff("name"), phone: ofStaff("phone") },
    other: "tenant_id id person_id number org_unit_id skills",
  },
  tenant_file: { other: "tenant_id name hash content" },
};
