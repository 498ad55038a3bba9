// What the server refused, shown beside the field that its pointer names.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { ApiError, sentenceOf } from "../api.ts";

export interface Refusal {
  detail: string;
  pointer: string;
}

export const Refusals = createContext<readonly Refusal[]>([]);

/** Of a failed call: what it says of single fields, or the one sentence about all of it. */
export const refusalsOf = (error: unknown): Refusal[] =>
  error instanceof ApiError && error.problem.errors
    ? error.problem.errors
    : [{ detail: sentenceOf(error), pointer: "#" }];

/** Refusals of this very place and, unless `exactly`, of what lies below it. */
export function useRefusals(pointer: string, { exactly = false } = {}): string[] {
  return useContext(Refusals)
    .filter((one) => one.pointer === pointer || (!exactly && one.pointer.startsWith(`${pointer}/`)))
    .map(({ detail }) => detail);
}

export const RefusalText = ({ id, texts }: { id?: string; texts: string[] }) =>
  texts.length > 0 ? (
    <p class="refusal" id={id}>
      {[...new Set(texts)].join(" ")}
    </p>
  ) : null;
