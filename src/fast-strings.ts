/**
 * V8 keeps the properties of a prototype in a slow form from when a class extends it until they are read, often, through
 * an object. ioredis has a class that extends String, and nobody reads through a String object: each `charCodeAt` in the
 * process would take four times as long from then on, and reading texts is what a worker does.
 */
export function makeStringsFast(): void {
  const wrapped = Object("") as { charCodeAt: unknown };
  const read = (): boolean => typeof wrapped.charCodeAt === "function";
  // It takes some calls before V8 remembers what was read where.
  for (let call = 0; call < 1_000; call++) read();
}
