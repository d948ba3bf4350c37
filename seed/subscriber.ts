import { isoDay, parseDay } from "#engines/kernel/zone.ts";
import { CLASSES, type ClassName, type CustomerClass } from "./classes.ts";
import { type Habits, monthUnits } from "./consumption.ts";
import type { Cell, Place } from "./map/city.ts";
import {
  americanPhone,
  chineseCompany,
  chineseHome,
  chinesePerson,
  chinesePhone,
  englishPerson,
} from "./people.ts";
import type { UtilityPlan } from "./plans.ts";
import { Random } from "./random.ts";
import { firstDay, type Month, months, type Window, yearOf } from "./window.ts";

/** Something odd in the reads of a few, so that checks and exception lists have work. */
export type Oddity = "gap" | "backwards" | "rollover" | "none";

/** One customer with everything that hangs on the contract, as it will stand in the database. */
export interface Subscriber {
  readonly at: number;
  readonly className: ClassName;
  readonly class: CustomerClass;
  readonly ids: Readonly<
    Record<
      "customer" | "premise" | "servicePoint" | "agreement" | "meter" | "installation" | "channel",
      string
    >
  >;
  readonly number: string;
  readonly name: string;
  readonly phone: string;
  readonly email: string | null;
  readonly place: Place;
  readonly address: string;
  readonly transformerArea: string | null;
  readonly startOn: string;
  /** The first day after the agreement; null while it runs. */
  readonly endOn: string | null;
  readonly createdAtMs: number;
  readonly serial: string;
  readonly multiplier: number;
  readonly registers: readonly { readonly id: string; readonly code: string; readonly share: number }[];
  readonly terms: Readonly<Record<string, unknown>>;
  readonly habits: Habits;
  readonly hasChannel: boolean;
  readonly oddity: Oddity;
}

/** The `at`-th customer of a utility: the same at every scale and in every run. */
export function subscriberOf(plan: UtilityPlan, at: number, window: Window): Subscriber {
  const random = new Random(`${plan.slug}/customer/${at}`);
  // The first of each class stand at fixed places, so that the demo's logins and pages know them.
  const className = plan.mix[at]?.[0] ?? random.pickWeighted(plan.mix);
  const kind: CustomerClass = CLASSES[className];
  const startDay =
    Math.min(
      parseDay(`${random.integer(plan.since, yearOf(window.first) - 1)}-01-01`) ?? 0,
      firstDay(window.first) - 60,
    ) + random.integer(0, 330);
  const startOn = Math.min(startDay, firstDay(window.first) - 1);
  const createdAtMs = startOn * 86_400_000 + random.integer(0, 86_399) * 1000;
  const cell = random.pickWeighted(plan.city.cells.map((each) => [each, each.density] as const));
  const place = plan.city.placeIn(cell, random);
  const persons = random.pickWeighted([
    [1, 10],
    [2, 26],
    [3, 36],
    [4, 16],
    [5, 9],
    [6, 3],
  ] as const);
  const perYear =
    Math.max(0.25, 1 + kind.year.spread * random.bell()) *
    kind.year.middle *
    (kind.kind === "household" ? 0.7 + 0.1 * persons : 1);
  const number = `${plan.prefix}${String(at + 1).padStart(6, "0")}`;
  const multiplier =
    className === "factory"
      ? random.pick([60, 80, 120, 200])
      : className === "shop" && random.chance(0.3)
        ? 20
        : 1;
  const habits: Habits = {
    seed: `${plan.slug}/use/${at}`,
    perYear: perYear / multiplier,
    season: kind.season,
    decimals: kind.meter.decimalDigits,
  };
  const english = plan.language === "en";
  const id = (): string => random.uuid(createdAtMs);
  return {
    at,
    className,
    class: kind,
    ids: {
      customer: id(),
      premise: id(),
      servicePoint: id(),
      agreement: id(),
      meter: id(),
      installation: id(),
      channel: id(),
    },
    number,
    name:
      kind.kind === "business"
        ? chineseCompany(random, plan.cityName, className === "factory")
        : english
          ? englishPerson(random)
          : chinesePerson(random),
    phone: english ? americanPhone(at) : chinesePhone(plan.index, at),
    email: english ? `customer${at + 1}@alderbay.example` : null,
    place,
    address: english
      ? `${random.integer(100, 2999)} ${place.street}, ${place.cell.district}, Alder Bay`
      : chineseAddress(plan, kind, place, random),
    transformerArea: kind.commodity === "electricity" ? transformerOf(place.cell, english, random) : null,
    startOn: isoDay(startOn),
    endOn: null,
    createdAtMs,
    serial: `${plan.prefix}${String(20_000_000 + at * 7 + 3)}`,
    multiplier,
    registers: [
      { id: id(), code: kind.main, share: 1 },
      ...kind.parts.map(({ code, share }) => ({
        id: id(),
        code,
        share: Math.max(0.02, share * (1 + 0.18 * random.bell())),
      })),
      ...(kind.reactive > 0
        ? [{ id: id(), code: "reactive", share: kind.reactive * random.between(0.75, 1.25) }]
        : []),
    ],
    terms: termsOf(kind, className, habits, persons, multiplier, window, random),
    habits,
    hasChannel: kind.kind === "household" && (at < plan.hourlyHomes || kind.usageSource === "interval"),
    oddity:
      at < 10
        ? "none"
        : random.pickWeighted([
            ["none", 984],
            ["gap", 8],
            ["backwards", 5],
            ["rollover", 3],
          ] as const),
  };
}

