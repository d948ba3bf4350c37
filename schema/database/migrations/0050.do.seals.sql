-- Tamper evidence. Rows of append-only tables are written unchained, so that nobody queues for a chain; a sealer puts them
-- into blocks afterwards: the root of a Merkle tree over its rows, and the hash of the block before. Whoever changes,
-- takes away or inserts a row must make every later block anew, and the newest block's hash may be known elsewhere.
CREATE TABLE seal_block (
  tenant_id uuid NOT NULL CONSTRAINT seal_block_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  chain text NOT NULL CONSTRAINT seal_block_chain_known CHECK (chain IN ('audit', 'ledger')),
  number integer NOT NULL CONSTRAINT seal_block_number_positive CHECK (number > 0),
  row_count integer NOT NULL CONSTRAINT seal_block_not_empty CHECK (row_count > 0),
  root bytea NOT NULL,
  previous_hash bytea NOT NULL,
  hash bytea NOT NULL,
  sealed_at timestamptz NOT NULL,
  CONSTRAINT seal_block_pk PRIMARY KEY (tenant_id, chain, number)
);

SELECT app.protect('seal_block', 'SELECT, INSERT');

-- Which row is where in which block, with the hash it had: so that a changed row can be named.
CREATE TABLE seal_row (
  tenant_id uuid NOT NULL,
  chain text NOT NULL,
  row_id uuid NOT NULL,
  block_number integer NOT NULL,
  position integer NOT NULL,
  leaf bytea NOT NULL,
  CONSTRAINT seal_row_pk PRIMARY KEY (tenant_id, chain, row_id),
  CONSTRAINT seal_row_place_unique UNIQUE (tenant_id, chain, block_number, position),
  CONSTRAINT seal_row_block_fk FOREIGN KEY (tenant_id, chain, block_number) REFERENCES seal_block (tenant_id, chain, number) ON DELETE RESTRICT
);

SELECT app.protect('seal_row', 'SELECT, INSERT');
