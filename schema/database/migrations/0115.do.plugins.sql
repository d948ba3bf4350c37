-- The registry: every version of a plugin that was published to this installation, with its module. Published versions never
-- change; `withdrawn_at` keeps a version from being installed anew. It belongs to no utility: what a utility has installed is
-- a grant in its release.
CREATE TABLE platform.plugin_version (
  plugin_id text NOT NULL,
  version text NOT NULL,
  hash text NOT NULL CONSTRAINT plugin_version_hash_unique UNIQUE,
  manifest jsonb NOT NULL,
  source text NOT NULL,
  trust text NOT NULL CONSTRAINT plugin_version_trust_known CHECK (trust IN ('first-party', 'third-party')),
  -- Ed25519 key of the publisher whose signature was verified; null for the plugins of the house.
  publisher_key text,
  published_at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  CONSTRAINT plugin_version_pk PRIMARY KEY (plugin_id, version)
);

GRANT SELECT ON platform.plugin_version TO {{app}}, {{identity}};

GRANT INSERT, UPDATE (withdrawn_at) ON platform.plugin_version TO {{identity}};

-- A utility's own switch: off at once, whatever its release says.
CREATE TABLE plugin_switch (
  tenant_id uuid NOT NULL,
  plugin_id text NOT NULL,
  is_off boolean NOT NULL,
  reason text NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by_name text NOT NULL,
  CONSTRAINT plugin_switch_pk PRIMARY KEY (tenant_id, plugin_id),
  CONSTRAINT plugin_switch_tenant_fk FOREIGN KEY (tenant_id) REFERENCES platform.tenant (id) ON DELETE RESTRICT
);

SELECT app.protect('plugin_switch', 'SELECT, INSERT, UPDATE');

-- What a plugin did at a utility: one row a call of a hook, with what it used and what it said.
CREATE TABLE plugin_call (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  plugin_id text NOT NULL,
  version text NOT NULL,
  hash text NOT NULL,
  point text NOT NULL,
  called_at timestamptz NOT NULL,
  item_count integer NOT NULL,
  error_code text,
  error_params jsonb,
  cpu_ms double precision NOT NULL,
  wall_ms double precision NOT NULL,
  capability_calls integer NOT NULL,
  logs jsonb NOT NULL,
  receipts jsonb NOT NULL,
  CONSTRAINT plugin_call_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT plugin_call_tenant_fk FOREIGN KEY (tenant_id) REFERENCES platform.tenant (id) ON DELETE RESTRICT
);

CREATE INDEX plugin_call_of_plugin ON plugin_call (tenant_id, plugin_id, id);

SELECT app.protect('plugin_call', 'SELECT, INSERT');
