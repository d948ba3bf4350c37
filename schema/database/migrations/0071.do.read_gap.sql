-- Whole local days without any value between two days of a channel that have values: a day that nobody has sent has no day
-- row on which a check could find it. Kept beside the day rows in the transaction that adds them; a function of which days
-- there are.
CREATE TABLE read_gap (
  tenant_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  first_day date NOT NULL,
  last_day date NOT NULL,
  severity text NOT NULL CONSTRAINT read_gap_severity_known CHECK (severity IN ('info', 'warning', 'error')),
  CONSTRAINT read_gap_pk PRIMARY KEY (tenant_id, channel_id, first_day),
  CONSTRAINT read_gap_channel_fk FOREIGN KEY (tenant_id, channel_id) REFERENCES channel (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT read_gap_is_a_span CHECK (last_day >= first_day)
);

CREATE INDEX read_gap_day ON read_gap (tenant_id, first_day, channel_id);

SELECT app.protect('read_gap');
