import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from "node:crypto";

/** A random id. */
export function newId(): string {
  return randomBytes(12).toString("base64url");
}

/** A random secret for a link or a cookie: 256 bits, of which only the hash is stored. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored of a token: so many random bits need no slow hash. */
export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

/** Whether two texts are the same, in a time that tells nothing of where they differ. */
export function sameText(one: string, two: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(two));
}

/** Letters and digits that are not taken for one another on a projector: no 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V. */
const CODE_SIGNS = "34679ACDEFGHJKMNPQRTVWXY";
const CODE_LENGTH = 6;

/** A class's code: 27 bits, guarded by limits on guessing. */
export function newClassCode(): string {
  return Array.from({ length: CODE_LENGTH }, () => CODE_SIGNS[randomInt(CODE_SIGNS.length)]).join(
    "",
  );
}

/** A class's code as it was typed: spaces, hyphens and case do not count. */
export function readClassCode(text: string): string {
  return text.toUpperCase().replace(/[^0-9A-Z]/g, "");
}

/** Sounds that a French speaker tells apart when they are read out, in pairs. */
const CONSONANTS = "bdfjklmnprstvz";
const VOWELS = "aiou";
/** 56 syllables: 8 of them are 46 bits. */
const SYLLABLES = 8;

/** A personal code that is easily read aloud: `bako-mitu-relo-dapi`. */
export function newPersonalCode(): string {
  const sign = (signs: string) => signs[randomInt(signs.length)];
  const syllables = Array.from({ length: SYLLABLES }, () => `${sign(CONSONANTS)}${sign(VOWELS)}`);
  return syllables.join("").replace(/(.{4})(?=.)/g, "$1-");
}

/** What is stored of a personal code: keyed, so that the database alone lets nobody try them all. */
export function personalCodeHash(code: string, key: string): string {
  const letters = code.toLowerCase().replace(/[^a-z]/g, "");
  return createHmac("sha256", key).update(`personal code\n${letters}`).digest("base64url");
}
