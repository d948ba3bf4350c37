import { hash, verify } from "@node-rs/argon2";
import { remember } from "#app/platform/remember.ts";
import { checkPassword, NO_CONTEXT, PASSWORD_LENGTH_MAX, type PasswordContext } from "./password-rules.ts";

/** argon2id with the parameters that OWASP's password storage cheat sheet names first: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The hash of a new password. @throws what `checkPassword` throws, naming `path` */
export async function hashPassword(
  password: string,
  context: PasswordContext = NO_CONTEXT,
  path = "password",
): Promise<string> {
  await checkPassword(password, context, path);
  return hash(password.normalize("NFKC"), PARAMETERS);
}

/**
 * Whether the password fits the hash. Without a hash (nobody has this login) it takes as long as with one, so that the
 * time of the answer does not tell who is known here.
 */
export async function passwordFits(secret: string | null | undefined, password: string): Promise<boolean> {
  const given = password.slice(0, PASSWORD_LENGTH_MAX).normalize("NFKC");
  const fits = await verify(secret ?? (await nobodysHash()), given);
  return fits && secret != null;
}

const nobodysHash = (): Promise<string> =>
  remember("identity.nobody", () => hash("nobody has this password", PARAMETERS));
