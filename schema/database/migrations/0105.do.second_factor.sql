-- A second factor (RFC 6238), what a utility asks of sign-ins, and the devices a person has signed in from.

-- The secret shared with a person's authenticator, sealed with a key derived from the root secret. `last_step` is the step
-- of the last code that was taken: a code is good once. Until it is confirmed by a code it counts for nothing.
CREATE TABLE identity.totp (
  person_id uuid CONSTRAINT totp_pk PRIMARY KEY CONSTRAINT totp_person_fk REFERENCES identity.person (id) ON DELETE CASCADE,
  secret text NOT NULL,
  last_step bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  confirmed_at timestamptz
);

-- One-use codes for the day the authenticator is lost. A keyed hash, since fifty random bits could be guessed offline.
CREATE TABLE identity.recovery_code (
  person_id uuid NOT NULL CONSTRAINT recovery_code_person_fk REFERENCES identity.person (id) ON DELETE CASCADE,
  code_hash bytea NOT NULL,
  used_at timestamptz,
  CONSTRAINT recovery_code_pk PRIMARY KEY (person_id, code_hash)
);

-- A sign-in whose first factor was right and whose second is awaited. `secret` (sealed) is offered to who must set one up.
CREATE TABLE identity.pending_sign_in (
  token_hash bytea CONSTRAINT pending_sign_in_pk PRIMARY KEY,
  tenant_id uuid NOT NULL CONSTRAINT pending_sign_in_tenant_fk REFERENCES platform.tenant (id) ON DELETE CASCADE,
  person_id uuid NOT NULL CONSTRAINT pending_sign_in_person_fk REFERENCES identity.person (id) ON DELETE CASCADE,
  kind text NOT NULL CONSTRAINT pending_sign_in_kind_known CHECK (kind IN ('staff', 'customer')),
  customer_id uuid,
  method text NOT NULL CONSTRAINT pending_sign_in_method_known CHECK (method IN ('password', 'code', 'oidc')),
  secret text,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE INDEX pending_sign_in_expiry ON identity.pending_sign_in (expires_at);

ALTER TABLE identity.session ADD COLUMN method text NOT NULL DEFAULT 'password' CONSTRAINT session_method_known CHECK (method IN ('password', 'code', 'oidc'));

ALTER TABLE identity.session ADD COLUMN second_factor boolean NOT NULL DEFAULT false;

-- What a utility asks of those who sign in. No row: nothing beyond a password of the usual length.
CREATE TABLE identity.security_setting (
  tenant_id uuid CONSTRAINT security_setting_pk PRIMARY KEY CONSTRAINT security_setting_tenant_fk REFERENCES platform.tenant (id) ON DELETE CASCADE,
  second_factor_roles text[] NOT NULL DEFAULT '{}',
  password_length_min integer NOT NULL DEFAULT 8 CONSTRAINT security_setting_length_range CHECK (password_length_min BETWEEN 8 AND 30),
  customer_codes boolean NOT NULL DEFAULT true,
  changed_at timestamptz NOT NULL
);

-- Browsers a person has signed in from, by a random token that the browser keeps: one not seen before is told to the person.
CREATE TABLE identity.device (
  person_id uuid NOT NULL CONSTRAINT device_person_fk REFERENCES identity.person (id) ON DELETE CASCADE,
  device_hash bytea NOT NULL,
  first_seen_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  CONSTRAINT device_pk PRIMARY KEY (person_id, device_hash)
);

CREATE INDEX device_last_seen ON identity.device (last_seen_at);

-- Where messages about the account go. A telephone number of a customer stands here only when its code was entered.
ALTER TABLE identity.person ADD COLUMN email text CONSTRAINT person_email_form CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254);

ALTER TABLE identity.person ADD COLUMN phone text CONSTRAINT person_phone_form CHECK (phone ~ '^\+?[0-9]{6,20}$');

CREATE UNIQUE INDEX person_email_unique ON identity.person (tenant_id, email) NULLS NOT DISTINCT WHERE email IS NOT NULL;

CREATE UNIQUE INDEX person_phone_unique ON identity.person (tenant_id, phone) NULLS NOT DISTINCT WHERE phone IS NOT NULL;

-- Further things that are counted: tries of second factors and one-time codes, codes and links that were asked for.
ALTER TABLE identity.attempt DROP CONSTRAINT attempt_kind_known;

ALTER TABLE identity.attempt ADD CONSTRAINT attempt_kind_known CHECK (kind IN ('login', 'address', 'factor', 'ask-target', 'ask-address', 'ask-tenant'));

GRANT SELECT, INSERT, UPDATE, DELETE ON identity.totp TO {{identity}};

GRANT SELECT, INSERT, UPDATE, DELETE ON identity.recovery_code TO {{identity}};

GRANT SELECT, INSERT, DELETE ON identity.pending_sign_in TO {{identity}};

GRANT SELECT, INSERT, UPDATE ON identity.security_setting TO {{identity}};

GRANT SELECT, INSERT, UPDATE, DELETE ON identity.device TO {{identity}};
