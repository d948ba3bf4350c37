-- What a pack holds beside its items: the logo and the map. Kept as text, so that an export gives the same bytes.
CREATE TABLE tenant_file (
  tenant_id uuid NOT NULL CONSTRAINT tenant_file_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  name text NOT NULL,
  hash text NOT NULL,
  content text NOT NULL,
  CONSTRAINT tenant_file_pk PRIMARY KEY (tenant_id, name)
);

SELECT app.protect('tenant_file');

-- Where customers reach the utility, shown at a prominent place of its portal.
ALTER TABLE platform.tenant ADD COLUMN hotline text;

-- Name of the tenant_file that is its map.
ALTER TABLE platform.tenant ADD COLUMN map text;
