-- Sign-on by a utility's own provider (OpenID Connect Core 1.0), for its staff.

-- One provider a utility. `secret` is sealed with a key derived from the root secret and bound to the tenant.
CREATE TABLE identity.sign_on_provider (
  tenant_id uuid CONSTRAINT sign_on_provider_pk PRIMARY KEY CONSTRAINT sign_on_provider_tenant_fk REFERENCES platform.tenant (id) ON DELETE CASCADE,
  name text NOT NULL CONSTRAINT sign_on_provider_name_length CHECK (length(name) BETWEEN 1 AND 60),
  issuer text NOT NULL,
  client_id text NOT NULL,
  secret text NOT NULL,
  enabled boolean NOT NULL,
  changed_at timestamptz NOT NULL
);

-- A sign-on that was begun: what the provider must send back, bound to the browser by the token of its cookie. Taken once.
CREATE TABLE identity.sign_on_attempt (
  token_hash bytea CONSTRAINT sign_on_attempt_pk PRIMARY KEY,
  tenant_id uuid NOT NULL CONSTRAINT sign_on_attempt_tenant_fk REFERENCES platform.tenant (id) ON DELETE CASCADE,
  issuer text NOT NULL,
  state text NOT NULL,
  nonce text NOT NULL,
  verifier text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE INDEX sign_on_attempt_expiry ON identity.sign_on_attempt (expires_at);

-- Who a person is at the provider, learnt at the first sign-on: a mailbox that is given to somebody else later opens nothing.
CREATE TABLE identity.sign_on_link (
  tenant_id uuid NOT NULL CONSTRAINT sign_on_link_tenant_fk REFERENCES platform.tenant (id) ON DELETE CASCADE,
  issuer text NOT NULL,
  subject text NOT NULL CONSTRAINT sign_on_link_subject_length CHECK (length(subject) BETWEEN 1 AND 255),
  person_id uuid NOT NULL CONSTRAINT sign_on_link_person_fk REFERENCES identity.person (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  CONSTRAINT sign_on_link_pk PRIMARY KEY (tenant_id, issuer, subject),
  CONSTRAINT sign_on_link_person_unique UNIQUE (tenant_id, issuer, person_id)
);

GRANT SELECT, INSERT, UPDATE ON identity.sign_on_provider TO {{identity}};

GRANT SELECT, INSERT, DELETE ON identity.sign_on_attempt TO {{identity}};

GRANT SELECT, INSERT, DELETE ON identity.sign_on_link TO {{identity}};
