-- Erasure of one customer's personal data (GB/T 35273-2020, 8.3): asked for, proposed by one member of staff with the counts
-- of a dry run, approved by another, done by a job. What must be kept by law (bills, metering, audit) stays without a name.
CREATE TABLE erasure (
  tenant_id uuid NOT NULL CONSTRAINT erasure_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  state text NOT NULL CONSTRAINT erasure_state_known CHECK (state IN ('asked', 'withdrawn', 'proposed', 'refused', 'approved', 'done')),
  asked_by text NOT NULL CONSTRAINT erasure_asker_known CHECK (asked_by IN ('customer', 'staff')),
  asked_at timestamptz NOT NULL,
  -- Of who asked; taken away when it is done.
  reason text CONSTRAINT erasure_reason_length CHECK (length(reason) <= 500),
  proposed_by uuid,
  proposed_by_name text,
  proposed_at timestamptz,
  -- The dry run that was approved: rows by class of data.
  plan jsonb,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  note text CONSTRAINT erasure_note_length CHECK (length(note) <= 500),
  -- Rows that were changed, by class of data.
  result jsonb,
  done_at timestamptz,
  CONSTRAINT erasure_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT erasure_customer_fk FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT erasure_second_person CHECK (state NOT IN ('approved', 'done') OR proposed_by <> decided_by),
  CONSTRAINT erasure_done_has_time CHECK ((state = 'done') = (done_at IS NOT NULL))
);

CREATE UNIQUE INDEX erasure_open ON erasure (tenant_id, customer_id) WHERE state IN ('asked', 'proposed', 'approved');

SELECT app.protect('erasure',
  'SELECT, INSERT, UPDATE (state, reason, proposed_by, proposed_by_name, proposed_at, plan, decided_by, decided_by_name, decided_at, note, result, done_at)',
  portal => 'own', portal_privileges => 'SELECT, INSERT, UPDATE (state)');

ALTER TABLE customer ADD COLUMN erased_at timestamptz;

-- What an erasure writes over.
GRANT UPDATE (opened_by_name, request, search) ON service_case TO {{app}};

GRANT UPDATE (actor_name, detail, ip) ON case_event TO {{app}};

GRANT UPDATE (comment, rated_by_name) ON case_rating TO {{app}};

GRANT UPDATE (address, subject, body, link) ON message TO {{app}};

GRANT UPDATE (actor_name, ip) ON consent TO {{app}};

GRANT DELETE ON identity.credential TO {{identity}};
