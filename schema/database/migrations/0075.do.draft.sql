-- Drafts of blueprints: what several people edit at once, before it becomes a release. `seq` counts what was kept; an
-- editor is told that a change is kept only after it stands in draft_update or in `state`.
CREATE TABLE draft (
  tenant_id uuid NOT NULL CONSTRAINT draft_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  -- The release that it stands on; NULL before a utility's first one.
  base_release integer,
  seq bigint NOT NULL DEFAULT 0,
  -- The document up to `state_seq`, as one update of Yjs.
  state bytea NOT NULL,
  state_seq bigint NOT NULL DEFAULT 0,
  started_at timestamptz NOT NULL,
  closed_at timestamptz,
  CONSTRAINT draft_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT draft_base_fk FOREIGN KEY (tenant_id, base_release) REFERENCES release (tenant_id, number) ON DELETE RESTRICT
);

-- A utility has one draft that is open.
CREATE UNIQUE INDEX draft_open ON draft (tenant_id) WHERE closed_at IS NULL;

SELECT app.protect('draft', 'SELECT, INSERT, UPDATE (base_release, closed_at, seq, state, state_seq)');

-- Changes since `state`, one row each, as they came. Removed once `state` holds them.
CREATE TABLE draft_update (
  tenant_id uuid NOT NULL,
  draft_id uuid NOT NULL,
  seq bigint NOT NULL,
  content bytea NOT NULL,
  CONSTRAINT draft_update_pk PRIMARY KEY (tenant_id, draft_id, seq),
  CONSTRAINT draft_update_draft_fk FOREIGN KEY (tenant_id, draft_id) REFERENCES draft (tenant_id, id) ON DELETE RESTRICT
);

SELECT app.protect('draft_update', 'SELECT, INSERT, DELETE');

-- Who changed which item of a draft, and where in it: one row for what a person did to an item within some minutes.
CREATE TABLE draft_change (
  tenant_id uuid NOT NULL,
  draft_id uuid NOT NULL,
  item text NOT NULL,
  person_id uuid NOT NULL,
  since timestamptz NOT NULL,
  person_name text NOT NULL,
  last_at timestamptz NOT NULL,
  paths text[] NOT NULL,
  CONSTRAINT draft_change_pk PRIMARY KEY (tenant_id, draft_id, item, person_id, since),
  CONSTRAINT draft_change_draft_fk FOREIGN KEY (tenant_id, draft_id) REFERENCES draft (tenant_id, id) ON DELETE RESTRICT
);

SELECT app.protect('draft_change', 'SELECT, INSERT, UPDATE (last_at, paths, person_name)');

-- Which process holds a draft in memory and relays between its editors: one at a time, until `held_until`. `epoch` rises with
-- each new holder; what a holder of the past still wants to write is refused by it.
CREATE TABLE draft_lease (
  tenant_id uuid NOT NULL,
  draft_id uuid NOT NULL,
  holder uuid NOT NULL,
  address text NOT NULL,
  epoch bigint NOT NULL,
  held_until timestamptz NOT NULL,
  CONSTRAINT draft_lease_pk PRIMARY KEY (tenant_id, draft_id),
  CONSTRAINT draft_lease_draft_fk FOREIGN KEY (tenant_id, draft_id) REFERENCES draft (tenant_id, id) ON DELETE RESTRICT
);

SELECT app.protect('draft_lease', 'SELECT, INSERT, UPDATE (address, epoch, held_until, holder)');

-- Where a process can be reached by the others.
ALTER TABLE identity.process ADD COLUMN address text;
