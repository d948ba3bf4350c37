/** The type of a value that an action takes; `day` is a text such as "2026-03-01", `decimal` an exact number as text. */
export type ActionValue = "string" | "day" | "decimal" | "number";

interface ActionSpec {
  /** Values without `?` must be given by the step. */
  readonly takes: Readonly<Record<string, ActionValue | `${ActionValue}?`>>;
  /** What the case must be about. */
  readonly about: "service-point" | "premise";
}

/**
 * What a step of a service can make the platform do when it is completed, in the same transaction: name → values. How each
 * is done stands in app/services/case/actions/.
 */
export const ACTIONS = {
  /** A new agreement at a service point that has none: of the case's customer, or of a new one by name. */
  "agreement.open": {
    about: "service-point",
    takes: {
      tariff: "string",
      on: "day?",
      name: "string?",
      phone: "string?",
      email: "string?",
      kind: "string?",
    },
  },
  /** The running agreement ends; a new one of somebody else begins on that day, under the same tariff and terms. */
  "agreement.transfer": {
    about: "service-point",
    takes: { on: "day?", name: "string", phone: "string?", email: "string?", kind: "string?" },
  },
  "agreement.close": { about: "service-point", takes: { on: "day?" } },
  /** The supply is cut or given back: the state of the service point. */
  "meter.shut-off": { about: "service-point", takes: {} },
  "meter.turn-on": { about: "service-point", takes: {} },
} as const satisfies Readonly<Record<string, ActionSpec>>;

export type ActionName = keyof typeof ACTIONS;
export const ACTION_NAMES = Object.keys(ACTIONS) as [ActionName, ...ActionName[]];
