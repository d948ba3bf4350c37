-- The outbox. A message is rendered and written in the transaction of what it tells; delivery is a job of its own. Id and
-- round are the reference by which a gateway knows it, so that one sent again after a crash is recognised there; a person who
-- sends it anew begins the next round. `attempts` counts those of the round. `sealed`: what is sent where
-- `subject` and `body` hide a secret (a one-time code); emptied once it was sent or given up.
CREATE TABLE message (
  tenant_id uuid NOT NULL CONSTRAINT message_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  key text NOT NULL,
  channel text NOT NULL CONSTRAINT message_channel_known CHECK (channel IN ('sms', 'email', 'app')),
  template_key text NOT NULL,
  template_hash text NOT NULL,
  release_number integer NOT NULL,
  category text NOT NULL CONSTRAINT message_category_known CHECK (category IN ('service', 'safety', 'billing', 'security')),
  locale text NOT NULL CONSTRAINT message_locale_known CHECK (locale IN ('zh-CN', 'en')),
  customer_id uuid,
  person_id uuid,
  address text,
  subject text,
  body text NOT NULL,
  link text,
  sealed text,
  segments smallint CONSTRAINT message_segments_positive CHECK (segments > 0),
  about_noun text,
  about_id text,
  state text NOT NULL CONSTRAINT message_state_known CHECK (state IN ('queued', 'sending', 'sent', 'delivered', 'undelivered', 'dead', 'suppressed')),
  reason text,
  round smallint NOT NULL CONSTRAINT message_round_positive CHECK (round >= 0),
  attempts smallint NOT NULL CONSTRAINT message_attempts_positive CHECK (attempts >= 0),
  due_at timestamptz NOT NULL,
  claimed_at timestamptz,
  claimed_by text,
  created_at timestamptz NOT NULL,
  sent_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  CONSTRAINT message_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT message_once UNIQUE (tenant_id, key, channel),
  CONSTRAINT message_claimed_while_sending CHECK ((state = 'sending') = (claimed_at IS NOT NULL)),
  CONSTRAINT message_reason_when_not_delivered CHECK (state NOT IN ('undelivered', 'dead', 'suppressed') OR reason IS NOT NULL),
  CONSTRAINT message_customer_fk FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT message_release_fk FOREIGN KEY (tenant_id, release_number) REFERENCES release (tenant_id, number) ON DELETE RESTRICT,
  CONSTRAINT message_template_fk FOREIGN KEY (tenant_id, template_hash) REFERENCES blueprint_item (tenant_id, hash) ON DELETE RESTRICT
);

CREATE INDEX message_customer ON message (tenant_id, customer_id, id);

CREATE INDEX message_due ON message (tenant_id, due_at) WHERE state IN ('queued', 'sending');

CREATE INDEX message_trouble ON message (tenant_id, id) WHERE state IN ('dead', 'undelivered');

CREATE INDEX message_about ON message (tenant_id, about_noun, about_id);

-- The portal's inbox shows a customer what came to it; what went out by other channels is for staff.
SELECT app.protect('message',
  'SELECT, INSERT, UPDATE (state, reason, round, attempts, due_at, claimed_at, claimed_by, sent_at, delivered_at, read_at, sealed)',
  portal => 'channel = ''app'' AND state = ''delivered'' AND customer_id = (SELECT nullif(current_setting(''app.customer_id'', true), '''')::uuid)',
  portal_privileges => 'SELECT, UPDATE (read_at)');

-- One try to hand a message to its gateway. Without an outcome: it is under way, or the process died in it.
CREATE TABLE message_attempt (
  tenant_id uuid NOT NULL,
  message_id uuid NOT NULL,
  number smallint NOT NULL CONSTRAINT message_attempt_number_positive CHECK (number > 0),
  reference text NOT NULL,
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  outcome text CONSTRAINT message_attempt_outcome_known CHECK (outcome IN ('accepted', 'refused', 'unreachable')),
  code text,
  detail text,
  provider_id text,
  CONSTRAINT message_attempt_pk PRIMARY KEY (tenant_id, message_id, number),
  CONSTRAINT message_attempt_message_fk FOREIGN KEY (tenant_id, message_id) REFERENCES message (tenant_id, id) ON DELETE RESTRICT
);

SELECT app.protect('message_attempt', 'SELECT, INSERT, UPDATE (finished_at, outcome, code, detail, provider_id)');

-- What a gateway reported of a message afterwards, as it came: twice, late or in a wrong order. Append-only.
CREATE TABLE message_report (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  message_id uuid NOT NULL,
  report_id text NOT NULL,
  status text NOT NULL CONSTRAINT message_report_status_known CHECK (status IN ('delivered', 'undelivered')),
  code text NOT NULL,
  reported_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  outcome text NOT NULL CONSTRAINT message_report_outcome_known CHECK (outcome IN ('applied', 'repeated', 'outdated')),
  CONSTRAINT message_report_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT message_report_message_fk FOREIGN KEY (tenant_id, message_id) REFERENCES message (tenant_id, id) ON DELETE RESTRICT
);

-- A report counts once, however often it is delivered.
CREATE UNIQUE INDEX message_report_once ON message_report (tenant_id, message_id, report_id) WHERE outcome <> 'repeated';

SELECT app.protect('message_report', 'SELECT, INSERT');

-- What a customer wants to be told, how, and in which language. `declined` and `accepted` hold `category:channel`.
CREATE TABLE message_preference (
  tenant_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  locale text CONSTRAINT message_preference_locale_known CHECK (locale IN ('zh-CN', 'en')),
  declined text[] NOT NULL DEFAULT '{}',
  accepted text[] NOT NULL DEFAULT '{}',
  changed_at timestamptz NOT NULL,
  CONSTRAINT message_preference_pk PRIMARY KEY (tenant_id, customer_id),
  CONSTRAINT message_preference_customer_fk FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id) ON DELETE RESTRICT
);

SELECT app.protect('message_preference', 'SELECT, INSERT, UPDATE (locale, declined, accepted, changed_at)', portal => 'own',
  portal_privileges => 'SELECT, INSERT, UPDATE (locale, declined, accepted, changed_at)');
