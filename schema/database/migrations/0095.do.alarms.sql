-- Alarms. What devices told (append-only), what must be judged, how far each watch has come, the history that follows
-- from it (a function of what was told and of the rules), and beside it the journal of what people and the product did.

ALTER TABLE ingest_batch DROP CONSTRAINT ingest_batch_format_known;

ALTER TABLE ingest_batch ADD CONSTRAINT ingest_batch_format_known
  CHECK (format IN ('green-button', 'register-csv', 'wide-csv', 'one-column', 'rows', 'device-ndjson'));

-- One value of one metric at one service point. Named by its content: the same statement is the same row.
CREATE TABLE device_sample (
  tenant_id uuid NOT NULL,
  service_point_id uuid NOT NULL,
  metric text NOT NULL,
  measured_at timestamptz NOT NULL,
  value double precision NOT NULL,
  quality text NOT NULL CONSTRAINT device_sample_quality_known CHECK (quality IN ('valid', 'questionable', 'invalid')),
  meter_id uuid,
  ingest_batch_id uuid,
  received_at timestamptz NOT NULL,
  CONSTRAINT device_sample_pk PRIMARY KEY (tenant_id, service_point_id, metric, measured_at, value, quality),
  CONSTRAINT device_sample_service_point_fk FOREIGN KEY (tenant_id, service_point_id) REFERENCES service_point (tenant_id, id) ON DELETE RESTRICT
);

SELECT app.protect('device_sample', 'SELECT, INSERT');

-- Which version of a rule was in force from when; without a hash the rule was withdrawn. The first version of a rule
-- judges all that came before it, too: it begins at -infinity.
CREATE TABLE alarm_rule_period (
  tenant_id uuid NOT NULL CONSTRAINT alarm_rule_period_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  rule_key text NOT NULL,
  from_at timestamptz NOT NULL,
  release_number integer NOT NULL,
  item_hash text,
  metrics text[] NOT NULL,
  CONSTRAINT alarm_rule_period_pk PRIMARY KEY (tenant_id, rule_key, from_at),
  CONSTRAINT alarm_rule_period_item_fk FOREIGN KEY (tenant_id, item_hash) REFERENCES blueprint_item (tenant_id, hash) ON DELETE RESTRICT
);

SELECT app.protect('alarm_rule_period', 'SELECT, INSERT');

-- Service points of which something new is known since they were last judged, and from which instant on.
CREATE TABLE alarm_due (
  tenant_id uuid NOT NULL,
  service_point_id uuid NOT NULL,
  from_at timestamptz NOT NULL,
  marked_at timestamptz NOT NULL,
  CONSTRAINT alarm_due_pk PRIMARY KEY (tenant_id, service_point_id),
  CONSTRAINT alarm_due_service_point_fk FOREIGN KEY (tenant_id, service_point_id) REFERENCES service_point (tenant_id, id) ON DELETE RESTRICT
);

CREATE INDEX alarm_due_marked ON alarm_due (tenant_id, marked_at);

SELECT app.protect('alarm_due');

-- How far a rule has come at a service point. Can be made anew from the samples at any time.
CREATE TABLE alarm_watch (
  tenant_id uuid NOT NULL,
  service_point_id uuid NOT NULL,
  rule_key text NOT NULL,
  checkpoints jsonb NOT NULL,
  next_at timestamptz,
  CONSTRAINT alarm_watch_pk PRIMARY KEY (tenant_id, service_point_id, rule_key),
  CONSTRAINT alarm_watch_service_point_fk FOREIGN KEY (tenant_id, service_point_id) REFERENCES service_point (tenant_id, id) ON DELETE RESTRICT
);

CREATE INDEX alarm_watch_next ON alarm_watch (tenant_id, next_at) WHERE next_at IS NOT NULL;

SELECT app.protect('alarm_watch');

-- One rule at one service point, as it stands. `occurrence` counts how often it left normal; what follows from an alarm
-- happens once an occurrence. `quiet`: nothing stands, waits or is latched. The words are those of the rule by which it was raised.
CREATE TABLE alarm (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  service_point_id uuid NOT NULL,
  rule_key text NOT NULL,
  item_hash text NOT NULL,
  release_number integer NOT NULL,
  label jsonb NOT NULL,
  message jsonb NOT NULL,
  state text NOT NULL CONSTRAINT alarm_state_known CHECK (state IN ('normal', 'unacknowledged', 'acknowledged', 'returned', 'latched', 'shelved', 'outOfService')),
  severity text NOT NULL CONSTRAINT alarm_severity_known CHECK (severity IN ('normal', 'low', 'medium', 'high', 'critical')),
  worst text NOT NULL CONSTRAINT alarm_worst_known CHECK (worst IN ('normal', 'low', 'medium', 'high', 'critical')),
  rank smallint NOT NULL,
  occurrence integer NOT NULL,
  quiet boolean NOT NULL,
  raised_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  shelved_until timestamptz,
  corrected_at timestamptz,
  CONSTRAINT alarm_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT alarm_watch_unique UNIQUE (tenant_id, service_point_id, rule_key),
  CONSTRAINT alarm_service_point_fk FOREIGN KEY (tenant_id, service_point_id) REFERENCES service_point (tenant_id, id) ON DELETE RESTRICT
);

