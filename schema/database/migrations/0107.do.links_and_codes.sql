-- What is sent to prove an address: invitations of staff, links to a new password, codes for a telephone. Of every token and
-- code only a hash is kept; each is good once and for a while.

CREATE TABLE identity.invitation (
  id uuid CONSTRAINT invitation_pk PRIMARY KEY,
  tenant_id uuid NOT NULL CONSTRAINT invitation_tenant_fk REFERENCES platform.tenant (id) ON DELETE CASCADE,
  email text NOT NULL CONSTRAINT invitation_email_form CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 200),
  name text NOT NULL,
  roles text[] NOT NULL,
  token_hash bytea NOT NULL CONSTRAINT invitation_token_unique UNIQUE,
  invited_by uuid NOT NULL CONSTRAINT invitation_inviter_fk REFERENCES identity.person (id) ON DELETE RESTRICT,
  created_at timestamptz NOT NULL,
  sent_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  accepted_by uuid,
  revoked_at timestamptz
);

CREATE UNIQUE INDEX invitation_open ON identity.invitation (tenant_id, email) WHERE accepted_at IS NULL AND revoked_at IS NULL;

CREATE TABLE identity.password_reset (
  token_hash bytea CONSTRAINT password_reset_pk PRIMARY KEY,
  tenant_id uuid NOT NULL CONSTRAINT password_reset_tenant_fk REFERENCES platform.tenant (id) ON DELETE CASCADE,
  person_id uuid NOT NULL CONSTRAINT password_reset_person_fk REFERENCES identity.person (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE INDEX password_reset_expiry ON identity.password_reset (expires_at);

-- A code of six digits, asked for by one browser (`token_hash`, of its cookie). It is made for unknown telephones, too, and
-- then sent to nobody: what follows looks the same. `customer_id`: whose account is claimed, where the number fits.
CREATE TABLE identity.one_time_code (
  token_hash bytea CONSTRAINT one_time_code_pk PRIMARY KEY,
  tenant_id uuid NOT NULL CONSTRAINT one_time_code_tenant_fk REFERENCES platform.tenant (id) ON DELETE CASCADE,
  purpose text NOT NULL CONSTRAINT one_time_code_purpose_known CHECK (purpose IN ('sign-in', 'claim')),
  phone text NOT NULL,
  customer_id uuid,
  code_hash bytea NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE INDEX one_time_code_expiry ON identity.one_time_code (expires_at);

GRANT SELECT, INSERT, UPDATE ON identity.invitation TO {{identity}};

GRANT SELECT, INSERT, DELETE ON identity.password_reset TO {{identity}};

GRANT SELECT, INSERT, UPDATE, DELETE ON identity.one_time_code TO {{identity}};
