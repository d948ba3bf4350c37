import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { canonicalJson, type Hashable } from "#engines/kernel/hash.ts";
import { type Bundle, makeBundle, type Trust } from "../bundle.ts";
import { sandboxFail } from "../errors.ts";
import { readManifest } from "./folder.ts";
import { packTgz, unpackTgz } from "./tar.ts";

/** What a signature is given to, so that it can never be taken for one over something else. */
const signedText = (hash: string) => Buffer.from(`manifold-plugin-v1\n${hash}\n`);

interface Signature {
  readonly hash: string;
  readonly algorithm: "Ed25519";
  /** Of the publisher, SPKI in base64. */
  readonly publicKey: string;
  readonly signature: string;
}

/** A key pair of a publisher: the private key as PKCS #8 PEM, the public one as it stands in packages. */
export function createPublisherKey(): { readonly privatePem: string; readonly publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    privatePem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    publicKey: textOfKey(publicKey),
  };
}

/** A package: `plugin.json`, `plugin.js` and the publisher's Ed25519 signature over the bundle's hash, as .tgz. */
export function packBundle(bundle: Bundle, privatePem: string): Buffer {
  const privateKey = createPrivateKey(privatePem);
  if (privateKey.asymmetricKeyType !== "ed25519") {
    throw sandboxFail("BUNDLE_SIGNATURE_INVALID", { reason: "the key is not an Ed25519 key" });
  }
  const signature: Signature = {
    hash: bundle.hash,
    algorithm: "Ed25519",
    publicKey: textOfKey(createPublicKey(privateKey)),
    signature: sign(null, signedText(bundle.hash), privateKey).toString("base64"),
  };
  return packTgz({
    "plugin.json": canonicalJson(bundle.manifest as unknown as Hashable),
    "plugin.js": bundle.source,
    "signature.json": JSON.stringify(signature),
  });
}

/**
 * Opens a package: the archive is sound, the manifest valid, the hash that of the content, and the signature made over
 * it by one of the trusted publishers.
 *
 * @param trustedKeys public keys as `createPublisherKey` gives them
 * @throws ManifoldError `BUNDLE_INVALID`, `BUNDLE_SIGNATURE_INVALID`
 */
export function openPackage(
  bytes: Uint8Array,
  trustedKeys: readonly string[],
  trust: Trust = "third-party",
): Bundle {
  const files = unpack(bytes);
  const bundle = makeBundle(
    readManifest(file(files, "plugin.json"), "plugin.json"),
    file(files, "plugin.js"),
    trust,
  );
  const claim = JSON.parse(file(files, "signature.json")) as Partial<Signature>;
  const unsound = (reason: string) => sandboxFail("BUNDLE_SIGNATURE_INVALID", { reason });
  if (claim.hash !== bundle.hash) throw unsound("it is over another content");
  if (claim.publicKey === undefined || !trustedKeys.includes(claim.publicKey))
    throw unsound("its publisher is not trusted");
  const key = createPublicKey({ key: Buffer.from(claim.publicKey, "base64"), format: "der", type: "spki" });
  const given = Buffer.from(claim.signature ?? "", "base64");
  if (key.asymmetricKeyType !== "ed25519" || !verify(null, signedText(bundle.hash), key, given)) {
    throw unsound("it was not made with the publisher's key");
  }
  return bundle;
}

function unpack(bytes: Uint8Array): Readonly<Record<string, string>> {
  try {
    return unpackTgz(bytes);
  } catch (error) {
    throw sandboxFail("BUNDLE_INVALID", { reason: (error as Error).message }, undefined, error);
  }
}

function file(files: Readonly<Record<string, string>>, name: string): string {
  const text = files[name];
  if (text === undefined) throw sandboxFail("BUNDLE_INVALID", { reason: `${name} is missing` });
  return text;
}

function textOfKey(key: KeyObject): string {
  return key.export({ type: "spki", format: "der" }).toString("base64");
}
