import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { ManifoldError } from "#engines/kernel/errors.ts";
import { dayLengthMs, type Zone } from "#engines/kernel/zone.ts";
import {
  type AddressedInput,
  type Channel,
  ChannelIntake,
  checkIndex,
  DayCollector,
  type DayRead,
  type Fault,
  faultOf,
  type IntervalRead,
  type Item,
  meteringError,
  type RegisterRead,
  SOURCE_RANK,
} from "#engines/metering/index.ts";
import { applyDays } from "./apply-days.ts";
import { type AddressedIndex, applyIndices } from "./apply-indices.ts";
import type { Cause } from "./cause.ts";
import { findChannels, findRegisters, type RegisterMatch, registerKey } from "./equipment.ts";
import { estimationProgram } from "./estimation-program.ts";
import { quarantineFaults } from "./quarantine.ts";

/** What a file did. `reads` are those that were understood; `…New` those that nobody had stated before. */
export interface IngestCounts {
  readonly reads: number;
  readonly valuesNew: number;
  readonly daysAdded: number;
  readonly daysChanged: number;
  readonly indicesNew: number;
  readonly readsAdded: number;
  readonly readsChanged: number;
  readonly faults: number;
  readonly quarantinedNew: number;
  /** Reads of series that do not fit the channel; each such series is one fault. */
  readonly skipped: number;
  readonly findings: Readonly<Record<string, number>>;
}

/** Portions that go to the database in one transaction. */
const DAYS_LIMIT = 2_000;
const INDICES_LIMIT = 5_000;
const FAULTS_LIMIT = 1_000;
/** Names of equipment that are remembered; beyond, they are looked up again. */
const NAMES_LIMIT = 20_000;
const FIRST_FAULTS = 100;

/** Faults of a whole series: said once, not once a read. */
const SERIES_FAULTS: ReadonlySet<string> = new Set([
  "READ_UNIT_MISMATCH",
  "READ_DIRECTION_MISMATCH",
  "READ_SIZE_MISMATCH",
]);

interface Intake {
  readonly intake: ChannelIntake;
  readonly days: DayCollector;
}

