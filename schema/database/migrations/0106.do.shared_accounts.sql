-- One person may act for several customers of a utility, and several persons for one customer, each with a right of their own.

-- owner: everything, and who else may; payer: looks and pays; viewer: looks.
ALTER TABLE identity.customer_login ADD COLUMN access text NOT NULL DEFAULT 'owner' CONSTRAINT customer_login_access_known CHECK (access IN ('owner', 'payer', 'viewer'));

CREATE INDEX customer_login_customer ON identity.customer_login (tenant_id, customer_id);

-- An owner's invitation to share an account, to whoever proves to have the telephone number.
CREATE TABLE identity.account_invitation (
  tenant_id uuid NOT NULL CONSTRAINT account_invitation_tenant_fk REFERENCES platform.tenant (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  phone text NOT NULL CONSTRAINT account_invitation_phone_form CHECK (phone ~ '^\+?[0-9]{6,20}$'),
  access text NOT NULL CONSTRAINT account_invitation_access_known CHECK (access IN ('owner', 'payer', 'viewer')),
  invited_by uuid NOT NULL,
  invited_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  answered_at timestamptz,
  accepted_by uuid,
  revoked_at timestamptz,
  CONSTRAINT account_invitation_pk PRIMARY KEY (tenant_id, id)
);

CREATE UNIQUE INDEX account_invitation_open ON identity.account_invitation (tenant_id, customer_id, phone) WHERE answered_at IS NULL AND revoked_at IS NULL;

CREATE INDEX account_invitation_phone ON identity.account_invitation (tenant_id, phone);

GRANT UPDATE ON identity.customer_login TO {{identity}};

GRANT SELECT, INSERT, UPDATE ON identity.account_invitation TO {{identity}};
