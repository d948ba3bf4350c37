-- Who is served, where, and by which equipment. The words are those of Oracle C2M, SAP IS-U and CIM.

CREATE TABLE org_unit (
  tenant_id uuid NOT NULL CONSTRAINT org_unit_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  parent_id uuid,
  code text NOT NULL,
  name text NOT NULL,
  CONSTRAINT org_unit_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT org_unit_code_unique UNIQUE (tenant_id, code),
  CONSTRAINT org_unit_parent_fk FOREIGN KEY (tenant_id, parent_id) REFERENCES org_unit (tenant_id, id) ON DELETE RESTRICT
);

SELECT app.protect('org_unit');

-- A power grid cell (供电网格): the area for which one customer manager answers.
CREATE TABLE grid_cell (
  tenant_id uuid NOT NULL CONSTRAINT grid_cell_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  org_unit_id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  boundary jsonb NOT NULL,
  CONSTRAINT grid_cell_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT grid_cell_code_unique UNIQUE (tenant_id, code),
  CONSTRAINT grid_cell_org_unit_fk FOREIGN KEY (tenant_id, org_unit_id) REFERENCES org_unit (tenant_id, id) ON DELETE RESTRICT
);

SELECT app.protect('grid_cell');

-- The working profile of a member of staff; the person and the password are in the identity schema.
CREATE TABLE staff (
  tenant_id uuid NOT NULL CONSTRAINT staff_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  number text NOT NULL,
  name text NOT NULL,
  phone text,
  org_unit_id uuid NOT NULL,
  skills text[] NOT NULL DEFAULT '{}',
  CONSTRAINT staff_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT staff_number_unique UNIQUE (tenant_id, number),
  CONSTRAINT staff_person_unique UNIQUE (tenant_id, person_id),
  CONSTRAINT staff_org_unit_fk FOREIGN KEY (tenant_id, org_unit_id) REFERENCES org_unit (tenant_id, id) ON DELETE RESTRICT
);

SELECT app.protect('staff');

CREATE TABLE customer (
  tenant_id uuid NOT NULL CONSTRAINT customer_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  number text NOT NULL,
  kind text NOT NULL CONSTRAINT customer_kind_known CHECK (kind IN ('household', 'business')),
  name text NOT NULL,
  phone text,
  email text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT customer_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT customer_number_unique UNIQUE (tenant_id, number)
);

CREATE INDEX customer_name ON customer (tenant_id, name, id);

SELECT app.protect('customer', portal => 'id = (SELECT nullif(current_setting(''app.customer_id'', true), '''')::uuid)');

CREATE TABLE premise (
  tenant_id uuid NOT NULL CONSTRAINT premise_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  number text NOT NULL,
  address text NOT NULL,
  grid_cell_id uuid,
  longitude double precision,
  latitude double precision,
  CONSTRAINT premise_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT premise_number_unique UNIQUE (tenant_id, number),
  CONSTRAINT premise_grid_cell_fk FOREIGN KEY (tenant_id, grid_cell_id) REFERENCES grid_cell (tenant_id, id) ON DELETE RESTRICT
);

CREATE INDEX premise_grid_cell ON premise (tenant_id, grid_cell_id, id);

CREATE TABLE service_point (
  tenant_id uuid NOT NULL CONSTRAINT service_point_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  number text NOT NULL,
  premise_id uuid NOT NULL,
  commodity text NOT NULL CONSTRAINT service_point_commodity_known CHECK (commodity IN ('electricity', 'gas', 'water', 'heat')),
  status text NOT NULL CONSTRAINT service_point_status_known CHECK (status IN ('active', 'suspended', 'closed')),
  timezone text NOT NULL,
  transformer_area text,
  CONSTRAINT service_point_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT service_point_number_unique UNIQUE (tenant_id, number),
  CONSTRAINT service_point_premise_fk FOREIGN KEY (tenant_id, premise_id) REFERENCES premise (tenant_id, id) ON DELETE RESTRICT
);

CREATE INDEX service_point_premise ON service_point (tenant_id, premise_id);

-- The contract of one customer at one service point under one tariff. `terms` holds what the tariff asks of the agreement,
-- dated: persons of the household, capacities, contract demand, opening accumulations.
CREATE TABLE agreement (
  tenant_id uuid NOT NULL CONSTRAINT agreement_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  number text NOT NULL,
  customer_id uuid NOT NULL,
  service_point_id uuid NOT NULL,
  tariff_key text NOT NULL,
  billing_day smallint NOT NULL DEFAULT 1 CONSTRAINT agreement_billing_day_range CHECK (billing_day BETWEEN 1 AND 28),
  cycle_months smallint NOT NULL DEFAULT 1 CONSTRAINT agreement_cycle_known CHECK (cycle_months IN (1, 2, 3, 6, 12)),
  usage_source text NOT NULL CONSTRAINT agreement_usage_source_known CHECK (usage_source IN ('register', 'interval')),
  start_on date NOT NULL,
  end_on date,
  terms jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT agreement_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT agreement_number_unique UNIQUE (tenant_id, number),
  CONSTRAINT agreement_customer_fk FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT agreement_service_point_fk FOREIGN KEY (tenant_id, service_point_id) REFERENCES service_point (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT agreement_period_order CHECK (end_on IS NULL OR end_on > start_on),
  CONSTRAINT agreement_one_at_a_time EXCLUDE USING gist (tenant_id WITH =, service_point_id WITH =, daterange(start_on, end_on) WITH &&)
);

CREATE INDEX agreement_customer ON agreement (tenant_id, customer_id);

CREATE INDEX agreement_tariff ON agreement (tenant_id, tariff_key, id);

SELECT app.protect('agreement', portal => 'own');

SELECT app.protect('service_point', portal => 'EXISTS (SELECT 1 FROM agreement a WHERE a.tenant_id = service_point.tenant_id AND a.service_point_id = service_point.id AND a.customer_id = (SELECT nullif(current_setting(''app.customer_id'', true), '''')::uuid))');

