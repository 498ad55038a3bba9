const LANES: Record<string, string> = {
  folded: "unusual or invisible characters",
  lookalike: "letters of another script that look alike",
  leet: "digits and signs in place of letters",
  joined: "letters set apart, stretched or masked",
  suspect: "a part of a longer word",
};

/** Which folding was needed to see it; nothing where it stood there plainly. */
export function laneSentence(lane: string | null, matched: string | null): string {
  if (lane === null || !Object.hasOwn(LANES, lane)) return "";
  return `${matched ? `“${matched}” ` : ""}seen after folding: ${LANES[lane]}`;
}
