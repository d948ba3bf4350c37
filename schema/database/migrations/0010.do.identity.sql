-- People, how they prove who they are, where they belong, and their sessions. This precedes tenancy: nobody is inside a
-- tenant before these tables have said so. They have a schema and a role of their own ({{identity}}); the roles that work
-- inside tenants cannot reach them, and this role cannot reach a tenant's rows but to add to the audit trail.
-- tests/catalogue holds the list of these global tables with the reason for each.

-- A person. Staff are one population for the whole installation (tenant_id is null: one login, memberships in several
-- utilities). Customers are a population per utility: the same telephone number at two utilities is two people.
CREATE TABLE identity.person (
  id uuid CONSTRAINT person_pk PRIMARY KEY,
  tenant_id uuid CONSTRAINT person_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  login text NOT NULL CONSTRAINT person_login_form CHECK (login = lower(login) AND length(login) BETWEEN 1 AND 200),
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  disabled_at timestamptz,
  CONSTRAINT person_login_unique UNIQUE NULLS NOT DISTINCT (tenant_id, login),
  CONSTRAINT person_population_unique UNIQUE (tenant_id, id)
);

-- What a person proves to be themselves by. `secret` is a password's argon2id hash; further kinds (one-time codes) get rows of their own.
CREATE TABLE identity.credential (
  person_id uuid NOT NULL CONSTRAINT credential_person_fk REFERENCES identity.person (id) ON DELETE CASCADE,
  kind text NOT NULL CONSTRAINT credential_kind_known CHECK (kind IN ('password')),
  secret text NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT credential_pk PRIMARY KEY (person_id, kind)
);

-- A member of staff's roles in one utility. What a role may do stands in app/policies.
CREATE TABLE identity.membership (
  tenant_id uuid NOT NULL CONSTRAINT membership_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  person_id uuid NOT NULL CONSTRAINT membership_person_fk REFERENCES identity.person (id) ON DELETE CASCADE,
  roles text[] NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT membership_pk PRIMARY KEY (tenant_id, person_id)
);

CREATE INDEX membership_person ON identity.membership (person_id);

-- For which customer of the utility a person of its customer population may act. The customer is a tenant's row, to which
-- no global table may hold a foreign key; the row-level floor of the portal finds nothing for one that does not exist.
CREATE TABLE identity.customer_login (
  tenant_id uuid NOT NULL,
  person_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT customer_login_pk PRIMARY KEY (tenant_id, person_id, customer_id),
  CONSTRAINT customer_login_person_fk FOREIGN KEY (tenant_id, person_id) REFERENCES identity.person (tenant_id, id) ON DELETE CASCADE
);

-- A session belongs to one utility. Only the SHA-256 of its token is kept: who reads this table can be nobody.
CREATE TABLE identity.session (
  token_hash bytea CONSTRAINT session_pk PRIMARY KEY,
  id uuid NOT NULL CONSTRAINT session_id_unique UNIQUE,
  tenant_id uuid NOT NULL CONSTRAINT session_tenant_fk REFERENCES platform.tenant (id) ON DELETE CASCADE,
  person_id uuid NOT NULL CONSTRAINT session_person_fk REFERENCES identity.person (id) ON DELETE CASCADE,
  kind text NOT NULL CONSTRAINT session_kind_known CHECK (kind IN ('staff', 'customer')),
  customer_id uuid,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  ip inet,
  agent text NOT NULL,
  CONSTRAINT session_customer_given CHECK ((kind = 'customer') = (customer_id IS NOT NULL))
);

CREATE INDEX session_person ON identity.session (person_id, tenant_id);

CREATE INDEX session_expiry ON identity.session (expires_at);

-- Failed sign-ins, by login and by address, counted before the password is looked at, so that guesses in parallel count too.
CREATE TABLE identity.attempt (
  kind text NOT NULL CONSTRAINT attempt_kind_known CHECK (kind IN ('login', 'address')),
  key text NOT NULL,
  failures integer NOT NULL,
  since timestamptz NOT NULL,
  CONSTRAINT attempt_pk PRIMARY KEY (kind, key)
);

CREATE INDEX attempt_since ON identity.attempt (since);

-- A key by which a program of a utility calls. `scopes` are permissions (`ingest:read`); the key itself is shown once and kept as SHA-256.
CREATE TABLE identity.api_key (
  id uuid CONSTRAINT api_key_pk PRIMARY KEY,
  tenant_id uuid NOT NULL CONSTRAINT api_key_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  name text NOT NULL,
  hint text NOT NULL,
  key_hash bytea NOT NULL CONSTRAINT api_key_hash_unique UNIQUE,
  scopes text[] NOT NULL,
  created_by uuid NOT NULL CONSTRAINT api_key_creator_fk REFERENCES identity.person (id) ON DELETE RESTRICT,
  created_at timestamptz NOT NULL,
  used_at timestamptz,
  revoked_at timestamptz
);

CREATE INDEX api_key_tenant ON identity.api_key (tenant_id, id);

-- The processes of this installation with a sign of life, for the system page.
CREATE TABLE identity.process (
  id uuid CONSTRAINT process_pk PRIMARY KEY,
  role text NOT NULL,
  host text NOT NULL,
  pid integer NOT NULL,
  started_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON identity.person TO {{identity}};

GRANT SELECT, INSERT, UPDATE ON identity.credential TO {{identity}};

GRANT SELECT, INSERT, UPDATE, DELETE ON identity.membership TO {{identity}};

GRANT SELECT, INSERT, DELETE ON identity.customer_login TO {{identity}};

GRANT SELECT, INSERT, UPDATE, DELETE ON identity.session TO {{identity}};

GRANT SELECT, INSERT, UPDATE, DELETE ON identity.attempt TO {{identity}};

GRANT SELECT, INSERT, UPDATE ON identity.api_key TO {{identity}};

GRANT SELECT, INSERT, UPDATE, DELETE ON identity.process TO {{identity}};

-- A change of roles and its trace are one transaction. The row-level policy holds for this role too: app.enter() first.
GRANT USAGE ON SCHEMA public TO {{identity}};

GRANT INSERT ON audit_entry TO {{identity}};
