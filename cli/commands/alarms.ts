import { createReadStream, existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { Command } from "commander";
import { z } from "zod";
import { concluding, print } from "#cli/outcome.ts";
import {
  type AlarmEvent,
  type AlarmProgram,
  type AlarmTransition,
  alarmError,
  compileAlarm,
  historyOf,
  instantOf,
  readEventLine,
} from "#engines/alarms/index.ts";
import { ManifoldError } from "#engines/kernel/errors.ts";
import { alarmSchema } from "#schema/blueprint/alarm/schema.ts";
import { readStructured } from "../rate/load-file.ts";

interface ReplayOptions {
  readonly rules: string;
  readonly events: string;
  readonly until?: string;
  readonly json?: true;
}

/** `manifold alarms`: alarm rules against recorded values. */
export function alarmsCommand(): Command {
  const command = new Command("alarms").description("try alarm rules on recorded values, without a database");
  command
    .command("replay")
    .description("print every change of severity that the rules make of the events, in event time")
    .requiredOption("--rules <file|folder>", "an alarm rule (YAML, JSON), or a folder of them")
    .requiredOption("--events <file|->", "NDJSON, one {time, source, metric, value} a line")
    .option("--until <time>", "follow delays and absences up to this instant (default: the last event)")
    .option("--json", "one line of JSON a transition")
    .action((options: ReplayOptions) => concluding(() => replay(options)));
  return command;
}

async function replay(options: ReplayOptions): Promise<void> {
  const rules = loadRules(options.rules);
  const until = options.until === undefined ? undefined : instantOf(options.until);
  if (options.until !== undefined && until === undefined) {
    throw Object.assign(new Error("--until must be a time with offset, such as 2026-03-01T00:00:00Z"), {
      name: "WrongUsage",
    });
  }
  const events = await readEvents(options.events);
  const history = historyOf(rules, events, until === undefined ? {} : { untilMs: until });
  const say = options.json === true ? asJson : asText;
  if (history.length > 0) await print(history.map(say).join("\n"));
  else if (options.json !== true) await print("no transitions");
}

/** Rules by key: the name of the file without its ending. */
function loadRules(place: string): Map<string, AlarmProgram> {
  const files =
    existsSync(place) && statSync(place).isDirectory()
      ? readdirSync(place)
          .filter((name) => /\.(ya?ml|json)$/i.test(name))
          .sort()
          .map((name) => path.join(place, name))
      : [place];
  return new Map(files.map((file) => [path.parse(file).name, loadRule(file)]));
}

function loadRule(file: string): AlarmProgram {
  const { value, lineOf } = readStructured(file);
  const whereOf = (at: string) => {
    const line = lineOf(at);
    return line === undefined ? { file, path: at } : { file, line, path: at };
  };
  const parsed = alarmSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const at = z.core.toDotPath(issue?.path ?? []);
    throw alarmError(
      "ALARM_RULE_INVALID",
      { path: at || "the top", problem: issue?.message ?? "" },
      whereOf(at),
    );
  }
  try {
    return compileAlarm(parsed.data);
  } catch (error) {
    throw error instanceof ManifoldError && error.where?.path !== undefined
      ? error.at(whereOf(error.where.path))
      : error;
  }
}

async function readEvents(file: string): Promise<AlarmEvent[]> {
  const input = file === "-" ? process.stdin : createReadStream(file);
  const events: AlarmEvent[] = [];
  let line = 0;
  try {
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      line++;
      if (text.trim() === "") continue;
      const event = readEvent(text, line, file);
      if (event !== undefined) events.push(event);
    }
  } catch (error) {
    if (error instanceof ManifoldError) throw error;
    throw alarmError("ALARM_EVENT_INVALID", { line, problem: (error as Error).message }, { file }, error);
  }
  return events;
}

function readEvent(text: string, line: number, file: string): AlarmEvent | undefined {
  try {
    const { quality, ...event } = readEventLine(text, line);
    return quality === "invalid" ? undefined : event;
  } catch (error) {
    throw error instanceof ManifoldError ? error.at({ file, line }) : error;
  }
}

function asJson({ timeMs, rule, source, from, to, cause }: AlarmTransition): string {
  return JSON.stringify({
    time: new Date(timeMs).toISOString(),
    rule,
    source,
    from,
    to,
    severity: to,
    cause,
  });
}

function asText({ timeMs, rule, source, from, to, cause }: AlarmTransition): string {
  const values = Object.entries(cause).map(([name, value]) => `${name}=${value}`);
  return `${new Date(timeMs).toISOString()}  ${source}  ${rule}  ${from} → ${to}  ${values.join(" ")}`;
}
