import { deviceErrors } from "#app/connectors/device/errors.ts";
import { paymentGatewayErrors } from "#app/connectors/payment/errors.ts";
import { smsErrors } from "#app/connectors/sms/errors.ts";
import { agreementErrors } from "#app/services/agreement/errors.ts";
import { alarmServiceErrors } from "#app/services/alarm/errors.ts";
import { attachmentErrors } from "#app/services/attachment/errors.ts";
import { backupErrors } from "#app/services/backup/errors.ts";
import { billExceptionErrors, billHoldErrors, billRunErrors } from "#app/services/bill-run/errors.ts";
import { releaseErrors } from "#app/services/blueprint/errors.ts";
import { caseErrors } from "#app/services/case/errors.ts";
import { draftErrors } from "#app/services/draft/errors.ts";
import { identityErrors } from "#app/services/identity/errors.ts";
import { outboxErrors } from "#app/services/message/errors.ts";
import { paymentErrors } from "#app/services/payment/errors.ts";
import { pluginErrors } from "#app/services/plugin/errors.ts";
import { privacyErrors } from "#app/services/privacy/errors.ts";
import { readErrors } from "#app/services/read/errors.ts";
import { shadowRunErrors } from "#app/services/shadow-run/errors.ts";
import { alarmErrors } from "#engines/alarms/errors.ts";
import { billingErrors } from "#engines/billing/errors.ts";
import { formErrors } from "#engines/forms/errors.ts";
import { decimalErrors } from "#engines/kernel/decimal.ts";
import type { ErrorSpec } from "#engines/kernel/errors.ts";
import { expressionErrors } from "#engines/kernel/expression.ts";
import { moneyErrors } from "#engines/kernel/money.ts";
import { kpiErrors } from "#engines/kpi/errors.ts";
import { messageErrors } from "#engines/messages/errors.ts";
import { frameErrors } from "#engines/metering/decode/errors.ts";
import { meteringErrors } from "#engines/metering/errors.ts";
import { serviceErrors } from "#engines/service/errors.ts";
import { sandboxErrors } from "#sandbox/errors.ts";
import { blueprintErrors } from "#schema/blueprint/errors.ts";
import { commonErrors } from "./common-errors.ts";
import { tenancyErrors } from "./tenancy.ts";

/**
 * Every catalogue of errors of the product. A part that can fail has an `errors.ts` of its own and one row here; tests hold
 * that none is forgotten, that a code means one thing only, and that both languages say it.
 */
export const catalogues = {
  billException: billExceptionErrors,
  billHold: billHoldErrors,
  billRun: billRunErrors,
  agreement: agreementErrors,
  alarm: alarmErrors,
  attachment: attachmentErrors,
  alarmService: alarmServiceErrors,
  backup: backupErrors,
  billing: billingErrors,
  blueprint: blueprintErrors,
  case: caseErrors,
  privacy: privacyErrors,
  common: commonErrors,
  decimal: decimalErrors,
  draft: draftErrors,
  device: deviceErrors,
  expression: expressionErrors,
  form: formErrors,
  identity: identityErrors,
  frame: frameErrors,
  message: messageErrors,
  kpi: kpiErrors,
  metering: meteringErrors,
  money: moneyErrors,
  outbox: outboxErrors,
  payment: paymentErrors,
  paymentGateway: paymentGatewayErrors,
  read: readErrors,
  release: releaseErrors,
  plugin: pluginErrors,
  sandbox: sandboxErrors,
  service: serviceErrors,
  sms: smsErrors,
  shadowRun: shadowRunErrors,
  tenancy: tenancyErrors,
} satisfies Record<string, Readonly<Record<string, ErrorSpec>>>;

type Catalogues = typeof catalogues;
export type ErrorCode = { [Part in keyof Catalogues]: keyof Catalogues[Part] & string }[keyof Catalogues];
