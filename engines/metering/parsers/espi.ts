import { SaxesParser, type SaxesTagPlain } from "saxes";
import { Decimal } from "../../kernel/decimal.ts";
import { ManifoldError } from "../../kernel/errors.ts";
import type { Zone } from "../../kernel/zone.ts";
import { meteringError } from "../errors.ts";
import type { Quality } from "../quality.ts";
import { zoneOfLocalTime } from "./espi-clock.ts";
import { qualityOf, type ReadingType, readingTypeOf } from "./espi-types.ts";
import { type Fault, faultOf, type Item, type ReadParser } from "./parser.ts";

/** Readings of one entry that are held until the entry ends (its `updated` comes last): ten years of hours. */
const ENTRY_LIMIT = 100_000;

interface RawReading {
  readonly line: number;
  readonly fields: ReadonlyMap<string, string>;
}

interface Entry {
  self: string;
  up: string;
  readonly related: string[];
  updated: string;
  readonly line: number;
  /** Simple elements of the resource in the entry, such as those of a ReadingType. */
  readonly fields: Map<string, string>;
  resource: string;
  readonly readings: RawReading[];
  overflow: boolean;
}

/** A block whose ReadingType has not come yet. */
interface WaitingBlock {
  readonly meterReading: string;
  readonly entry: Entry;
}

export interface EspiOptions {
  /** Told once for each LocalTimeParameters, so that the caller can hold them against the channel's own zone. */
  readonly onLocalTime?: (zone: Zone) => void;
}

/**
 * M9: Green Button (NAESB ESPI, an Atom feed). Reads IntervalBlocks in UTC with the unit, power of ten, direction and
 * default quality of their ReadingType, and the quality of each reading; the `updated` of an entry is its sequence.
 * The type may stand before or after its blocks. A reading that is wrong is a fault and the others go on; XML that is
 * not well-formed ends the file there, and entries that were complete before have been read.
 */
export function espiParser(options: EspiOptions = {}): ReadParser {
  const reader = new EspiReader(options);
  return { push: (text) => reader.push(text), end: () => reader.end() };
}

class EspiReader {
  readonly #xml = new SaxesParser();
  readonly #options: EspiOptions;
  readonly #types = new Map<string, ReadingType | ManifoldError>();
  /** MeterReading → the links of its entry, among them its ReadingType. */
  readonly #meterReadings = new Map<string, readonly string[]>();
  #waiting: WaitingBlock[] = [];
  #waitingReadings = 0;
  #items: Item[] = [];
  #broken = false;
  #path: string[] = [];
  #text = "";
  #entry: Entry | undefined;
  #reading: { line: number; fields: Map<string, string> } | undefined;

