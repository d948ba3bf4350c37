import { hash, verify } from "@node-rs/argon2";
import { remember } from "#app/platform/remember.ts";
import { identityError } from "./errors.ts";

/** argon2id with the parameters that OWASP's password storage cheat sheet names first: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
export const PASSWORD_LENGTH_MIN = 8;
/** A longer one only makes the server work: no person types it. */
const PASSWORD_LENGTH_MAX = 200;

/** @throws PASSWORD_WEAK */
export async function hashPassword(password: string): Promise<string> {
  if (password.length < PASSWORD_LENGTH_MIN || password.length > PASSWORD_LENGTH_MAX)
    throw identityError("PASSWORD_WEAK", { length: PASSWORD_LENGTH_MIN });
  return hash(password.normalize("NFKC"), PARAMETERS);
}

/**
 * Whether the password fits the hash. Without a hash (nobody has this login) it takes as long as with one, so that the
 * time of the answer does not tell who is known here.
 */
export async function passwordFits(secret: string | undefined, password: string): Promise<boolean> {
  const given = password.slice(0, PASSWORD_LENGTH_MAX).normalize("NFKC");
  const fits = await verify(secret ?? (await nobodysHash()), given);
  return fits && secret !== undefined;
}

const nobodysHash = (): Promise<string> =>
  remember("identity.nobody", () => hash("nobody has this password", PARAMETERS));