/** Takes the items of a parser into the state of a tenant, a portion at a time. */
export class IngestSink {
  readonly #scope: Scope;
  readonly #batch: { readonly id: string; readonly fileName: string };
  readonly #cause: Cause;
  /** The channel of formats that name none. */
  readonly #fixed: Channel | undefined;
  readonly #channels = new Map<string, Channel | undefined>();
  readonly #registers = new Map<string, RegisterMatch>();
  readonly #intakes = new Map<string, Intake>();
  /** Series that were refused, with the reads that were passed over. */
  readonly #refused = new Set<string>();
  #accepted: string | undefined;
  #fileZone: Zone | undefined;
  #indices: AddressedIndex[] = [];
  #faults: Fault[] = [];
  #days = 0;
  readonly #counts = {
    reads: 0,
    valuesNew: 0,
    daysAdded: 0,
    daysChanged: 0,
    indicesNew: 0,
    readsAdded: 0,
    readsChanged: 0,
    faults: 0,
    quarantinedNew: 0,
    skipped: 0,
  };
  readonly #findings: Record<string, number> = {};
  readonly firstFaults: { code: string; message: { "zh-CN": string; en: string }; line?: number }[] = [];
  zoneDiffers = false;

  constructor(
    scope: Scope,
    batch: { readonly id: string; readonly fileName: string; readonly startedAt: Date },
    channel: Channel | undefined,
  ) {
    this.#scope = scope;
    this.#batch = batch;
    this.#cause = { kind: "batch", id: batch.id, at: batch.startedAt };
    this.#fixed = channel;
  }

  get progress(): { reads: number; faults: number } {
    return { reads: this.#counts.reads, faults: this.#counts.faults };
  }

  /** The zone that the file states; the channel's decides, and a difference is told. */
  holdAgainst(zone: Zone): void {
    this.#fileZone = zone;
  }

  async take(items: readonly Item[]): Promise<void> {
    await this.#lookUp(items);
    for (const item of items) {
      this.#takeOne(item);
      if (this.#isFull()) await this.#flush();
    }
  }

  async finish(): Promise<IngestCounts> {
    await this.#flush();
    return { ...this.#counts, findings: this.#findings };
  }

  #isFull(): boolean {
    return (
      this.#days >= DAYS_LIMIT || this.#indices.length >= INDICES_LIMIT || this.#faults.length >= FAULTS_LIMIT
    );
  }

  #takeOne(item: Item): void {
    if (item.kind === "fault") this.#fault(item);
    else if (item.kind === "interval") this.#takeInterval(item);
    else if (item.kind === "day") this.#takeDay(item);
    else this.#takeRegister(item);
  }

  #takeInterval(read: IntervalRead): void {
    const { series } = read;
    if (this.#refused.has(series)) {
      this.#counts.skipped += 1;
      return;
    }
    if (this.#accepted !== undefined && this.#accepted !== series) {
      this.#refuse(series, meteringError("READ_SERIES_SEVERAL", { series }, { line: read.line }), series);
      return;
    }
    const intake = this.#intakeOf(this.#fixed!);
    const before = intake.days.size;
    const error = intake.intake.interval(read);
    if (error === undefined) {
      this.#accepted = series;
      this.#counts.reads += 1;
      this.#days += intake.days.size - before;
    } else if (SERIES_FAULTS.has(error.code) && this.#accepted !== series)
      this.#refuse(series, error, series);
    else this.#fault(faultOf(error, `${new Date(read.startMs).toISOString()} ${read.value ?? ""}`));
  }

  #takeDay(read: DayRead): void {
    const channel = this.#channels.get(read.series);
    if (channel === undefined) {
      const error = meteringError(
        "CHANNEL_UNKNOWN",
        { channel: read.series },
        { line: read.line, path: "channel" },
      );
      this.#fault(faultOf(error, read.raw));
      return;
    }
    const intake = this.#intakeOf(channel);
    const before = intake.days.size;
    const error = intake.intake.day(read);
    if (error !== undefined) {
      this.#fault(faultOf(error, read.raw));
      return;
    }
    this.#counts.reads += read.values.reduce((count, value) => (value === null ? count : count + 1), 0);
    this.#days += intake.days.size - before;
  }

  #takeRegister(read: RegisterRead): void {
    const match = this.#registers.get(registerKey(read));
    if (match === undefined || match === "unknown-meter" || match === "unknown-register") {
      const { meter, register, line } = read;
      const error =
        match === "unknown-register"
          ? meteringError("REGISTER_UNKNOWN", { meter, register }, { line, path: "register" })
          : meteringError("METER_UNKNOWN", { meter }, { line, path: "meter" });
      this.#fault(faultOf(error, read.raw));
      return;
    }
    const error = checkIndex(match, read);
    if (error !== undefined) {
      this.#fault(faultOf(error, read.raw));
      return;
    }
    this.#counts.reads += 1;
    const { atMs, index, quality, sequence } = read;
    const input = { atMs, index, quality, sourceRank: SOURCE_RANK.meter, sourceSequence: sequence };
    this.#indices.push({ register: match, input });
  }

  #refuse(series: string, error: ManifoldError, raw: string): void {
    this.#refused.add(series);
    this.#counts.skipped += 1;
    this.#fault(faultOf(error, raw));
  }

  #fault(fault: Fault): void {
    this.#counts.faults += 1;
    this.#faults.push(fault);
    if (this.firstFaults.length >= FIRST_FAULTS) return;
    const { code, where } = fault.error;
    const message = { "zh-CN": fault.error.wordsIn("zh-CN"), en: fault.error.wordsIn("en") };
    this.firstFaults.push(
      where?.line === undefined ? { code, message } : { code, message, line: where.line },
    );
  }

  #intakeOf(channel: Channel): Intake {
    const known = this.#intakes.get(channel.id);
    if (known !== undefined) return known;
    const days = new DayCollector(channel.shape, SOURCE_RANK.meter);
    const made = { intake: new ChannelIntake(channel, days), days };
    this.#intakes.set(channel.id, made);
    return made;
  }

  /** Finds the equipment that a piece of the file names, all names in one round trip. */
  async #lookUp(items: readonly Item[]): Promise<void> {
    if (this.#channels.size > NAMES_LIMIT) this.#channels.clear();
    if (this.#registers.size > NAMES_LIMIT) this.#registers.clear();
    const channels = new Set<string>();
    const registers = new Map<string, RegisterRead>();
    for (const item of items) {
      if (item.kind === "day" && !this.#channels.has(item.series)) channels.add(item.series);
      if (item.kind === "register" && !this.#registers.has(registerKey(item)))
        registers.set(registerKey(item), item);
    }
    if (channels.size === 0 && registers.size === 0) return;
    await withTenantSql(this.#scope, async (sql) => {
      if (channels.size > 0) {
        const found = await findChannels(sql, this.#scope.tenantId, [...channels]);
        for (const name of channels) this.#channels.set(name, found.get(name));
      }
      if (registers.size > 0) {
        const found = await findRegisters(sql, this.#scope.tenantId, [...registers.values()]);
        for (const [name, match] of found) this.#registers.set(name, match);
      }
    });
  }

  async #flush(): Promise<void> {
    const days: AddressedInput[] = [];
    for (const { intake, days: collector } of this.#intakes.values()) {
      for (const { day, input } of collector.drain()) days.push({ channel: intake.channel, day, input });
    }
    this.#intakes.clear();
    const indices = this.#indices;
    const faults = this.#faults;
    this.#indices = [];
    this.#faults = [];
    this.#days = 0;
    if (days.length + indices.length + faults.length === 0) return;
    this.#compareZones(days);
    await withTenantSql(this.#scope, async (sql) => {
      const { tenantId } = this.#scope;
      const program = await estimationProgram(sql, tenantId);
      if (days.length > 0) {
        const done = await applyDays(sql, tenantId, program, this.#cause, days);
        this.#counts.valuesNew += done.values;
        this.#counts.daysAdded += done.daysAdded;
        this.#counts.daysChanged += done.daysChanged;
        this.#addFindings(done.findings);
      }
      if (indices.length > 0) {
        const done = await applyIndices(sql, tenantId, program, this.#cause, indices);
        this.#counts.indicesNew += done.indices;
        this.#counts.readsAdded += done.readsAdded;
        this.#counts.readsChanged += done.readsChanged;
        this.#addFindings(done.findings);
      }
      this.#counts.quarantinedNew += await quarantineFaults(
        sql,
        tenantId,
        this.#batch,
        faults,
        this.#cause.at,
      );
    });
  }

  #addFindings(found: Readonly<Record<string, number>>): void {
    for (const [check, count] of Object.entries(found))
      this.#findings[check] = (this.#findings[check] ?? 0) + count;
  }

  #compareZones(days: readonly AddressedInput[]): void {
    const stated = this.#fileZone;
    if (stated === undefined || this.zoneDiffers) return;
    this.zoneDiffers = days.some(
      ({ channel, day }) => dayLengthMs(stated, day) !== dayLengthMs(channel.shape.zone, day),
    );
  }
}
