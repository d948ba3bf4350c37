import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../../shared/data/", import.meta.url));

/** Published data files that are not part of the project; tests that use them skip where they are missing. */
export const SHARED_FILES = {
  coastalYear: path.join(FOLDER, "green-button-coastal-multi-family-2011.xml"),
  nineDays: path.join(FOLDER, "green-button-hourly-nine-days.xml"),
  loadYear: path.join(FOLDER, "residential-load-8760h-kw.csv"),
} as const;

/** Whether the folder of published files stands beside the project. */
export const haveSharedFiles = Object.values(SHARED_FILES).every((file) => existsSync(file));
if (!haveSharedFiles) {
  console.warn(`Published data files are not at ${FOLDER}: the tests that read them are skipped.`);
}
