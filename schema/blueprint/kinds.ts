import type { z } from "zod";
import { alarmKind } from "./alarm/kind.ts";
import { calendarKind } from "./calendar/kind.ts";
import { codelistKind } from "./codelist/kind.ts";
import { connectorKind } from "./connector/kind.ts";
import { estimationKind } from "./estimation/kind.ts";
import { formKind } from "./form/kind.ts";
import { grantKind } from "./grant/kind.ts";
import type { ItemKind } from "./kind.ts";
import { kpiKind } from "./kpi/kind.ts";
import { lockKind } from "./lock/kind.ts";
import { messageKind } from "./message/kind.ts";
import { overrideKind } from "./override/kind.ts";
import { pageKind } from "./page/kind.ts";
import { roleKind } from "./role/kind.ts";
import { serviceKind } from "./service/kind.ts";
import { tariffKind } from "./tariff/kind.ts";

/** Every kind of blueprint item. A new kind is one row here and one folder beside this file. */
export const itemKinds = {
  alarm: alarmKind,
  calendar: calendarKind,
  codelist: codelistKind,
  connector: connectorKind,
  estimation: estimationKind,
  form: formKind,
  grant: grantKind,
  kpi: kpiKind,
  lock: lockKind,
  message: messageKind,
  override: overrideKind,
  page: pageKind,
  role: roleKind,
  service: serviceKind,
  tariff: tariffKind,
} satisfies { readonly [Kind in string]: ItemKind<Kind, z.ZodType> };

export type KindName = keyof typeof itemKinds;
/** The parsed value of an item of a kind. */
export type ItemOf<Kind extends KindName> = z.output<(typeof itemKinds)[Kind]["schema"]>;
