import { contentHash, type Hashable, sha256 } from "#engines/kernel/hash.ts";
import type { Manifest } from "#plugins/sdk/manifest.ts";

/** Plugins of strangers run without a compiler in V8 and share no process; those of the house may do both. */
export type Trust = "first-party" | "third-party";

/** A plugin version as the registry holds it: what it says of itself, and one ES module. */
export interface Bundle {
  readonly manifest: Manifest;
  /** JavaScript, one module; it may import "@manifold/sdk" and nothing else. */
  readonly source: string;
  /** Of manifest and source together; approvals, pins and signatures are given to it. */
  readonly hash: string;
  /** Decided by who counter-signed it, never by the bundle. */
  readonly trust: Trust;
}

export function makeBundle(manifest: Manifest, source: string, trust: Trust = "third-party"): Bundle {
  return { manifest, source, hash: bundleHash(manifest, source), trust };
}

/** The hash by which a bundle is known everywhere. */
export function bundleHash(manifest: unknown, source: string): string {
  return contentHash({ manifest: manifest as Hashable, source: sha256(source) });
}
