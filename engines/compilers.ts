import { compileAlarm } from "#engines/alarms/compile.ts";
import { compileTariff } from "#engines/billing/compile.ts";
import { compileCalendar } from "#engines/calendars/compile.ts";
import { compileCodelist } from "#engines/codelists/compile.ts";
import { compileConnector } from "#engines/connectors/compile.ts";
import { compileForm } from "#engines/forms/compile.ts";
import { compileGrant } from "#engines/grants/compile.ts";
import { compileKpi } from "#engines/kpi/compile.ts";
import { compileMessage } from "#engines/messages/compile.ts";
import { compileEstimation } from "#engines/metering/validate/program.ts";
import { compilePage } from "#engines/pages/compile.ts";
import { compileRole } from "#engines/roles/compile.ts";
import { compileService } from "#engines/service/compile.ts";
import { type ItemOf, itemKinds, type KindName } from "#schema/blueprint/kinds.ts";

/**
 * How an item becomes a program, by kind. Engines run programs only. A kind that nothing runs (locks and overrides are
 * worked off by inheritance) has no row.
 */
export const compilers = {
  alarm: compileAlarm,
  calendar: compileCalendar,
  codelist: compileCodelist,
  connector: compileConnector,
  estimation: compileEstimation,
  form: compileForm,
  grant: compileGrant,
  page: compilePage,
  role: compileRole,
  service: compileService,
  kpi: compileKpi,
  message: compileMessage,
  tariff: compileTariff,
} satisfies { readonly [Kind in KindName]?: (item: ItemOf<Kind>) => unknown };

export type CompiledKind = keyof typeof compilers;
export type ProgramOf<Kind extends CompiledKind> = ReturnType<(typeof compilers)[Kind]>;

/** Programs kept in one process; the one used longest ago goes first. A tariff's program is some 10 kB. */
const PROGRAM_LIMIT = 2_000;

const programs = new Map<string, unknown>();

/**
 * The program of an item, compiled at its first use in this process and kept by the item's hash: an unchanged item is
 * never compiled again, whatever release it is in.
 * @param content as it was written; defaults are filled in here
 */
export function programOf<Kind extends CompiledKind>(
  kind: Kind,
  hash: string,
  content: unknown,
): ProgramOf<Kind> {
  const kept = programs.get(hash);
  if (kept !== undefined) {
    programs.delete(hash);
    programs.set(hash, kept);
    return kept as ProgramOf<Kind>;
  }
  const item = itemKinds[kind].schema.parse(content);
  const program = (compilers[kind] as (item: unknown) => ProgramOf<Kind>)(item);
  programs.set(hash, program);
  const [oldest] = programs.keys();
  if (programs.size > PROGRAM_LIMIT && oldest !== undefined) programs.delete(oldest);
  return program;
}
