-- Cases: running instances of a service. "case" is a reserved word of SQL, so the table is service_case. What a case does
-- next is decided by engines/service from the service that it pins and the rows below.

-- One case. What lists, boards and inboxes ask for stands in this row: the open task's step, who has it and when it is due.
-- `open_key` makes opening idempotent. `holds` are the times during which its clock stood still.
CREATE TABLE service_case (
  tenant_id uuid NOT NULL CONSTRAINT service_case_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  number text NOT NULL,
  service_key text NOT NULL,
  service_hash text NOT NULL,
  release_number integer NOT NULL,
  open_key text NOT NULL,
  category text NOT NULL,
  title jsonb NOT NULL,
  state text NOT NULL CONSTRAINT service_case_state_known CHECK (state IN ('open', 'held', 'completed', 'cancelled')),
  priority text NOT NULL CONSTRAINT service_case_priority_known CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
  opened_by text NOT NULL CONSTRAINT service_case_opener_known CHECK (opened_by IN ('customer', 'staff', 'alarm', 'api')),
  opened_by_id uuid,
  opened_by_name text NOT NULL,
  opened_at timestamptz NOT NULL,
  customer_id uuid,
  premise_id uuid,
  service_point_id uuid,
  meter_id uuid,
  alarm_id uuid,
  grid_cell_id uuid,
  for_customer boolean NOT NULL,
  request jsonb NOT NULL DEFAULT '{}',
  limit_number smallint,
  due_at timestamptz,
  overdue_at timestamptz,
  holds jsonb NOT NULL DEFAULT '[]',
  held_since timestamptz,
  held_reason text,
  task_number smallint NOT NULL CONSTRAINT service_case_task_positive CHECK (task_number > 0),
  step_key text NOT NULL,
  step_label jsonb NOT NULL,
  visible_step jsonb,
  role text,
  skill text,
  org_unit_id uuid,
  assignee_id uuid,
  assignee_name text,
  task_due_at timestamptz,
  task_overdue boolean NOT NULL DEFAULT false,
  next_due_at timestamptz NOT NULL,
  closed_at timestamptz,
  search text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  CONSTRAINT service_case_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT service_case_number_unique UNIQUE (tenant_id, number),
  CONSTRAINT service_case_once UNIQUE (tenant_id, service_key, open_key),
  CONSTRAINT service_case_closed_has_time CHECK ((state IN ('completed', 'cancelled')) = (closed_at IS NOT NULL)),
  CONSTRAINT service_case_held_has_time CHECK ((state = 'held') = (held_since IS NOT NULL)),
  CONSTRAINT service_case_item_fk FOREIGN KEY (tenant_id, service_hash) REFERENCES blueprint_item (tenant_id, hash) ON DELETE RESTRICT,
  CONSTRAINT service_case_release_fk FOREIGN KEY (tenant_id, release_number) REFERENCES release (tenant_id, number) ON DELETE RESTRICT,
  CONSTRAINT service_case_customer_fk FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT service_case_premise_fk FOREIGN KEY (tenant_id, premise_id) REFERENCES premise (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT service_case_service_point_fk FOREIGN KEY (tenant_id, service_point_id) REFERENCES service_point (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT service_case_meter_fk FOREIGN KEY (tenant_id, meter_id) REFERENCES meter (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT service_case_grid_cell_fk FOREIGN KEY (tenant_id, grid_cell_id) REFERENCES grid_cell (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT service_case_org_unit_fk FOREIGN KEY (tenant_id, org_unit_id) REFERENCES org_unit (tenant_id, id) ON DELETE RESTRICT
);

CREATE INDEX service_case_opened ON service_case (tenant_id, opened_at, id);

CREATE INDEX service_case_due ON service_case (tenant_id, next_due_at, id) WHERE state IN ('open', 'held');

CREATE INDEX service_case_assignee ON service_case (tenant_id, assignee_id, next_due_at, id) WHERE state IN ('open', 'held');

CREATE INDEX service_case_customer ON service_case (tenant_id, customer_id, opened_at, id);

CREATE INDEX service_case_premise ON service_case (tenant_id, premise_id, opened_at);

CREATE INDEX service_case_alarm ON service_case (tenant_id, alarm_id) WHERE alarm_id IS NOT NULL;

-- A customer sees the cases of theirs that their service shows to customers: no inspection against them.
SELECT app.protect('service_case',
  'SELECT, INSERT, UPDATE (state, priority, due_at, overdue_at, holds, held_since, held_reason, task_number, step_key, step_label, visible_step, role, skill, org_unit_id, assignee_id, assignee_name, task_due_at, task_overdue, next_due_at, closed_at, version, updated_at)',
  portal => 'for_customer AND customer_id = (SELECT nullif(current_setting(''app.customer_id'', true), '''')::uuid)');

-- One passage of a case through a step. `data` is what was submitted; `version` counts changes of the task while it is open,
-- so that what was filled in without a network can be told from what has changed since. `submission_key` makes submitting
-- idempotent.
CREATE TABLE case_task (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  number smallint NOT NULL CONSTRAINT case_task_number_positive CHECK (number > 0),
  step_key text NOT NULL,
  label jsonb NOT NULL,
  kind text NOT NULL CONSTRAINT case_task_kind_known CHECK (kind IN ('task', 'return-visit', 'wait')),
  state text NOT NULL CONSTRAINT case_task_state_known CHECK (state IN ('open', 'done', 'dropped')),
  entered_at timestamptz NOT NULL,
  left_at timestamptz,
  limit_number smallint,
  due_at timestamptz,
  overdue_at timestamptz,
  assignee_id uuid,
  assignee_name text,
  done_by_id uuid,
  done_by_name text,
  outcome text,
  data jsonb NOT NULL DEFAULT '{}',
  submission_key text,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT case_task_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT case_task_number_unique UNIQUE (tenant_id, case_id, number),
  CONSTRAINT case_task_submission_unique UNIQUE (tenant_id, submission_key),
  CONSTRAINT case_task_left_has_time CHECK ((state = 'open') = (left_at IS NULL)),
  CONSTRAINT case_task_case_fk FOREIGN KEY (tenant_id, case_id) REFERENCES service_case (tenant_id, id) ON DELETE RESTRICT
);

CREATE INDEX case_task_entered ON case_task (tenant_id, step_key, entered_at);

SELECT app.protect('case_task',
  'SELECT, INSERT, UPDATE (state, left_at, due_at, overdue_at, assignee_id, assignee_name, done_by_id, done_by_name, outcome, data, submission_key, version)');

-- The trace: who did what, when and from where, and what came to pass of it. Append-only. What a customer may read of it is
-- marked; the portal sees nothing else.
CREATE TABLE case_event (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  at timestamptz NOT NULL,
  kind text NOT NULL,
  task_number smallint,
  step_key text,
  words jsonb,
  detail jsonb NOT NULL DEFAULT '{}',
  for_customer boolean NOT NULL DEFAULT false,
  actor_kind text NOT NULL CONSTRAINT case_event_actor_known CHECK (actor_kind IN ('staff', 'customer', 'system', 'api', 'plugin', 'operator')),
  actor_id uuid,
  actor_name text NOT NULL,
  request_id text,
  ip inet,
  CONSTRAINT case_event_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT case_event_case_fk FOREIGN KEY (tenant_id, case_id) REFERENCES service_case (tenant_id, id) ON DELETE RESTRICT
);

CREATE INDEX case_event_case ON case_event (tenant_id, case_id, id);

SELECT app.protect('case_event', 'SELECT, INSERT',
  portal => 'for_customer AND EXISTS (SELECT 1 FROM service_case c WHERE c.tenant_id = case_event.tenant_id AND c.id = case_event.case_id)');

-- What goes off by itself: reminders, limits, escalations, ends of waits. `task_number` is 0 for those of the whole case.
CREATE TABLE case_timer (
  tenant_id uuid NOT NULL,
  case_id uuid NOT NULL,
  task_number smallint NOT NULL,
  name text NOT NULL,
  at timestamptz NOT NULL,
  state text NOT NULL CONSTRAINT case_timer_state_known CHECK (state IN ('waiting', 'fired', 'dropped')),
  CONSTRAINT case_timer_pk PRIMARY KEY (tenant_id, case_id, task_number, name),
  CONSTRAINT case_timer_case_fk FOREIGN KEY (tenant_id, case_id) REFERENCES service_case (tenant_id, id) ON DELETE RESTRICT
);

CREATE INDEX case_timer_waiting ON case_timer (tenant_id, at) WHERE state = 'waiting';

SELECT app.protect('case_timer', 'SELECT, INSERT, UPDATE (at, state)');

-- What the customer thinks of how a case was handled, from 1 to 5.
CREATE TABLE case_rating (
  tenant_id uuid NOT NULL,
  case_id uuid NOT NULL,
  score smallint NOT NULL CONSTRAINT case_rating_score_range CHECK (score BETWEEN 1 AND 5),
  comment text NOT NULL DEFAULT '',
  rated_at timestamptz NOT NULL,
  rated_by_name text NOT NULL,
  CONSTRAINT case_rating_pk PRIMARY KEY (tenant_id, case_id),
  CONSTRAINT case_rating_case_fk FOREIGN KEY (tenant_id, case_id) REFERENCES service_case (tenant_id, id) ON DELETE RESTRICT
);

SELECT app.protect('case_rating', 'SELECT, INSERT',
  portal => 'EXISTS (SELECT 1 FROM service_case c WHERE c.tenant_id = case_rating.tenant_id AND c.id = case_rating.case_id)');