  constructor(options: EspiOptions) {
    this.#options = options;
    this.#xml.on("error", (error) => this.#break(error.message));
    this.#xml.on("opentag", (tag) => this.#open(tag));
    this.#xml.on("text", (text) => {
      this.#text += text;
    });
    this.#xml.on("cdata", (text) => {
      this.#text += text;
    });
    this.#xml.on("closetag", () => this.#close());
  }

  push(text: string): Item[] {
    if (!this.#broken) this.#xml.write(text);
    return this.#take();
  }

  end(): Item[] {
    if (!this.#broken) this.#xml.close();
    for (const block of this.#waiting) this.#emitBlock(block, true);
    this.#waiting = [];
    return this.#take();
  }

  #take(): Item[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  #break(detail: string): void {
    if (this.#broken) return;
    this.#broken = true;
    this.#entry = undefined;
    const where = { line: this.#xml.line, column: this.#xml.column };
    this.#items.push(faultOf(meteringError("READ_XML_BROKEN", { detail: detail.slice(0, 200) }, where)));
  }

  #open(tag: SaxesTagPlain): void {
    if (this.#broken) return;
    const name = localName(tag.name);
    const parent = this.#path[this.#path.length - 1];
    this.#path.push(name);
    this.#text = "";
    if (name === "entry") this.#entry = newEntry(this.#xml.line);
    const entry = this.#entry;
    if (entry === undefined) return;
    if (name === "link" && parent === "entry") addLink(entry, tag.attributes);
    else if (parent === "content") entry.resource = name;
    else if (name === "IntervalReading") this.#reading = { line: this.#xml.line, fields: new Map() };
  }

  #close(): void {
    if (this.#broken) return;
    const name = this.#path.pop()!;
    const parent = this.#path[this.#path.length - 1];
    const text = this.#text.trim();
    this.#text = "";
    const entry = this.#entry;
    if (entry === undefined) return;
    if (this.#reading !== undefined) this.#closeInReading(entry, this.#reading, name, parent, text);
    else if (name === "updated" && parent === "entry") entry.updated = text;
    else if (name === "entry") this.#closeEntry(entry);
    else if (parent === entry.resource && text !== "") entry.fields.set(name, text);
  }

  #closeInReading(
    entry: Entry,
    reading: { line: number; fields: Map<string, string> },
    name: string,
    parent: string | undefined,
    text: string,
  ): void {
    if (name === "value" && parent === "IntervalReading") reading.fields.set("value", text);
    else if (parent === "timePeriod") reading.fields.set(name, text);
    else if (name === "quality") {
      const worst = Math.max(rankOfQuality(text), rankOfQuality(reading.fields.get("quality") ?? ""));
      if (worst === rankOfQuality(text)) reading.fields.set("quality", text);
    } else if (name === "IntervalReading") {
      this.#reading = undefined;
      if (entry.readings.length < ENTRY_LIMIT) entry.readings.push(reading);
      else entry.overflow = true;
    }
  }

  #closeEntry(entry: Entry): void {
    this.#entry = undefined;
    if (entry.resource === "ReadingType") this.#closeReadingType(entry);
    else if (entry.resource === "MeterReading") this.#meterReadings.set(entry.self, entry.related);
    else if (entry.resource === "LocalTimeParameters") this.#closeLocalTime(entry);
    else if (entry.resource === "IntervalBlock") {
      if (entry.overflow) {
        const error = meteringError("READ_XML_ENTRY_TOO_LARGE", { limit: ENTRY_LIMIT }, { line: entry.line });
        this.#items.push(faultOf(error, entry.self));
        return;
      }
      this.#emitBlock({ meterReading: meterReadingOf(entry), entry }, false);
    }
  }

  #closeReadingType(entry: Entry): void {
    const type = readingTypeOf(entry.fields, entry.line);
    this.#types.set(entry.self, type);
    if (type instanceof ManifoldError) this.#items.push(faultOf(type, entry.self));
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingReadings = 0;
    for (const block of waiting) this.#emitBlock(block, false);
  }

  #closeLocalTime(entry: Entry): void {
    const zone = zoneOfLocalTime({
      tzOffset: Number(entry.fields.get("tzOffset") ?? 0),
      dstOffset: Number(entry.fields.get("dstOffset") ?? 0),
      dstStartRule: entry.fields.get("dstStartRule") ?? "FFFFFFFF",
      dstEndRule: entry.fields.get("dstEndRule") ?? "FFFFFFFF",
    });
    if (zone !== undefined && !Number.isNaN(zone.offsetsMs[0])) this.#options.onLocalTime?.(zone);
  }

  #emitBlock(block: WaitingBlock, last: boolean): void {
    const { meterReading, entry } = block;
    const type = this.#typeOf(meterReading, last);
    if (type instanceof ManifoldError) return;
    if (type === undefined) {
      this.#waitingReadings += entry.readings.length;
      if (!last && this.#waitingReadings <= ENTRY_LIMIT) {
        this.#waiting.push(block);
        return;
      }
      const where = { line: entry.line };
      this.#items.push(
        faultOf(meteringError("READING_TYPE_MISSING", { series: meterReading }, where), entry.self),
      );
      return;
    }
    const updatedMs = Date.parse(entry.updated);
    const sequence = Number.isNaN(updatedMs) ? 0 : updatedMs;
    for (const reading of entry.readings)
      this.#items.push(readInterval(reading, meterReading, type, sequence));
  }

  /** The type of a series by its links; a file with one type only needs none. */
  #typeOf(meterReading: string, last: boolean): ReadingType | ManifoldError | undefined {
    for (const link of this.#meterReadings.get(meterReading) ?? []) {
      const type = this.#types.get(link);
      if (type !== undefined) return type;
    }
    return last && this.#types.size === 1 ? [...this.#types.values()][0] : undefined;
  }
}

function readInterval(
  reading: RawReading,
  series: string,
  type: ReadingType,
  sequence: number,
): Item | Fault {
  const { line, fields } = reading;
  const whole = (element: string): string | undefined => {
    const text = fields.get(element) ?? "";
    return /^-?\d{1,18}$/.test(text) ? text : undefined;
  };
  const wrong = ["start", "value"].find((element) => whole(element) === undefined);
  const duration = fields.has("duration") ? whole("duration") : String(type.seconds ?? "");
  const element = wrong ?? (duration === undefined || duration === "" ? "duration" : undefined);
  if (element !== undefined) {
    const value = (fields.get(element) ?? "").slice(0, 60);
    return faultOf(meteringError("READ_XML_FIELD", { element, value }, { line }), rawOf(fields));
  }
  return {
    kind: "interval",
    series,
    startMs: Number(fields.get("start")) * 1000,
    seconds: Number(duration),
    value: Decimal.parse(fields.get("value")!).times(type.factor),
    unit: type.unit,
    direction: type.direction,
    quality: qualityIn(fields, type),
    sequence,
    line,
  };
}

function qualityIn(fields: ReadonlyMap<string, string>, type: ReadingType): Quality {
  const code = fields.get("quality");
  return code === undefined ? type.quality : qualityOf(/^\d+$/.test(code) ? Number(code) : -1);
}

/** Of several qualities the one that says the least for the value counts. */
function rankOfQuality(code: string): number {
  return code === "" ? -1 : qualityOf(/^\d+$/.test(code) ? Number(code) : -1);
}

function rawOf(fields: ReadonlyMap<string, string>): string {
  return [...fields].map(([element, value]) => `${element}=${value}`).join(" ");
}

function newEntry(line: number): Entry {
  return {
    self: "",
    up: "",
    related: [],
    updated: "",
    line,
    fields: new Map(),
    resource: "",
    readings: [],
    overflow: false,
  };
}

function addLink(entry: Entry, attributes: Record<string, string>): void {
  const href = (attributes.href ?? "").replace(/\/+$/, "");
  if (attributes.rel === "self") entry.self = href;
  else if (attributes.rel === "up") entry.up = href;
  else if (attributes.rel === "related") entry.related.push(href);
}

/** The MeterReading that a block hangs under: its `up` link, or its own address without the last parts. */
function meterReadingOf(entry: Entry): string {
  const collection = entry.up === "" ? entry.self.replace(/\/[^/]*$/, "") : entry.up;
  return collection.replace(/\/IntervalBlock$/, "");
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