CREATE INDEX alarm_standing_rank ON alarm (tenant_id, rank, id) WHERE state <> 'normal';

CREATE INDEX alarm_standing_raised ON alarm (tenant_id, raised_at, id) WHERE state <> 'normal';

CREATE INDEX alarm_shelved ON alarm (tenant_id, shelved_until) WHERE shelved_until IS NOT NULL;

CREATE INDEX alarm_raised ON alarm (tenant_id, raised_at, id);

-- A customer sees the standing safety alarms of where they live now.
SELECT app.protect('alarm', 'SELECT, INSERT, UPDATE (item_hash, release_number, label, message, state, severity, worst, rank, occurrence, quiet, raised_at, changed_at, shelved_until, corrected_at)',
  portal => 'state <> ''normal'' AND worst IN (''high'', ''critical'') AND EXISTS (SELECT 1 FROM agreement a WHERE a.tenant_id = alarm.tenant_id AND a.service_point_id = alarm.service_point_id AND a.end_on IS NULL AND a.customer_id = (SELECT nullif(current_setting(''app.customer_id'', true), '''')::uuid))');

-- The history: what the rules make of the samples. Replaced where late samples make another one of it; `known_at` is when
-- a line was first found, and no part of the function.
CREATE TABLE alarm_transition (
  tenant_id uuid NOT NULL,
  alarm_id uuid NOT NULL,
  at timestamptz NOT NULL,
  step smallint NOT NULL,
  from_severity text NOT NULL,
  to_severity text NOT NULL,
  cause jsonb NOT NULL,
  known_at timestamptz NOT NULL,
  CONSTRAINT alarm_transition_pk PRIMARY KEY (tenant_id, alarm_id, at, step),
  CONSTRAINT alarm_transition_alarm_fk FOREIGN KEY (tenant_id, alarm_id) REFERENCES alarm (tenant_id, id) ON DELETE RESTRICT
);

SELECT app.protect('alarm_transition', 'SELECT, INSERT, DELETE');

-- What people and the product did about an alarm, and each correction of its history. Append-only. A key stands once.
CREATE TABLE alarm_journal (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  alarm_id uuid NOT NULL,
  occurrence integer NOT NULL,
  at timestamptz NOT NULL,
  entry text NOT NULL,
  key text NOT NULL,
  actor_kind text NOT NULL,
  actor_id uuid,
  actor_name text NOT NULL,
  detail jsonb NOT NULL,
  CONSTRAINT alarm_journal_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT alarm_journal_key_unique UNIQUE (tenant_id, alarm_id, key),
  CONSTRAINT alarm_journal_alarm_fk FOREIGN KEY (tenant_id, alarm_id) REFERENCES alarm (tenant_id, id) ON DELETE RESTRICT
);

CREATE INDEX alarm_journal_time ON alarm_journal (tenant_id, alarm_id, at, id);

SELECT app.protect('alarm_journal', 'SELECT, INSERT');

-- What a device is told to do. It does nothing after `expires_at`, however late it wakes.
CREATE TABLE device_command (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  service_point_id uuid NOT NULL,
  meter_id uuid NOT NULL,
  alarm_id uuid,
  command text NOT NULL CONSTRAINT device_command_known CHECK (command IN ('shutValve')),
  sequence integer NOT NULL,
  reason text NOT NULL,
  state text NOT NULL CONSTRAINT device_command_state_known CHECK (state IN ('requested', 'approved', 'acknowledged', 'executed', 'expired', 'refused', 'withdrawn')),
  automatic boolean NOT NULL,
  requested_by uuid,
  requested_by_name text NOT NULL,
  approved_by_name text,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  attempts integer NOT NULL,
  finished_at timestamptz,
  CONSTRAINT device_command_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT device_command_key_unique UNIQUE (tenant_id, key),
  CONSTRAINT device_command_service_point_fk FOREIGN KEY (tenant_id, service_point_id) REFERENCES service_point (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT device_command_meter_fk FOREIGN KEY (tenant_id, meter_id) REFERENCES meter (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT device_command_alarm_fk FOREIGN KEY (tenant_id, alarm_id) REFERENCES alarm (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT device_command_sequence_unique UNIQUE (tenant_id, meter_id, sequence)
);

CREATE INDEX device_command_time ON device_command (tenant_id, created_at, id);

CREATE INDEX device_command_alarm ON device_command (tenant_id, alarm_id);

SELECT app.protect('device_command', 'SELECT, INSERT, UPDATE (state, approved_by_name, attempts, finished_at, expires_at)');

-- Each step of a command with what the device said. Append-only.
CREATE TABLE device_command_step (
  tenant_id uuid NOT NULL,
  command_id uuid NOT NULL,
  step integer NOT NULL,
  at timestamptz NOT NULL,
  state text NOT NULL,
  detail jsonb NOT NULL,
  CONSTRAINT device_command_step_pk PRIMARY KEY (tenant_id, command_id, step),
  CONSTRAINT device_command_step_command_fk FOREIGN KEY (tenant_id, command_id) REFERENCES device_command (tenant_id, id) ON DELETE RESTRICT
);

SELECT app.protect('device_command_step', 'SELECT, INSERT');
