-- Files that people add to forms: photos, signatures, documents. The bytes lie in the row: a backup carries them, a restore
-- brings them back with what mentions them, and the row's policy is theirs.
CREATE TABLE attachment (
  tenant_id uuid NOT NULL CONSTRAINT attachment_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  -- Made where the file was taken, also without a network: sending it twice is sending it once.
  id uuid NOT NULL,
  -- The customer who sent it; nobody's of the portal where staff did.
  customer_id uuid,
  name text NOT NULL CONSTRAINT attachment_name_length CHECK (length(name) BETWEEN 1 AND 200),
  -- Found out from the bytes, never believed.
  mime text NOT NULL,
  size integer NOT NULL CONSTRAINT attachment_size CHECK (size BETWEEN 1 AND 10485760),
  -- SHA-256 of what was sent and of what is kept: a photo is rid of its EXIF on the way.
  sent_hash text NOT NULL,
  hash text NOT NULL,
  content bytea NOT NULL,
  created_at timestamptz NOT NULL,
  created_by uuid,
  created_by_name text NOT NULL,
  -- What it belongs to since a form that mentions it was taken: `case` and its id.
  noun text,
  noun_id uuid,
  CONSTRAINT attachment_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT attachment_customer_fk FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT attachment_noun_whole CHECK ((noun IS NULL) = (noun_id IS NULL))
);

-- Photos are compressed already.
ALTER TABLE attachment ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE INDEX attachment_of ON attachment (tenant_id, noun, noun_id) WHERE noun IS NOT NULL;

CREATE INDEX attachment_unclaimed ON attachment (tenant_id, created_at) WHERE noun IS NULL;

SELECT app.protect('attachment', 'SELECT, INSERT, UPDATE (noun, noun_id), DELETE', portal => 'own', portal_privileges => 'SELECT, INSERT, UPDATE (noun, noun_id)');
