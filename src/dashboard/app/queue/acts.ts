// The order of what a person does here, whatever it is: the latest act is the first to be taken back.
let nextKey = 1;

/** Higher than those of all acts before. */
export const keyOfAct = (): number => nextKey++;

/** Every act from now on has this key, or a higher one. */
export const actsSoFar = (): number => nextKey;
