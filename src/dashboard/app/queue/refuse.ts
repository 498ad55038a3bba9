import { announce } from "../frame/announcer.tsx";
import { toast } from "./queue-store.ts";

/** Why a key or a button does nothing: to be read and to be heard. */
export function refuse(text: string): void {
  if (text !== "") toast.value = { kind: "told", text, canUndo: false };
  announce(text);
}
