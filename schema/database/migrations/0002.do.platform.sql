-- The tree of tenants: a global reference table. It holds what is public of a utility (name, brand, place in the tree).
CREATE TABLE platform.tenant (
  id uuid CONSTRAINT tenant_pk PRIMARY KEY,
  parent_id uuid CONSTRAINT tenant_parent_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  slug text NOT NULL CONSTRAINT tenant_slug_unique UNIQUE CONSTRAINT tenant_slug_form CHECK (slug ~ '^[a-z][a-z0-9-]{1,62}$'),
  hosts text[] NOT NULL DEFAULT '{}',
  kind text NOT NULL CONSTRAINT tenant_kind_known CHECK (kind IN ('power', 'gas', 'water', 'heat')),
  tier text NOT NULL CONSTRAINT tenant_tier_known CHECK (tier IN ('grid', 'province', 'city', 'county')),
  name jsonb NOT NULL,
  timezone text NOT NULL,
  currency char(3) NOT NULL,
  locale text NOT NULL CONSTRAINT tenant_locale_known CHECK (locale IN ('zh-CN', 'en')),
  brand jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX tenant_parent ON platform.tenant (parent_id);

CREATE INDEX tenant_hosts ON platform.tenant USING gin (hosts);

GRANT SELECT ON platform.tenant TO {{app}}, {{portal}}, {{identity}}, {{jobs}};

GRANT INSERT, UPDATE ON platform.tenant TO {{identity}};

-- A tenant and everything below it: what an upper tier may read.
CREATE FUNCTION platform.subtree(root uuid) RETURNS uuid[] LANGUAGE sql STABLE
AS $$
  WITH RECURSIVE below AS (
    SELECT id FROM platform.tenant WHERE id = root
    UNION ALL
    SELECT child.id FROM platform.tenant child JOIN below ON child.parent_id = below.id
  )
  SELECT array_agg(id ORDER BY id) FROM below
$$;

-- What was done once for the whole installation (packs loaded, seed of a hash done), so that a second start skips it.
CREATE TABLE platform.milestone (
  name text CONSTRAINT milestone_pk PRIMARY KEY,
  hash text NOT NULL,
  reached_at timestamptz NOT NULL DEFAULT now()
);

-- Who did what to which noun, before and after, when and from where. Append-only: no role but the owner may change or delete.
CREATE TABLE audit_entry (
  tenant_id uuid NOT NULL CONSTRAINT audit_entry_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  actor_kind text NOT NULL CONSTRAINT audit_entry_actor_known CHECK (actor_kind IN ('staff', 'customer', 'system', 'api', 'plugin', 'operator')),
  actor_id uuid,
  actor_name text NOT NULL,
  action text NOT NULL,
  noun text NOT NULL,
  noun_id text NOT NULL,
  before jsonb,
  after jsonb,
  request_id text,
  ip inet,
  CONSTRAINT audit_entry_pk PRIMARY KEY (tenant_id, id)
);

CREATE INDEX audit_entry_noun ON audit_entry (tenant_id, noun, noun_id, id);

SELECT app.protect('audit_entry', 'SELECT, INSERT');

-- The portal's doings are recorded too, but the portal reads no trace.
GRANT INSERT ON audit_entry TO {{portal}};

-- Blueprint items by content: stored once a hash, immutable.
CREATE TABLE blueprint_item (
  tenant_id uuid NOT NULL CONSTRAINT blueprint_item_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  hash text NOT NULL,
  kind text NOT NULL,
  content jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT blueprint_item_pk PRIMARY KEY (tenant_id, hash)
);

SELECT app.protect('blueprint_item', 'SELECT, INSERT');

-- A release: immutable, numbered, hashed over its items. `parent_number` is the upper tier's release it stands on.
CREATE TABLE release (
  tenant_id uuid NOT NULL CONSTRAINT release_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  number integer NOT NULL CONSTRAINT release_number_positive CHECK (number > 0),
  hash text NOT NULL,
  parent_number integer,
  note text NOT NULL DEFAULT '',
  published_at timestamptz NOT NULL,
  published_by uuid,
  signature text,
  CONSTRAINT release_pk PRIMARY KEY (tenant_id, number)
);

SELECT app.protect('release', 'SELECT, INSERT');

-- The effective items of a release. `origin` says from which tier an item comes: own, inherited, or inherited with overrides.
CREATE TABLE release_item (
  tenant_id uuid NOT NULL,
  release_number integer NOT NULL,
  kind text NOT NULL,
  key text NOT NULL,
  item_hash text NOT NULL,
  origin text NOT NULL CONSTRAINT release_item_origin_known CHECK (origin IN ('own', 'inherited', 'overridden')),
  CONSTRAINT release_item_pk PRIMARY KEY (tenant_id, release_number, kind, key),
  CONSTRAINT release_item_release_fk FOREIGN KEY (tenant_id, release_number) REFERENCES release (tenant_id, number) ON DELETE RESTRICT,
  CONSTRAINT release_item_item_fk FOREIGN KEY (tenant_id, item_hash) REFERENCES blueprint_item (tenant_id, hash) ON DELETE RESTRICT
);

SELECT app.protect('release_item', 'SELECT, INSERT');

-- The release in force. Rollback points it at an older number and touches nothing else.
CREATE TABLE release_current (
  tenant_id uuid NOT NULL CONSTRAINT release_current_pk PRIMARY KEY,
  release_number integer NOT NULL,
  since timestamptz NOT NULL,
  CONSTRAINT release_current_release_fk FOREIGN KEY (tenant_id, release_number) REFERENCES release (tenant_id, number) ON DELETE RESTRICT
);

SELECT app.protect('release_current', 'SELECT, INSERT, UPDATE');

-- What customers see (their tariff explained) comes from the release too: templates and tariffs are published, not secret.
CREATE POLICY portal_floor ON blueprint_item AS RESTRICTIVE FOR ALL TO {{portal}} USING (kind IN ('tariff', 'message', 'form', 'page', 'service'));

GRANT SELECT ON blueprint_item, release, release_item, release_current TO {{portal}};
