import { hash, verify } from "@node-rs/argon2";

// OWASP's minimum for Argon2id: 19 MiB, two passes, one lane.
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string) => hash(password, parameters);

/** False for a wrong password. Takes as long where there is no such user (`storedHash` null), so that time tells nothing. */
export async function verifyPassword(storedHash: string | null, password: string): Promise<boolean> {
  const matches = await verify(storedHash ?? (await decoyHash()), password);
  return storedHash !== null && matches;
}

let decoy: Promise<string> | undefined;
const decoyHash = () => (decoy ??= hashPassword("no user has this password"));
