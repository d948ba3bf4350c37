import type { z } from "zod";
import type { ExtensionPoint } from "./extension-point.ts";
import { formLookup, formValidate, importMap } from "./points/forms.ts";
import { forecastLoad, meterDecode, readsEstimate, readsValidate } from "./points/metering.ts";
import { billCheck, tariffCharge } from "./points/money.ts";
import {
  alarmCondition,
  kpiMeasure,
  messageChannel,
  scheduleJob,
  serviceAction,
  serviceAssign,
} from "./points/operations.ts";
import { portalView, staffView } from "./points/views.ts";

/**
 * Every place where a plugin can stand, in one map. Adding an extension point is adding a row: the sandbox, the check
 * of a manifest, the hook types of authors, the command line and the documentation all read it from here.
 */
export const EXTENSION_POINTS = {
  "meter.decode": meterDecode,
  "reads.validate": readsValidate,
  "reads.estimate": readsEstimate,
  "tariff.charge": tariffCharge,
  "bill.check": billCheck,
  "alarm.condition": alarmCondition,
  "form.validate": formValidate,
  "form.lookup": formLookup,
  "service.action": serviceAction,
  "service.assign": serviceAssign,
  "message.channel": messageChannel,
  "kpi.measure": kpiMeasure,
  "forecast.load": forecastLoad,
  "import.map": importMap,
  "portal.view": portalView,
  "staff.view": staffView,
  "schedule.job": scheduleJob,
} as const satisfies Record<string, ExtensionPoint>;

export type ExtensionPoints = typeof EXTENSION_POINTS;
export type ExtensionPointName = keyof ExtensionPoints;
export const EXTENSION_POINT_NAMES = Object.keys(EXTENSION_POINTS) as ExtensionPointName[];

type Listed<Row, Item> = Row extends { readonly batched: true } ? readonly Item[] : Item;

/** What is given to the hook of a row: one item, or a batch of them. */
export type InputOf<Row extends ExtensionPoint> = Listed<Row, z.output<Row["input"]>>;
/** What the hook of a row answers: as many items as it was given. */
export type OutputOf<Row extends ExtensionPoint> = Listed<Row, z.output<Row["output"]>>;

export type PointInput<Name extends ExtensionPointName> = InputOf<ExtensionPoints[Name]>;
export type PointOutput<Name extends ExtensionPointName> = OutputOf<ExtensionPoints[Name]>;
