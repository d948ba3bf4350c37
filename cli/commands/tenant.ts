import path from "node:path";
import { Command } from "commander";
import { concluding, EXIT, print } from "#cli/outcome.ts";
import type { ManifoldError } from "#engines/kernel/errors.ts";
import type { Problem } from "#schema/blueprint/problem.ts";

interface Json {
  readonly json?: true;
}

/** `manifold tenant`: the utilities of an installation and their packs. `check` needs no database. */
export function tenantCommand(): Command {
  const command = new Command("tenant").description("list utilities; check, load and export their packs");
  command
    .command("list")
    .description("the utilities of the installation")
    .option("--json", "JSON on standard output")
    .action((options: Json) => concluding(() => withDatabase(() => list(options))));
  command
    .command("check")
    .description(
      "check a pack: form, references, canonical files; with its upper tier where that lies beside it",
    )
    .argument("<dir>", "folder of the pack, such as tenants/linzhou")
    .option("--write", "rewrite files that are right but not in canonical form")
    .option("--json", "JSON on standard output")
    .action((dir: string, options: Json & { readonly write?: true }) =>
      concluding(() => check(dir, options)),
    );
  command
    .command("load")
    .description("put a pack in force as a new release; the same pack again changes nothing")
    .argument("<dir>", "folder of the pack, such as tenants/linzhou")
    .option("--json", "JSON on standard output")
    .action((dir: string, options: Json) => concluding(() => withDatabase(() => load(dir, options))));
  command
    .command("export")
    .description("write the release in force as files, byte for byte as they were loaded")
    .argument("<dir>", "folder to write; item files that the release does not have are removed from it")
    .requiredOption("--tenant <slug>", "the utility")
    .option("--json", "JSON on standard output")
    .action((dir: string, options: Json & { readonly tenant: string }) =>
      concluding(() => withDatabase(() => exportTo(dir, options))),
    );
  command
    .command("verify")
    .description(
      "check every release of a utility against its signature and its contents against their hashes",
    )
    .requiredOption("--tenant <slug>", "the utility")
    .option("--json", "JSON on standard output")
    .action((options: Json & { readonly tenant: string }) =>
      concluding(() => withDatabase(() => verify(options))),
    );
  command
    .command("sign")
    .description("sign releases that were published before releases were signed; look at them first")
    .requiredOption("--tenant <slug>", "the utility")
    .option("--json", "JSON on standard output")
    .action((options: Json & { readonly tenant: string }) =>
      concluding(() => withDatabase(() => sign(options))),
    );
  command
    .command("key")
    .description("the public key of this installation, for MANIFOLD_TRUSTED_KEYS of another")
    .option("--json", "JSON on standard output")
    .action((options: Json) => concluding(() => key(options)));
  return command;
}

/** Runs what asks the database, and lets the process end afterwards. */
async function withDatabase(work: () => Promise<void>): Promise<void> {
  const { closeDatabase } = await import("#app/platform/database.ts");
  try {
    await work();
  } finally {
    await closeDatabase();
  }
}

async function list({ json }: Json): Promise<void> {
  const { listTenants } = await import("#app/services/blueprint/export-pack.ts");
  const tenants = (await listTenants()).map(({ slug, parent, kind, tier, name, timezone, currency }) => ({
    slug,
    parent,
    kind,
    tier,
    name,
    timezone,
    currency,
  }));
  if (json) return print(JSON.stringify(tenants, null, 2));
  const lines = tenants.map(({ slug, kind, tier, name, parent }) =>
    [slug.padEnd(20), kind.padEnd(6), tier.padEnd(9), name.en, parent === null ? "" : `(below ${parent})`]
      .join(" ")
      .trimEnd(),
  );
  return print(lines.length === 0 ? "no utility yet: manifold tenant load tenants/<slug>" : lines.join("\n"));
}

async function check(dir: string, { json, write }: Json & { readonly write?: true }): Promise<void> {
  const { readPackFolder, writePackFolder } = await import("#app/services/blueprint/pack-folder.ts");
  const { effectiveOfFolder } = await import("#app/services/blueprint/check-pack.ts");
  const { itemKinds } = await import("#schema/blueprint/kinds.ts");
  const { writePack } = await import("#schema/blueprint/pack.ts");
  const reading = await readPackFolder(dir);
  const { pack } = reading;
  const faults = [...reading.faults];
  let untidy = [...reading.untidy];
  let items = 0;
  if (pack) {
    const effective = await effectiveOfFolder(dir, pack);
    faults.push(...effective.faults);
    items = effective.items.length;
    if (write && faults.length === 0) {
      await writePackFolder(dir, writePack(pack, itemKinds));
      untidy = [];
    }
  }
  const isRight = faults.length === 0 && untidy.length === 0;
  if (!isRight) process.exitCode = EXIT.badData;
  if (json) return print(JSON.stringify({ ok: isRight, items, faults, untidy }, null, 2));
  const lines = [
    ...faults.map((fault) => `${placeOf(dir, fault)}: ${fault.message}`),
    ...untidy.map(
      (file) => `${path.join(dir, file)}: not in canonical form; manifold tenant check --write ${dir}`,
    ),
  ];
  return print(isRight ? `${dir}: right, ${items} items in force with its upper tiers` : lines.join("\n"));
}

