/** What a generated Green Button feed holds. Times are UTC seconds. */
export interface FeedOptions {
  readonly startSeconds: number;
  readonly values: readonly (number | string)[];
  readonly intervalSeconds?: number;
  readonly powerOfTen?: number;
  readonly uom?: number;
  readonly flowDirection?: number;
  /** `updated` of the blocks: their sequence. */
  readonly updated?: string;
  /** Readings in one IntervalBlock; default a day of hours. */
  readonly blockSize?: number;
  /** Put the ReadingType behind its blocks. */
  readonly typeLast?: boolean;
  /** ESPI quality of every reading. */
  readonly quality?: number;
  readonly prefix?: string;
}

const BASE = "https://example.org/espi/1_1/resource";
const METER_READING = `${BASE}/RetailCustomer/1/UsagePoint/1/MeterReading/1`;

/** A Green Button feed in the form of the published samples: zone −8 h with the daylight saving of North America. */
export function greenButtonFeed(options: FeedOptions): string {
  const { blockSize = 24, intervalSeconds = 3600, values, startSeconds } = options;
  const blocks: string[] = [];
  for (let from = 0; from < values.length; from += blockSize) {
    const readings = values.slice(from, from + blockSize).map((value, at) => {
      const start = startSeconds + (from + at) * intervalSeconds;
      return reading(options, start, intervalSeconds, value);
    });
    blocks.push(block(options, from, readings));
  }
  const type = readingType(options, intervalSeconds);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    "<updated>2024-01-01T00:00:00Z</updated>",
    LOCAL_TIME,
    entry(
      METER_READING,
      `${METER_READING.slice(0, -2)}`,
      '<MeterReading xmlns="http://naesb.org/espi"/>',
      `${BASE}/ReadingType/1`,
    ),
    ...(options.typeLast ? [...blocks, type] : [type, ...blocks]),
    "</feed>",
  ].join("\n");
}

const LOCAL_TIME = `<entry><link rel="self" href="${BASE}/LocalTimeParameters/1"/><content>
<LocalTimeParameters xmlns="http://naesb.org/espi"><dstEndRule>B40E2000</dstEndRule><dstOffset>3600</dstOffset>
<dstStartRule>360E2000</dstStartRule><tzOffset>-28800</tzOffset></LocalTimeParameters></content></entry>`;

function entry(
  self: string,
  up: string,
  content: string,
  related?: string,
  updated = "2024-01-01T00:00:00Z",
): string {
  const link = related === undefined ? "" : `<link rel="related" href="${related}"/>`;
  return `<entry><link rel="self" href="${self}"/><link rel="up" href="${up}"/>${link}
<content>${content}</content><updated>${updated}</updated></entry>`;
}

function readingType(options: FeedOptions, intervalSeconds: number): string {
  const { flowDirection = 1, powerOfTen = 0, uom = 72 } = options;
  return entry(
    `${BASE}/ReadingType/1`,
    `${BASE}/ReadingType`,
    `<ReadingType xmlns="http://naesb.org/espi"><accumulationBehaviour>4</accumulationBehaviour>
<flowDirection>${flowDirection}</flowDirection><intervalLength>${intervalSeconds}</intervalLength>
<powerOfTenMultiplier>${powerOfTen}</powerOfTenMultiplier><uom>${uom}</uom></ReadingType>`,
  );
}

function block(options: FeedOptions, at: number, readings: string[]): string {
  const p = options.prefix === undefined ? "" : `${options.prefix}:`;
  const xmlns = options.prefix === undefined ? "xmlns" : `xmlns:${options.prefix}`;
  const content = `<${p}IntervalBlock ${xmlns}="http://naesb.org/espi">${readings.join("")}</${p}IntervalBlock>`;
  const collection = `${METER_READING}/IntervalBlock`;
  return entry(`${collection}/${at}`, collection, content, undefined, options.updated);
}

function reading(options: FeedOptions, start: number, seconds: number, value: number | string): string {
  const p = options.prefix === undefined ? "" : `${options.prefix}:`;
  const quality =
    options.quality === undefined
      ? ""
      : `<${p}ReadingQuality><${p}quality>${options.quality}</${p}quality></${p}ReadingQuality>`;
  return `
<${p}IntervalReading>${quality}<${p}timePeriod><${p}duration>${seconds}</${p}duration><${p}start>${start}</${p}start></${p}timePeriod><${p}value>${value}</${p}value></${p}IntervalReading>`;
}