SELECT app.protect('premise', portal => 'EXISTS (SELECT 1 FROM service_point s JOIN agreement a ON a.tenant_id = s.tenant_id AND a.service_point_id = s.id WHERE s.tenant_id = premise.tenant_id AND s.premise_id = premise.id AND a.customer_id = (SELECT nullif(current_setting(''app.customer_id'', true), '''')::uuid))');

CREATE TABLE meter (
  tenant_id uuid NOT NULL CONSTRAINT meter_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  serial text NOT NULL,
  model text NOT NULL,
  commodity text NOT NULL CONSTRAINT meter_commodity_known CHECK (commodity IN ('electricity', 'gas', 'water', 'heat')),
  CONSTRAINT meter_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT meter_serial_unique UNIQUE (tenant_id, serial)
);

-- Where a meter hangs and from when to when: usage is charged to the service point, exchange splits it.
CREATE TABLE meter_installation (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  meter_id uuid NOT NULL,
  service_point_id uuid NOT NULL,
  multiplier numeric(12, 4) NOT NULL DEFAULT 1 CONSTRAINT meter_installation_multiplier_positive CHECK (multiplier > 0),
  installed_at timestamptz NOT NULL,
  removed_at timestamptz,
  CONSTRAINT meter_installation_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT meter_installation_meter_fk FOREIGN KEY (tenant_id, meter_id) REFERENCES meter (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT meter_installation_service_point_fk FOREIGN KEY (tenant_id, service_point_id) REFERENCES service_point (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT meter_installation_once EXCLUDE USING gist (tenant_id WITH =, meter_id WITH =, tstzrange(installed_at, removed_at) WITH &&)
);

CREATE INDEX meter_installation_service_point ON meter_installation (tenant_id, service_point_id);

-- One counting index of a meter. `code` is the time-of-use part or quantity it counts.
CREATE TABLE register (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  meter_id uuid NOT NULL,
  code text NOT NULL CONSTRAINT register_code_known CHECK (code IN ('total', 'critical', 'peak', 'flat', 'valley', 'deepValley', 'reactive', 'demand', 'volume', 'heat')),
  direction text NOT NULL CONSTRAINT register_direction_known CHECK (direction IN ('forward', 'reverse')),
  unit text NOT NULL,
  integer_digits smallint NOT NULL,
  decimal_digits smallint NOT NULL,
  CONSTRAINT register_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT register_code_unique UNIQUE (tenant_id, meter_id, code, direction),
  CONSTRAINT register_meter_fk FOREIGN KEY (tenant_id, meter_id) REFERENCES meter (tenant_id, id) ON DELETE RESTRICT
);

-- A stream of interval values at a service point. Value = integer × 10^exponent in `unit`.
CREATE TABLE channel (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  service_point_id uuid NOT NULL,
  code text NOT NULL,
  direction text NOT NULL CONSTRAINT channel_direction_known CHECK (direction IN ('forward', 'reverse')),
  unit text NOT NULL,
  interval_minutes smallint NOT NULL CONSTRAINT channel_interval_known CHECK (interval_minutes IN (5, 10, 15, 30, 60, 1440)),
  timezone text NOT NULL,
  exponent smallint NOT NULL,
  CONSTRAINT channel_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT channel_code_unique UNIQUE (tenant_id, service_point_id, code),
  CONSTRAINT channel_service_point_fk FOREIGN KEY (tenant_id, service_point_id) REFERENCES service_point (tenant_id, id) ON DELETE RESTRICT
);

-- Equipment is the customer's to see where it hangs at a service point of theirs.
SELECT app.protect('meter_installation', portal => 'EXISTS (SELECT 1 FROM service_point s WHERE s.tenant_id = meter_installation.tenant_id AND s.id = meter_installation.service_point_id)');

SELECT app.protect('meter', portal => 'EXISTS (SELECT 1 FROM meter_installation i WHERE i.tenant_id = meter.tenant_id AND i.meter_id = meter.id)');

SELECT app.protect('register', portal => 'EXISTS (SELECT 1 FROM meter_installation i WHERE i.tenant_id = register.tenant_id AND i.meter_id = register.meter_id)');

SELECT app.protect('channel', portal => 'EXISTS (SELECT 1 FROM service_point s WHERE s.tenant_id = channel.tenant_id AND s.id = channel.service_point_id)');
