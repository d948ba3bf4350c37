-- Reads: what came in (raw, append-only), what stands now (a function of what came in and of the rules), what was found,
-- and what changed when. Only read_revision, ingest_batch, read_edit and quarantine depend on arrival.

-- One file, message or upload that was taken in.
CREATE TABLE ingest_batch (
  tenant_id uuid NOT NULL CONSTRAINT ingest_batch_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  format text NOT NULL CONSTRAINT ingest_batch_format_known CHECK (format IN ('green-button', 'register-csv', 'wide-csv', 'one-column', 'rows')),
  file_name text NOT NULL,
  requested_by text NOT NULL,
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  byte_count bigint,
  content_hash text,
  result jsonb,
  CONSTRAINT ingest_batch_pk PRIMARY KEY (tenant_id, id)
);

SELECT app.protect('ingest_batch', 'SELECT, INSERT, UPDATE (finished_at, byte_count, content_hash, result)');

-- What one source stated about (a part of) one local day of a channel. Named by its content: the same statement is the same row.
CREATE TABLE read_input (
  tenant_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  local_day date NOT NULL,
  content_hash bytea NOT NULL,
  source_rank smallint NOT NULL,
  source_sequence bigint NOT NULL,
  interval_minutes smallint NOT NULL,
  exponent smallint NOT NULL,
  values bigint[] NOT NULL,
  quality smallint[] NOT NULL,
  ingest_batch_id uuid,
  read_edit_id uuid,
  received_at timestamptz NOT NULL,
  CONSTRAINT read_input_pk PRIMARY KEY (tenant_id, channel_id, local_day, content_hash),
  CONSTRAINT read_input_channel_fk FOREIGN KEY (tenant_id, channel_id) REFERENCES channel (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT read_input_has_cause CHECK ((ingest_batch_id IS NULL) <> (read_edit_id IS NULL)),
  CONSTRAINT read_input_places CHECK (cardinality(values) = cardinality(quality))
);

SELECT app.protect('read_input', 'SELECT, INSERT');

-- The final values of one local day of a channel: value = values[i] × 10^exponent in the unit of the channel, NULL where missing.
-- As many places as intervals fit into the real length of that day: 23, 24 or 25 hours over the size.
CREATE TABLE day_row (
  tenant_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  local_day date NOT NULL,
  timezone text NOT NULL,
  interval_minutes smallint NOT NULL,
  exponent smallint NOT NULL,
  values bigint[] NOT NULL,
  quality smallint[] NOT NULL,
  CONSTRAINT day_row_pk PRIMARY KEY (tenant_id, channel_id, local_day),
  CONSTRAINT day_row_channel_fk FOREIGN KEY (tenant_id, channel_id) REFERENCES channel (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT day_row_places CHECK (cardinality(values) = cardinality(quality))
);

-- A customer sees the days of their own agreement, not those of whoever lived there before or after.
SELECT app.protect('day_row', 'SELECT, INSERT, UPDATE (timezone, interval_minutes, exponent, values, quality)', portal => 'EXISTS (SELECT 1 FROM channel c JOIN agreement a ON a.tenant_id = c.tenant_id AND a.service_point_id = c.service_point_id WHERE c.tenant_id = day_row.tenant_id AND c.id = day_row.channel_id AND a.customer_id = (SELECT nullif(current_setting(''app.customer_id'', true), '''')::uuid) AND day_row.local_day >= a.start_on AND (a.end_on IS NULL OR day_row.local_day < a.end_on))');

-- What the checks found in the slots [from_slot, to_slot) of a day as it stands, and what was done about it. Replaced with the day.
CREATE TABLE read_finding (
  tenant_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  local_day date NOT NULL,
  from_slot smallint NOT NULL,
  check_name text NOT NULL CONSTRAINT read_finding_check_known CHECK (check_name IN ('gap', 'negative', 'spike')),
  to_slot smallint NOT NULL,
  severity text NOT NULL CONSTRAINT read_finding_severity_known CHECK (severity IN ('info', 'warning', 'error')),
  action text NOT NULL CONSTRAINT read_finding_action_known CHECK (action IN ('flagged', 'estimated', 'left')),
  detail jsonb NOT NULL,
  CONSTRAINT read_finding_pk PRIMARY KEY (tenant_id, channel_id, local_day, from_slot, check_name),
  CONSTRAINT read_finding_day_row_fk FOREIGN KEY (tenant_id, channel_id, local_day) REFERENCES day_row (tenant_id, channel_id, local_day) ON DELETE CASCADE
);

CREATE INDEX read_finding_day ON read_finding (tenant_id, local_day, channel_id);

SELECT app.protect('read_finding');

-- What one source stated about the index of a register at an instant. index_value NULL: staff took the read away.
CREATE TABLE register_input (
  tenant_id uuid NOT NULL,
  register_id uuid NOT NULL,
  read_at timestamptz NOT NULL,
  content_hash bytea NOT NULL,
  source_rank smallint NOT NULL,
  source_sequence bigint NOT NULL,
  index_value numeric,
  quality smallint NOT NULL,
  ingest_batch_id uuid,
  read_edit_id uuid,
  received_at timestamptz NOT NULL,
  CONSTRAINT register_input_pk PRIMARY KEY (tenant_id, register_id, read_at, content_hash),
  CONSTRAINT register_input_register_fk FOREIGN KEY (tenant_id, register_id) REFERENCES register (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT register_input_has_cause CHECK ((ingest_batch_id IS NULL) <> (read_edit_id IS NULL))
);

SELECT app.protect('register_input', 'SELECT, INSERT');

-- The index of a register at an instant, as it stands.
CREATE TABLE register_read (
  tenant_id uuid NOT NULL,
  register_id uuid NOT NULL,
  read_at timestamptz NOT NULL,
  index_value numeric,
  quality smallint NOT NULL,
  CONSTRAINT register_read_pk PRIMARY KEY (tenant_id, register_id, read_at),
  CONSTRAINT register_read_register_fk FOREIGN KEY (tenant_id, register_id) REFERENCES register (tenant_id, id) ON DELETE RESTRICT
);

SELECT app.protect('register_read', 'SELECT, INSERT, UPDATE (index_value, quality)', portal => 'EXISTS (SELECT 1 FROM register r JOIN meter_installation i ON i.tenant_id = r.tenant_id AND i.meter_id = r.meter_id JOIN service_point s ON s.tenant_id = i.tenant_id AND s.id = i.service_point_id JOIN agreement a ON a.tenant_id = s.tenant_id AND a.service_point_id = s.id WHERE r.tenant_id = register_read.tenant_id AND r.id = register_read.register_id AND register_read.read_at >= i.installed_at AND (i.removed_at IS NULL OR register_read.read_at <= i.removed_at) AND a.customer_id = (SELECT nullif(current_setting(''app.customer_id'', true), '''')::uuid) AND (register_read.read_at AT TIME ZONE s.timezone)::date >= a.start_on AND (a.end_on IS NULL OR (register_read.read_at AT TIME ZONE s.timezone)::date <= a.end_on))');

CREATE TABLE register_finding (
  tenant_id uuid NOT NULL,
  register_id uuid NOT NULL,
  read_at timestamptz NOT NULL,
  check_name text NOT NULL CONSTRAINT register_finding_check_known CHECK (check_name IN ('backwards', 'rollover')),
  severity text NOT NULL CONSTRAINT register_finding_severity_known CHECK (severity IN ('info', 'warning', 'error')),
  detail jsonb NOT NULL,
  CONSTRAINT register_finding_pk PRIMARY KEY (tenant_id, register_id, read_at, check_name),
  CONSTRAINT register_finding_read_fk FOREIGN KEY (tenant_id, register_id, read_at) REFERENCES register_read (tenant_id, register_id, read_at) ON DELETE CASCADE
);

CREATE INDEX register_finding_time ON register_finding (tenant_id, read_at, register_id);

SELECT app.protect('register_finding');

-- A correction by staff, with its reason. Its values are inputs of the highest rank; nothing is overwritten.
CREATE TABLE read_edit (
  tenant_id uuid NOT NULL CONSTRAINT read_edit_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  channel_id uuid,
  register_id uuid,
  start_at timestamptz NOT NULL,
  end_at timestamptz NOT NULL,
  method text NOT NULL CONSTRAINT read_edit_method_known CHECK (method IN ('set', 'withdraw', 'linear')),
  reason text NOT NULL CONSTRAINT read_edit_reason_given CHECK (length(trim(reason)) > 0),
  made_by uuid,
  made_by_name text NOT NULL,
  made_at timestamptz NOT NULL,
  CONSTRAINT read_edit_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT read_edit_channel_fk FOREIGN KEY (tenant_id, channel_id) REFERENCES channel (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT read_edit_register_fk FOREIGN KEY (tenant_id, register_id) REFERENCES register (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT read_edit_one_target CHECK ((channel_id IS NULL) <> (register_id IS NULL))
);

CREATE INDEX read_edit_channel ON read_edit (tenant_id, channel_id, start_at);

CREATE INDEX read_edit_register ON read_edit (tenant_id, register_id, start_at);

SELECT app.protect('read_edit', 'SELECT, INSERT');

-- How a day stood before a cause (a batch or an edit) changed it: with the inputs' received_at, any past state can be told.
-- A day that comes for the first time has no row here.
CREATE TABLE read_revision (
  tenant_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  local_day date NOT NULL,
  cause_id uuid NOT NULL,
  at timestamptz NOT NULL,
  exponent smallint NOT NULL,
  values bigint[] NOT NULL,
  quality smallint[] NOT NULL,
  CONSTRAINT read_revision_pk PRIMARY KEY (tenant_id, channel_id, local_day, cause_id),
  CONSTRAINT read_revision_channel_fk FOREIGN KEY (tenant_id, channel_id) REFERENCES channel (tenant_id, id) ON DELETE RESTRICT
);

SELECT app.protect('read_revision', 'SELECT, INSERT');

-- The same for an index.
CREATE TABLE register_revision (
  tenant_id uuid NOT NULL,
  register_id uuid NOT NULL,
  read_at timestamptz NOT NULL,
  cause_id uuid NOT NULL,
  at timestamptz NOT NULL,
  index_value numeric,
  quality smallint NOT NULL,
  CONSTRAINT register_revision_pk PRIMARY KEY (tenant_id, register_id, read_at, cause_id),
  CONSTRAINT register_revision_register_fk FOREIGN KEY (tenant_id, register_id) REFERENCES register (tenant_id, id) ON DELETE RESTRICT
);

SELECT app.protect('register_revision', 'SELECT, INSERT');

-- A part of an input that could not be taken: what is wrong, where, and the part itself. Named by its content, so that
-- the same bad row sent again is the same row here.
CREATE TABLE quarantine (
  tenant_id uuid NOT NULL CONSTRAINT quarantine_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  content_hash bytea NOT NULL,
  ingest_batch_id uuid NOT NULL,
  file_name text NOT NULL,
  code text NOT NULL,
  params jsonb NOT NULL,
  location jsonb NOT NULL,
  raw text NOT NULL,
  received_at timestamptz NOT NULL,
  CONSTRAINT quarantine_pk PRIMARY KEY (tenant_id, content_hash),
  CONSTRAINT quarantine_batch_fk FOREIGN KEY (tenant_id, ingest_batch_id) REFERENCES ingest_batch (tenant_id, id) ON DELETE RESTRICT
);

CREATE INDEX quarantine_time ON quarantine (tenant_id, received_at, content_hash);

SELECT app.protect('quarantine', 'SELECT, INSERT, DELETE');
