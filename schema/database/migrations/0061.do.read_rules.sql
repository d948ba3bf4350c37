-- The estimation rules by which all day rows of the utility were last made final. A release with others makes them again.
CREATE TABLE read_rules (
  tenant_id uuid NOT NULL CONSTRAINT read_rules_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  rules_hash text NOT NULL,
  applied_at timestamptz NOT NULL,
  CONSTRAINT read_rules_pk PRIMARY KEY (tenant_id)
);

SELECT app.protect('read_rules', 'SELECT, INSERT, UPDATE (rules_hash, applied_at)');