function chineseAddress(
  plan: UtilityPlan,
  kind: CustomerClass,
  { cell, street }: Place,
  random: Random,
): string {
  const where = `${plan.cityName}市${cell.district}${street}`;
  return kind.kind === "business" ? `${where}${random.integer(1, 688)}号` : `${where}${chineseHome(random)}`;
}

function transformerOf(cell: Cell, english: boolean, random: Random): string {
  const number = random.integer(1, 6);
  return english
    ? `${cell.district} T-${cell.code}-${number}`
    : `10kV${cell.district}${cell.code}线${number}号公变`;
}

/** What the tariff asks of the agreement: persons, capacity, and the use of the year before the first bill of the demo. */
function termsOf(
  kind: CustomerClass,
  className: ClassName,
  habits: Habits,
  persons: number,
  multiplier: number,
  window: Window,
  random: Random,
): Readonly<Record<string, unknown>> {
  const january = yearOf(window.billed) * 12;
  const before = months(january, window.billed).reduce((sum, month) => sum + monthUnits(habits, month), 0);
  const quantity = ((before * multiplier) / 10 ** habits.decimals).toFixed(habits.decimals);
  const yearly = ["home", "homeTou", "gasHome", "gasBoiler"].includes(className);
  const numbers = {
    ...(kind.kind === "household" && kind.unit ? { persons: String(persons) } : {}),
    ...(className === "factory" ? { capacity: String(capacityOf(habits.perYear * multiplier, random)) } : {}),
  };
  return {
    ...numbers,
    ...(yearly && before > 0
      ? {
          openingOn: isoDay(firstDay(window.billed)),
          opening: {
            [kind.commodity === "gas" ? "volume" : "energy"]: {
              window: String(yearOf(window.billed)),
              quantity,
            },
          },
        }
      : {}),
  };
}

/** A transformer that carries the load with some room: the next size of the usual series. */
function capacityOf(kwhPerYear: number, random: Random): number {
  const needed = (kwhPerYear / 8760) * random.between(2.2, 3.2);
  return (
    [100, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600].find((size) => size >= needed) ?? 2000
  );
}

/** Indices of a register at the freeze of each month of the window and of the current month, in units of its last digit. */
export function indicesOf(
  subscriber: Subscriber,
  window: Window,
): { readonly month: Month; readonly units: readonly number[] }[] {
  const { habits, registers, class: kind, oddity } = subscriber;
  const capacity = 10 ** (kind.meter.integerDigits + kind.meter.decimalDigits);
  const random = new Random(`${habits.seed}/index`);
  const start = registers.map(() => Math.floor(random.between(0.02, 0.35) * capacity));
  const parts = registers
    .map(({ code }, at) => ({ code, at }))
    .filter(({ code }) => kind.parts.some((part) => part.code === code));
  // The main register shows the sum of its parts, as the meter itself counts.
  if (parts.length > 0) start[0] = parts.reduce((sum, { at }) => sum + (start[at] as number), 0) % capacity;
  if (oddity === "rollover") start[0] = capacity - Math.round(monthUnits(habits, window.first) * 4.5);
  const weights = parts.map(({ at }) => (registers[at] as { share: number }).share);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const rows = [{ month: window.first, units: [...start] }];
  let units = [...start];
  for (const month of months(window.first, window.current)) {
    const use = monthUnits(habits, month);
    const wobble = new Random(`${habits.seed}/parts/${month}`);
    let left = use;
    const uses = registers.map(() => use);
    parts.forEach(({ at }, turn) => {
      const last = turn === parts.length - 1;
      const part = last
        ? left
        : Math.min(left, Math.round(use * ((weights[turn] as number) / whole) * (1 + 0.06 * wobble.bell())));
      uses[at] = Math.max(0, part);
      left -= uses[at] as number;
    });
    registers.forEach(({ code, share }, at) => {
      if (code === "reactive") uses[at] = Math.round(use * share);
    });
    units = units.map((index, at) => (index + (uses[at] as number)) % capacity);
    rows.push({ month: month + 1, units: [...units] });
  }
  return spoil(rows, oddity, window, monthUnits(habits, window.current - 1));
}

/** Lays the oddity into the second last freeze: recent enough that the exceptions of the demo are few and fresh. */
function spoil(rows: { month: Month; units: number[] }[], oddity: Oddity, window: Window, use: number) {
  const odd = window.current - 1;
  if (oddity === "gap") return rows.filter(({ month }) => month !== odd);
  if (oddity !== "backwards") return rows;
  return rows.map((row) =>
    row.month === odd ? { ...row, units: row.units.map((units) => Math.max(0, units - 3 * use)) } : row,
  );
}
