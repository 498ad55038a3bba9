/** Nobody has approved a comment of theirs yet. */
export const isNewAuthor = { check: "author", approvedCount: { lt: 1 } } as const;

/** A first harmless comment is a spammer's entrance fee, so three of them are asked for. */
export const isHardlyKnown = { check: "author", approvedCount: { lt: 3 } } as const;
