/** The KPI engine: from an item to a plan of SQL, and from parts to figures and bands. Rules: SPEC.md. */
export { type Band, bandOf, compileKpi, figureOf, type KpiProgram, type Parts, rollUp } from "./compile.ts";
export { kpiErrors } from "./errors.ts";
export { conditionToSql } from "./to-sql.ts";