async function load(dir: string, { json }: Json): Promise<void> {
  const { readPackFolder } = await import("#app/services/blueprint/pack-folder.ts");
  const { loadPack, PackRefused } = await import("#app/services/blueprint/load-pack.ts");
  const { ReleaseRefused } = await import("#app/services/blueprint/publish-release.ts");
  const { pack, faults } = await readPackFolder(dir);
  try {
    if (pack === undefined) throw new PackRefused(faults);
    const loaded = await loadPack(pack, {
      now: new Date(),
      actor: { kind: "operator", name: "manifold tenant load" },
    });
    if (json) return await print(JSON.stringify(loaded, null, 2));
    const { slug, release, items, published } = loaded;
    return await print(
      published
        ? `${slug}: release ${release.number} in force, ${items} items`
        : `${slug}: nothing changed, release ${release.number}`,
    );
  } catch (error) {
    if (error instanceof ReleaseRefused) {
      process.exitCode = EXIT.badData;
      const { problems } = error;
      return print(
        json ? JSON.stringify({ ok: false, problems }, null, 2) : problems.map(problemLine).join("\n"),
      );
    }
    if (!(error instanceof PackRefused)) throw error;
    process.exitCode = EXIT.badData;
    if (json) return print(JSON.stringify({ ok: false, faults: error.faults }, null, 2));
    return print(error.faults.map((fault) => `${placeOf(dir, fault)}: ${fault.message}`).join("\n"));
  }
}

async function exportTo(dir: string, { json, tenant }: Json & { readonly tenant: string }): Promise<void> {
  const { exportPack } = await import("#app/services/blueprint/export-pack.ts");
  const { writePackFolder } = await import("#app/services/blueprint/pack-folder.ts");
  const files = await exportPack(tenant);
  await writePackFolder(dir, files);
  return print(
    json ? JSON.stringify({ dir, files: [...files.keys()] }, null, 2) : `${dir}: ${files.size} files`,
  );
}

async function verify({ json, tenant }: Json & { readonly tenant: string }): Promise<void> {
  const { verifyReleases } = await import("#app/services/blueprint/verify-releases.ts");
  const found = await verifyReleases(tenant);
  const wrong = found.filter(({ genuine }) => !genuine);
  if (wrong.length > 0) process.exitCode = EXIT.badData;
  if (json) return print(JSON.stringify({ ok: wrong.length === 0, releases: found }, null, 2));
  const lines = wrong.map(({ number, signature, listed, changed }) => {
    const reasons = [
      ...(signature === "valid" ? [] : [`signature ${signature}`]),
      ...(listed ? [] : ["its list of items was changed"]),
      ...(changed.length === 0 ? [] : [`changed: ${changed.join(", ")}`]),
    ];
    return `release ${number}: ${reasons.join("; ")}`;
  });
  return print(wrong.length === 0 ? `${tenant}: ${found.length} releases, all genuine` : lines.join("\n"));
}

async function sign({ json, tenant }: Json & { readonly tenant: string }): Promise<void> {
  const { signReleases } = await import("#app/services/blueprint/verify-releases.ts");
  const signed = await signReleases(tenant);
  return print(json ? JSON.stringify({ signed }) : `${tenant}: ${signed.length} releases signed`);
}

async function key({ json }: Json): Promise<void> {
  const { ownPublicKey } = await import("#app/platform/signing.ts");
  const { keyId, publicKey } = ownPublicKey();
  return print(json ? JSON.stringify({ keyId, publicKey }) : publicKey);
}

/** `tenants/linzhou/tariff/a.yaml:12`. */
function placeOf(dir: string, { where }: ManifoldError): string {
  const file = where?.file === undefined ? dir : path.join(dir, where.file);
  return where?.line === undefined ? file : `${file}:${where.line}`;
}

/** `error tariff/flat /charges/0/price: … (what to do)`. */
function problemLine({ item, path: at, message, remedy, severity }: Problem): string {
  return `${severity} ${item} ${at}: ${message.en}${remedy.en === "" ? "" : ` (${remedy.en})`}`;
}
