-- Bills and money. A bill, its lines and its ledger entries are written in one transaction and never changed afterwards:
-- the roles may only move a bill's state and count what was paid on it (column grants below). Amounts are exact numerics.

-- One order to bill a month. The work is cut into chunks; a chunk is one transaction, so a killed process leaves it undone.
CREATE TABLE bill_run (
  tenant_id uuid NOT NULL CONSTRAINT bill_run_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  period text NOT NULL CONSTRAINT bill_run_period_form CHECK (period ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  state text NOT NULL CONSTRAINT bill_run_state_known CHECK (state IN ('running', 'paused', 'done')),
  release_number integer NOT NULL,
  agreements integer NOT NULL CONSTRAINT bill_run_agreements_positive CHECK (agreements >= 0),
  chunks integer NOT NULL CONSTRAINT bill_run_chunks_positive CHECK (chunks >= 0),
  requested_by uuid,
  requested_by_name text NOT NULL,
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  CONSTRAINT bill_run_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT bill_run_release_fk FOREIGN KEY (tenant_id, release_number) REFERENCES release (tenant_id, number) ON DELETE RESTRICT
);

-- One run at a time: a month stands on the bills of the month before.
CREATE UNIQUE INDEX bill_run_one_at_work ON bill_run (tenant_id) WHERE state <> 'done';

CREATE INDEX bill_run_period ON bill_run (tenant_id, period, id);

SELECT app.protect('bill_run', 'SELECT, INSERT, UPDATE (state, finished_at)');

-- A part of a run's agreements, laid down when it starts. Counts are written with the bills, in the same transaction.
CREATE TABLE bill_run_chunk (
  tenant_id uuid NOT NULL,
  bill_run_id uuid NOT NULL,
  number integer NOT NULL,
  agreement_ids uuid[] NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CONSTRAINT bill_run_chunk_state_known CHECK (state IN ('waiting', 'done')),
  posted integer NOT NULL DEFAULT 0,
  held integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  skipped integer NOT NULL DEFAULT 0,
  finished_at timestamptz,
  CONSTRAINT bill_run_chunk_pk PRIMARY KEY (tenant_id, bill_run_id, number),
  CONSTRAINT bill_run_chunk_run_fk FOREIGN KEY (tenant_id, bill_run_id) REFERENCES bill_run (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT bill_run_chunk_complete CHECK (state = 'waiting' OR posted + held + failed + skipped = cardinality(agreement_ids))
);

SELECT app.protect('bill_run_chunk', 'SELECT, INSERT, UPDATE (state, posted, held, failed, skipped, finished_at)');

-- `period_end` is the first day that is not billed any more. `usage` is the energy or volume of the period for lists and
-- comparison; `quantities` and `reads` hold what the bill stands on; `closing` is what it leaves to the next bill of the
-- agreement (use of the running year for its tiers, past peaks), the `Opening` of engines/billing.
CREATE TABLE bill (
  tenant_id uuid NOT NULL CONSTRAINT bill_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  number text NOT NULL,
  bill_run_id uuid,
  agreement_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  service_point_id uuid NOT NULL,
  period text NOT NULL,
  period_start date NOT NULL,
  period_end date NOT NULL,
  revision smallint NOT NULL DEFAULT 0 CONSTRAINT bill_revision_positive CHECK (revision >= 0),
  state text NOT NULL CONSTRAINT bill_state_known CHECK (state IN ('draft', 'posted', 'cancelled')),
  currency text NOT NULL,
  total numeric NOT NULL,
  paid numeric NOT NULL DEFAULT 0 CONSTRAINT bill_paid_positive CHECK (paid >= 0),
  usage numeric NOT NULL,
  usage_unit text NOT NULL,
  closing jsonb NOT NULL,
  release_number integer NOT NULL,
  tariff_key text NOT NULL,
  tariff_hash text NOT NULL,
  quantities jsonb NOT NULL,
  reads jsonb NOT NULL DEFAULT '[]',
  included_taxes jsonb NOT NULL DEFAULT '[]',
  estimated boolean NOT NULL,
  due_on date NOT NULL,
  created_at timestamptz NOT NULL,
  posted_at timestamptz,
  cancelled_at timestamptz,
  CONSTRAINT bill_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT bill_once UNIQUE (tenant_id, agreement_id, period_start, revision),
  CONSTRAINT bill_number_unique UNIQUE (tenant_id, number),
  CONSTRAINT bill_period_order CHECK (period_end > period_start),
  CONSTRAINT bill_posted_has_time CHECK (state <> 'posted' OR posted_at IS NOT NULL),
  CONSTRAINT bill_paid_when_posted CHECK (paid = 0 OR posted_at IS NOT NULL),
  CONSTRAINT bill_run_fk FOREIGN KEY (tenant_id, bill_run_id) REFERENCES bill_run (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT bill_agreement_fk FOREIGN KEY (tenant_id, agreement_id) REFERENCES agreement (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT bill_customer_fk FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT bill_service_point_fk FOREIGN KEY (tenant_id, service_point_id) REFERENCES service_point (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT bill_release_fk FOREIGN KEY (tenant_id, release_number) REFERENCES release (tenant_id, number) ON DELETE RESTRICT,
  CONSTRAINT bill_tariff_fk FOREIGN KEY (tenant_id, tariff_hash) REFERENCES blueprint_item (tenant_id, hash) ON DELETE RESTRICT
);

CREATE INDEX bill_customer ON bill (tenant_id, customer_id, period_start);

CREATE INDEX bill_period ON bill (tenant_id, period, number);

-- Customers see what was posted to them, never a draft that is still being checked.
SELECT app.protect('bill', 'SELECT, INSERT, UPDATE (state, paid, posted_at, cancelled_at)', portal => 'state <> ''draft'' AND customer_id = (SELECT nullif(current_setting(''app.customer_id'', true), '''')::uuid)');

-- `amount` is rounded as the tariff says; the amounts of a bill add up to its total.
CREATE TABLE bill_line (
  tenant_id uuid NOT NULL,
  bill_id uuid NOT NULL,
  number smallint NOT NULL,
  code text NOT NULL,
  label jsonb NOT NULL,
  line_group text,
  quantity numeric,
  unit text,
  price numeric,
  amount numeric NOT NULL,
  derivation jsonb NOT NULL,
  CONSTRAINT bill_line_pk PRIMARY KEY (tenant_id, bill_id, number),
  CONSTRAINT bill_line_bill_fk FOREIGN KEY (tenant_id, bill_id) REFERENCES bill (tenant_id, id) ON DELETE RESTRICT
);

SELECT app.protect('bill_line', 'SELECT, INSERT', portal => 'EXISTS (SELECT 1 FROM bill b WHERE b.tenant_id = bill_line.tenant_id AND b.id = bill_line.bill_id)');

-- Why an agreement got no bill, or a bill that waits for a person ("held"). It never stops the run.
CREATE TABLE bill_exception (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  bill_run_id uuid NOT NULL,
  agreement_id uuid NOT NULL,
  period text NOT NULL,
  code text NOT NULL,
  params jsonb NOT NULL DEFAULT '{}',
  bill_id uuid,
  created_at timestamptz NOT NULL,
  resolution text CONSTRAINT bill_exception_resolution_known CHECK (resolution IN ('released', 'discarded', 'billed', 'repeated')),
  resolved_at timestamptz,
  resolved_by_name text,
  CONSTRAINT bill_exception_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT bill_exception_once UNIQUE (tenant_id, bill_run_id, agreement_id, code),
  CONSTRAINT bill_exception_run_fk FOREIGN KEY (tenant_id, bill_run_id) REFERENCES bill_run (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT bill_exception_agreement_fk FOREIGN KEY (tenant_id, agreement_id) REFERENCES agreement (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT bill_exception_bill_fk FOREIGN KEY (tenant_id, bill_id) REFERENCES bill (tenant_id, id) ON DELETE RESTRICT
);

CREATE INDEX bill_exception_open ON bill_exception (tenant_id, period, code) WHERE resolution IS NULL;

SELECT app.protect('bill_exception', 'SELECT, INSERT, UPDATE (resolution, resolved_at, resolved_by_name)');

-- The chart of accounts. Codes are those of China's accounting standards (企业会计准则应用指南, 附录 会计科目); what a customer
-- owes has an account of its own below 1122.
CREATE TABLE account (
  tenant_id uuid NOT NULL CONSTRAINT account_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  code text NOT NULL,
  currency text NOT NULL,
  kind text NOT NULL CONSTRAINT account_kind_known CHECK (kind IN ('receivable', 'clearing', 'cash', 'revenue', 'tax', 'funds', 'rounding')),
  customer_id uuid,
  CONSTRAINT account_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT account_code_unique UNIQUE (tenant_id, code, currency),
  CONSTRAINT account_currency_unique UNIQUE (tenant_id, id, currency),
  CONSTRAINT account_customer_fk FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT account_receivable_has_customer CHECK ((kind = 'receivable') = (customer_id IS NOT NULL))
);

CREATE INDEX account_customer ON account (tenant_id, customer_id) WHERE customer_id IS NOT NULL;

SELECT app.protect('account', 'SELECT, INSERT');

-- One row moves one positive amount from the credit to the debit account, both in its currency: there is no way to write
-- an unbalanced entry. Append-only by grants. What it belongs to and the key within that make it idempotent.
CREATE TABLE ledger_entry (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  debit_account_id uuid NOT NULL,
  credit_account_id uuid NOT NULL,
  amount numeric NOT NULL CONSTRAINT ledger_entry_amount_positive CHECK (amount > 0),
  currency text NOT NULL,
  event_at timestamptz NOT NULL,
  reference_kind text NOT NULL CONSTRAINT ledger_entry_reference_known CHECK (reference_kind IN ('bill', 'cancellation', 'payment')),
  reference_id uuid NOT NULL,
  idempotency_key text NOT NULL,
  CONSTRAINT ledger_entry_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT ledger_entry_once UNIQUE (tenant_id, reference_id, idempotency_key),
  CONSTRAINT ledger_entry_two_accounts CHECK (debit_account_id <> credit_account_id),
  CONSTRAINT ledger_entry_debit_fk FOREIGN KEY (tenant_id, debit_account_id, currency) REFERENCES account (tenant_id, id, currency) ON DELETE RESTRICT,
  CONSTRAINT ledger_entry_credit_fk FOREIGN KEY (tenant_id, credit_account_id, currency) REFERENCES account (tenant_id, id, currency) ON DELETE RESTRICT
);

CREATE INDEX ledger_entry_debit ON ledger_entry (tenant_id, debit_account_id, id);

CREATE INDEX ledger_entry_credit ON ledger_entry (tenant_id, credit_account_id, id);

SELECT app.protect('ledger_entry', 'SELECT, INSERT');

-- A customer's wish to pay a bill through a gateway. `order_number` is our name for it at the gateway.
CREATE TABLE payment_intent (
  tenant_id uuid NOT NULL CONSTRAINT payment_intent_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  order_number text NOT NULL,
  customer_id uuid NOT NULL,
  bill_id uuid NOT NULL,
  amount numeric NOT NULL CONSTRAINT payment_intent_amount_positive CHECK (amount > 0),
  currency text NOT NULL,
  gateway text NOT NULL,
  state text NOT NULL CONSTRAINT payment_intent_state_known CHECK (state IN ('created', 'paid', 'closed')),
  pay_url text,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  closed_at timestamptz,
  CONSTRAINT payment_intent_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT payment_intent_order_unique UNIQUE (tenant_id, order_number),
  CONSTRAINT payment_intent_customer_fk FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT payment_intent_bill_fk FOREIGN KEY (tenant_id, bill_id) REFERENCES bill (tenant_id, id) ON DELETE RESTRICT
);

CREATE INDEX payment_intent_bill ON payment_intent (tenant_id, bill_id);

-- The customer may begin a payment and note where it goes on; that it was made only the gateway can say.
SELECT app.protect('payment_intent', 'SELECT, INSERT, UPDATE (state, pay_url, closed_at)', portal => 'own', portal_privileges => 'SELECT, INSERT, UPDATE (pay_url)');

-- Every message that reached the notification address of a gateway, word for word, also the refused ones. Append-only.
CREATE TABLE gateway_notification (
  tenant_id uuid NOT NULL CONSTRAINT gateway_notification_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  gateway text NOT NULL,
  notification_id text,
  order_number text,
  outcome text NOT NULL CONSTRAINT gateway_notification_outcome_known CHECK (outcome IN ('posted', 'repeated', 'refused')),
  reason text,
  headers jsonb NOT NULL,
  body text NOT NULL,
  received_at timestamptz NOT NULL,
  CONSTRAINT gateway_notification_pk PRIMARY KEY (tenant_id, id)
);

-- A notification is acted upon once, however often it is delivered.
CREATE UNIQUE INDEX gateway_notification_once ON gateway_notification (tenant_id, gateway, notification_id) WHERE outcome = 'posted';

SELECT app.protect('gateway_notification', 'SELECT, INSERT');

-- Money received. `transaction_number` is the gateway's own name for it: one payment each.
CREATE TABLE payment (
  tenant_id uuid NOT NULL CONSTRAINT payment_tenant_fk REFERENCES platform.tenant (id) ON DELETE RESTRICT,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  payment_intent_id uuid,
  amount numeric NOT NULL CONSTRAINT payment_amount_positive CHECK (amount > 0),
  currency text NOT NULL,
  gateway text NOT NULL,
  transaction_number text NOT NULL,
  paid_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  CONSTRAINT payment_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT payment_transaction_unique UNIQUE (tenant_id, gateway, transaction_number),
  CONSTRAINT payment_customer_fk FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT payment_intent_fk FOREIGN KEY (tenant_id, payment_intent_id) REFERENCES payment_intent (tenant_id, id) ON DELETE RESTRICT
);

CREATE INDEX payment_customer ON payment (tenant_id, customer_id, id);

SELECT app.protect('payment', 'SELECT, INSERT', portal => 'own');

-- Which bill a payment settles, and how much of it. What is not allocated stays as the customer's credit on 1122.
CREATE TABLE payment_allocation (
  tenant_id uuid NOT NULL,
  payment_id uuid NOT NULL,
  bill_id uuid NOT NULL,
  amount numeric NOT NULL CONSTRAINT payment_allocation_amount_positive CHECK (amount > 0),
  CONSTRAINT payment_allocation_pk PRIMARY KEY (tenant_id, payment_id, bill_id),
  CONSTRAINT payment_allocation_payment_fk FOREIGN KEY (tenant_id, payment_id) REFERENCES payment (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT payment_allocation_bill_fk FOREIGN KEY (tenant_id, bill_id) REFERENCES bill (tenant_id, id) ON DELETE RESTRICT
);

CREATE INDEX payment_allocation_bill ON payment_allocation (tenant_id, bill_id);

SELECT app.protect('payment_allocation', 'SELECT, INSERT', portal => 'EXISTS (SELECT 1 FROM payment p WHERE p.tenant_id = payment_allocation.tenant_id AND p.id = payment_allocation.payment_id)');

-- The receipt of a payment: a snapshot of what was confirmed to the customer. Its PDF is rendered from `content` alone.
CREATE TABLE receipt (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  number text NOT NULL,
  payment_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  content jsonb NOT NULL,
  issued_at timestamptz NOT NULL,
  CONSTRAINT receipt_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT receipt_number_unique UNIQUE (tenant_id, number),
  CONSTRAINT receipt_payment_unique UNIQUE (tenant_id, payment_id),
  CONSTRAINT receipt_payment_fk FOREIGN KEY (tenant_id, payment_id) REFERENCES payment (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT receipt_customer_fk FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id) ON DELETE RESTRICT
);

SELECT app.protect('receipt', 'SELECT, INSERT', portal => 'own');
