-- Personal data (GB/T 35273): who has seen it, and what people have agreed to.

-- Each answer in which a member of staff or a program was given personal data that was not masked. Append-only: nobody
-- changes or deletes a row. `basis`: the role allows it, or a reason was given for one customer.
CREATE TABLE personal_access (
  tenant_id uuid NOT NULL CONSTRAINT personal_access_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  actor_kind text NOT NULL CONSTRAINT personal_access_actor_known CHECK (actor_kind IN ('staff', 'api')),
  actor_id uuid,
  actor_name text NOT NULL,
  call text NOT NULL,
  fields text[] NOT NULL,
  records integer NOT NULL CONSTRAINT personal_access_records_positive CHECK (records > 0),
  customer_id uuid,
  basis text NOT NULL CONSTRAINT personal_access_basis_known CHECK (basis IN ('role', 'reason')),
  reason text CONSTRAINT personal_access_reason_length CHECK (length(reason) BETWEEN 1 AND 500),
  request_id text,
  ip inet,
  CONSTRAINT personal_access_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT personal_access_customer_fk FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT personal_access_reason_given CHECK ((basis = 'reason') = (reason IS NOT NULL))
);

CREATE INDEX personal_access_customer ON personal_access (tenant_id, customer_id, id) WHERE customer_id IS NOT NULL;

SELECT app.protect('personal_access', 'SELECT, INSERT', portal => 'own');

-- One answer of a customer to one purpose in the version that was shown. Append-only: the latest answer holds.
CREATE TABLE consent (
  tenant_id uuid NOT NULL CONSTRAINT consent_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  purpose text NOT NULL CONSTRAINT consent_purpose_known CHECK (purpose IN ('saving-advice', 'surveys', 'research')),
  version text NOT NULL,
  given boolean NOT NULL,
  at timestamptz NOT NULL,
  actor_id uuid,
  actor_name text NOT NULL,
  ip inet,
  CONSTRAINT consent_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT consent_customer_fk FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id) ON DELETE RESTRICT
);

CREATE INDEX consent_customer ON consent (tenant_id, customer_id, purpose, id);

SELECT app.protect('consent', 'SELECT', portal => 'own', portal_privileges => 'SELECT, INSERT');
