import { hash, type Options, verify } from "@node-rs/argon2";

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. @see the Password Storage Cheat Sheet */
const OPTIONS: Options = {
  // Argon2id; the enumeration that names it is ambient, and no value of a program whose types are only dropped.
  algorithm: 2,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};

/** Shortest and longest password (characters). */
export const PASSWORD = { least: 12, most: 200 } as const;

/** What is stored of a password: argon2id with its salt and parameters. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), OPTIONS);
}

/** Hash of a password that nobody has. */
const nobody = hashPassword("personne n’a ce mot de passe");

/** Whether a password is the one; without a hash it takes as long, and is not. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const right = await verify(stored ?? (await nobody), password.normalize("NFKC"));
  return right && stored !== null;
}
