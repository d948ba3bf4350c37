import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { Command } from "commander";
import { concluding, EXIT, print } from "#cli/outcome.ts";
import { WrongUsage } from "#cli/rate/errors.ts";
import type { ManifoldError } from "#engines/kernel/errors.ts";
import type { Pack } from "#schema/blueprint/pack.ts";
import type { Problem } from "#schema/blueprint/problem.ts";
import { slugSchema } from "#schema/blueprint/tenant.ts";

interface Json {
  readonly json?: true;
}

/** `manifold tenant`: the utilities of an installation and their blueprints as code. `check` needs no database. */
export function tenantCommand(): Command {
  const command = new Command("tenant").description(
    "list utilities; their blueprints as files: check, diff, apply, export, bundle, verify",
  );
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
    .description(
      "put a pack in force as a new release, and make its utility if there is none; the same pack again changes nothing",
    )
    .argument("<dir>", "folder of the pack, such as tenants/linzhou")
    .option("--as <slug>", "as another utility, such as a test tenant; it gets no host names")
    .option("--json", "JSON on standard output")
    .action((dir: string, options: Json & { readonly as?: string }) =>
      concluding(() => withDatabase(() => load(dir, options))),
    );
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
    .command("diff")
    .description("what applying a pack would change, in words; exit code 1 where there is a difference")
    .argument("<dir>", "folder of the pack")
    .option("--tenant <slug>", "another utility than the pack's own")
    .option("--json", "JSON on standard output")
    .action((dir: string, options: Json & Target) =>
      concluding(() => withDatabase(() => diff(dir, options))),
    );
  command
    .command("apply")
    .description("put a pack's or a signed bundle's items in force; the same again changes nothing")
    .argument("<dir or bundle>", "folder of a pack, or file that tenant bundle wrote")
    .option("--tenant <slug>", "the utility; a pack's own when left out")
    .option("--upgrade", "stand on the newest release of the upper tier")
    .option("--propose", "send it for review in the console instead of publishing it")
    .option("--note <text>", "why", "")
    .option("--json", "JSON on standard output")
    .action((source: string, options: Json & Target & Applying) =>
      concluding(() => withDatabase(() => apply(source, options))),
    );
  command
    .command("bundle")
    .description("write a release as one signed file, to apply it to another utility or installation")
    .argument("<file>", "file to write")
    .requiredOption("--tenant <slug>", "the utility")
    .option("--release <number>", "another release than the one in force", Number)
    .option("--json", "JSON on standard output")
    .action((file: string, options: Json & { readonly tenant: string; readonly release?: number }) =>
      concluding(() => withDatabase(() => bundle(file, options))),
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
    .action((options: Json) => concluding(() => withDatabase(() => key(options))));
  return command;
}

/** Runs what asks the product's database; loaded only then, so that checks of files start fast. */
async function withDatabase(work: () => Promise<void>): Promise<void> {
  const { withProduct } = await import("#cli/product.ts");
  await withProduct(work);
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

/** A pack for another utility of the same tier; a host name leads to one utility only. */
function renamed(pack: Pack, slug: string): Pack {
  const read = slugSchema.safeParse(slug);
  if (!read.success) throw new WrongUsage(`--as “${slug}”: ${read.error.issues[0]?.message}`);
  const { hosts: _, ...tenant } = pack.tenant;
  return { ...pack, tenant: { ...tenant, slug: read.data } };
}

async function load(dir: string, { json, as }: Json & { readonly as?: string }): Promise<void> {
  const { readPackFolder } = await import("#app/services/blueprint/pack-folder.ts");
  const { loadPack, PackRefused } = await import("#app/services/blueprint/load-pack.ts");
  const { ReleaseRefused } = await import("#app/services/blueprint/publish-release.ts");
  const { pack, faults } = await readPackFolder(dir);
  try {
    if (pack === undefined) throw new PackRefused(faults);
    const loaded = await loadPack(as === undefined ? pack : renamed(pack, as), {
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

interface Target {
  readonly tenant?: string;
}

interface Applying {
  readonly upgrade?: true;
  readonly propose?: true;
  readonly note: string;
}

async function diff(dir: string, { json, tenant }: Json & Target): Promise<void> {
  const { diffItems, scopeOfTenant } = await import("#app/services/blueprint/apply-items.ts");
  const pack = await packOf(dir);
  const scope = await scopeOfTenant(tenant ?? pack.tenant.slug);
  const { changes, problems } = await diffItems(scope, pack.items);
  if (changes.length > 0 || problems.length > 0) process.exitCode = EXIT.badData;
  if (json) return print(JSON.stringify({ changes, problems }, null, 2));
  const lines = changes.flatMap(({ kind, key, change, words, impact }) => [
    `${change} ${kind}/${key}`,
    ...[...impact, ...words.map((each) => ({ words: each }))].map(({ words: { en } }) => `  ${en}`),
  ]);
  const said = [...lines, ...problems.map(problemLine)];
  return print(said.length === 0 ? "no difference" : said.join("\n"));
}

async function apply(source: string, options: Json & Target & Applying): Promise<void> {
  const { applyItems, scopeOfTenant } = await import("#app/services/blueprint/apply-items.ts");
  const { itemsOfBundle, readBundle, standingOfBundle } = await import("#app/services/blueprint/bundle.ts");
  const { json, note, propose = false, upgrade, tenant } = options;
  const asked = { note, propose, now: new Date() };
  const outcome = await (async () => {
    if ((await stat(source)).isDirectory()) {
      const pack = await packOf(source);
      // A utility of this very pack gets its name, brand and files too; another one gets the items.
      if (tenant === undefined && !propose) {
        const { loadPack } = await import("#app/services/blueprint/load-pack.ts");
        const standing = upgrade ? ("newest" as const) : ("same" as const);
        const { release, published } = await loadPack(pack, { now: asked.now, note, standing });
        return { ...release, published, proposalId: null };
      }
      const scope = await scopeOfTenant(tenant ?? pack.tenant.slug);
      return applyItems(scope, { ...asked, items: pack.items, standing: upgrade ? "newest" : "same" });
    }
    if (tenant === undefined)
      throw new WrongUsage("a bundle needs --tenant <slug>: the utility to apply it to");
    const read = readBundle(await readFile(source, "utf8"));
    const scope = await scopeOfTenant(tenant);
    const standing = (await standingOfBundle(scope, read)) ?? "same";
    return applyItems(scope, { ...asked, items: itemsOfBundle(read), standing });
  })();
  if (json) return print(JSON.stringify(outcome, null, 2));
  const { number, hash, published, proposalId } = outcome;
  if (proposalId !== null) return print(`sent for review as ${proposalId}; it would become ${hash}`);
  return print(`${published ? "" : "nothing changed, "}release ${number} in force, ${hash}`);
}

async function bundle(
  file: string,
  { json, tenant, release }: Json & { readonly tenant: string; readonly release?: number },
): Promise<void> {
  const { makeBundle } = await import("#app/services/blueprint/bundle.ts");
  const text = await makeBundle(tenant, release);
  await writeFile(file, text);
  return print(json ? JSON.stringify({ file, bytes: Buffer.byteLength(text) }) : `${file}: signed`);
}

async function packOf(dir: string): Promise<Pack> {
  const { readPackFolder } = await import("#app/services/blueprint/pack-folder.ts");
  const { PackRefused } = await import("#app/services/blueprint/load-pack.ts");
  const { pack, faults } = await readPackFolder(dir);
  if (pack === undefined) throw new PackRefused(faults);
  return pack;
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
