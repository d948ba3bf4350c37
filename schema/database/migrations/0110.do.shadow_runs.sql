-- A shadow run rates a draft tariff beside the one in force over months that are past, and writes no bill. The draft is kept as
-- it was when the run began: what was compared does not change when somebody goes on drafting. Work is cut into chunks as in a
-- bill run; a chunk is one transaction.
CREATE TABLE shadow_run (
  tenant_id uuid NOT NULL CONSTRAINT shadow_run_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  tariff_key text NOT NULL,
  tariff_hash text NOT NULL,
  content jsonb NOT NULL,
  live_keys text[] NOT NULL,
  period_from text NOT NULL CONSTRAINT shadow_run_from_form CHECK (period_from ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  period_to text NOT NULL CONSTRAINT shadow_run_to_form CHECK (period_to ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  state text NOT NULL CONSTRAINT shadow_run_state_known CHECK (state IN ('running', 'paused', 'stopped', 'done')),
  release_number integer NOT NULL,
  agreements integer NOT NULL CONSTRAINT shadow_run_agreements_positive CHECK (agreements >= 0),
  chunks integer NOT NULL CONSTRAINT shadow_run_chunks_positive CHECK (chunks >= 0),
  requested_by uuid,
  requested_by_name text NOT NULL,
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  CONSTRAINT shadow_run_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT shadow_run_period_order CHECK (period_from <= period_to),
  CONSTRAINT shadow_run_release_fk FOREIGN KEY (tenant_id, release_number) REFERENCES release (tenant_id, number) ON DELETE RESTRICT
);

SELECT app.protect('shadow_run', 'SELECT, INSERT, UPDATE (state, finished_at)');

CREATE TABLE shadow_run_chunk (
  tenant_id uuid NOT NULL,
  shadow_run_id uuid NOT NULL,
  number integer NOT NULL,
  agreement_ids uuid[] NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CONSTRAINT shadow_run_chunk_state_known CHECK (state IN ('waiting', 'done')),
  compared integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  finished_at timestamptz,
  CONSTRAINT shadow_run_chunk_pk PRIMARY KEY (tenant_id, shadow_run_id, number),
  CONSTRAINT shadow_run_chunk_run_fk FOREIGN KEY (tenant_id, shadow_run_id) REFERENCES shadow_run (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT shadow_run_chunk_complete CHECK (state = 'waiting' OR compared + failed = cardinality(agreement_ids))
);

SELECT app.protect('shadow_run_chunk', 'SELECT, INSERT, UPDATE (state, compared, failed, finished_at)');

-- What an agreement pays over the months of the run, by both tariffs; or why it could not be compared.
CREATE TABLE shadow_run_result (
  tenant_id uuid NOT NULL,
  shadow_run_id uuid NOT NULL,
  agreement_id uuid NOT NULL,
  class text NOT NULL,
  currency text,
  usage numeric,
  live numeric,
  draft numeric,
  bills smallint NOT NULL,
  side text CONSTRAINT shadow_run_result_side_known CHECK (side IN ('live', 'draft')),
  code text,
  params jsonb,
  CONSTRAINT shadow_run_result_pk PRIMARY KEY (tenant_id, shadow_run_id, agreement_id),
  CONSTRAINT shadow_run_result_run_fk FOREIGN KEY (tenant_id, shadow_run_id) REFERENCES shadow_run (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT shadow_run_result_agreement_fk FOREIGN KEY (tenant_id, agreement_id) REFERENCES agreement (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT shadow_run_result_whole CHECK ((code IS NULL) = (live IS NOT NULL AND draft IS NOT NULL))
);

SELECT app.protect('shadow_run_result', 'SELECT, INSERT');
