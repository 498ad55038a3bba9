// Rules that the emergency brake put to shadow, as long as nobody has said what is to become of them.
import { computed, signal } from "@preact/signals";
import { get, type Page, send } from "../api.ts";
import { canAdminister } from "../session.ts";
import { addToList, readList } from "../stored-list.ts";

export interface BrakedRule {
  id: string;
  siteKey: string;
  name: string;
  version: number;
  brakedAt: string;
  brakeReason: string;
  brakedFrom: "hold" | "enforce";
}

const DISMISSED = "moderato-brakes-dismissed";

const all = signal<BrakedRule[]>([]);
const dismissed = signal<readonly string[]>(readList(DISMISSED));

export const brakedRules = computed(() => all.value.filter((rule) => !dismissed.value.includes(keyOf(rule))));

export async function loadBrakedRules(): Promise<void> {
  all.value = (await get<Page<BrakedRule>>("/v1/rules", { braked: "true" })).items;
}

/** A rule that is saved by a person is braked no more. */
export const releaseRule = (id: string): void =>
  void (all.value = all.value.filter((rule) => rule.id !== id));

/** As it was, and not braked again: it is meant to hit so much. */
export async function putBack({ id, brakedFrom }: BrakedRule): Promise<void> {
  await send("PATCH", `/v1/rules/${id}`, { stage: brakedFrom, emergencyBrake: false });
  releaseRule(id);
}

/** Saved by an admin the rule stays in shadow and needs no notice; for others the notice alone goes, from this browser. */
export async function dismiss(rule: BrakedRule): Promise<void> {
  if (canAdminister(rule.siteKey)) {
    await send("PATCH", `/v1/rules/${rule.id}`, { stage: "shadow" });
    return releaseRule(rule.id);
  }
  dismissed.value = addToList(DISMISSED, keyOf(rule));
}

const keyOf = ({ id, version }: BrakedRule): string => `${id} ${version}`;
