-- Releases are signed, and those of money and safety are approved by a second person.

-- Fingerprint of the public key by which `signature` verifies.
ALTER TABLE release ADD COLUMN key_id text;

-- Who approved exactly this content, where its kinds ask for a second person.
ALTER TABLE release ADD COLUMN approved_by uuid;

-- Items put before a second person. What is proposed never changes: `hash` is that of the release it would become, `items`
-- names the tenant's own items by kind, key and hash; their content lies in blueprint_item, stored once like any other.
CREATE TABLE release_proposal (
  tenant_id uuid NOT NULL CONSTRAINT release_proposal_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  hash text NOT NULL,
  -- The release in force when it was made, and the upper tier's release that it stands on.
  base_number integer,
  parent_number integer,
  items jsonb NOT NULL,
  note text NOT NULL DEFAULT '',
  -- Everybody who edited it: none of them can be the second person.
  authors uuid[] NOT NULL DEFAULT '{}',
  proposed_by uuid,
  proposed_by_name text NOT NULL,
  proposed_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'open' CONSTRAINT release_proposal_state_known CHECK (state IN ('open', 'returned', 'withdrawn', 'published')),
  closed_at timestamptz,
  release_number integer,
  CONSTRAINT release_proposal_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT release_proposal_release_fk FOREIGN KEY (tenant_id, release_number) REFERENCES release (tenant_id, number) ON DELETE RESTRICT
);

CREATE INDEX release_proposal_state ON release_proposal (tenant_id, state, proposed_at);

SELECT app.protect('release_proposal', 'SELECT, INSERT, UPDATE');

-- What each person decided about a proposal, with the hash that they saw.
CREATE TABLE release_decision (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  proposal_id uuid NOT NULL,
  hash text NOT NULL,
  decision text NOT NULL CONSTRAINT release_decision_known CHECK (decision IN ('approved', 'returned')),
  note text NOT NULL DEFAULT '',
  person_id uuid NOT NULL,
  person_name text NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT release_decision_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT release_decision_proposal_fk FOREIGN KEY (tenant_id, proposal_id) REFERENCES release_proposal (tenant_id, id) ON DELETE RESTRICT
);

CREATE INDEX release_decision_proposal ON release_decision (tenant_id, proposal_id, at);

SELECT app.protect('release_decision', 'SELECT, INSERT');
