// Switching a pack on copies its rules and word lists to the site, or takes them back from the shelf as they were left,
// and brings those that nobody has changed up to date. Switching off puts them on the shelf. What a person changed,
// added or deleted is never undone, unless that person asks for a deleted rule back.
import type { Tx } from "../db/transaction.ts";
import { contentOf, isSame, mergeList } from "./packs/merge-list.ts";
import { type Pack, ruleOf } from "./packs/pack.ts";
import {
  insertPackWordList,
  listPackRules,
  listPackWordLists,
  lockSitePack,
  markRule,
  type PackListCopy,
  type PackRuleCopy,
  saveSitePack,
  setWordListsShelved,
  shelveRules,
  undeleteRule,
  unmarkRule,
  unmarkWordList,
  unshelveRules,
  updatePackWordList,
} from "./pack-queries.ts";
import type { Condition } from "./rule.ts";
import {
  deleteRule,
  deleteWordList,
  insertRule,
  loadRuleVersions,
  loadWordLists,
  raiseRulesRevision,
  saveRule,
  type RuleFields,
  type StoredRule,
} from "./rule-queries.ts";

const savedBy = "Moderato";

/** Also brings one up to date that is on; doing it twice changes nothing. */
export async function switchPackOn(tx: Tx, siteId: string, pack: Pack): Promise<void> {
  const known = await lockSitePack(tx, siteId, pack.key);
  const isUpdate = known.version < pack.version;
  const lists = await listPackWordLists(tx, siteId, pack.key);
  await setWordListsShelved(
    tx,
    lists.map(({ id }) => id),
    false,
  );
  if (isUpdate) for (const list of lists) await updateList(tx, list, pack);
  const ids = new Map(lists.map(({ part, id }) => [part, id]));
  const idOf = async (key: string): Promise<string> => {
    const id = ids.get(key) ?? (await insertList(tx, siteId, { pack, key }));
    ids.set(key, id);
    return id;
  };
  for (const { key } of pack.wordLists) if (!known.wordLists.includes(key)) await idOf(key);

  const rules = await listPackRules(tx, siteId, pack.key);
  await unshelveRules(
    tx,
    rules.map(({ ruleId }) => ruleId),
  );
  const stored = await loadRuleVersions(tx, siteId);
  for (const part of pack.rules) {
    const copy = rules.find(({ part: key }) => key === part.key);
    if (copy?.state === "deleted") continue;
    const current = stored.find(({ ruleId }) => ruleId === copy?.ruleId);
    const isKept =
      current !== undefined && (copy?.isChanged === true || !isUpdate) && (await hasItsLists(tx, current));
    if (isKept) continue;
    const rule = await ruleFor(part, idOf);
    const own = current ?? stored.find((one) => one.pack === null && isSameRule(one, rule));
    if (own !== undefined && !isSameRule(own, rule)) await saveRule(tx, own, { rule, savedBy });
    const ruleId = own?.ruleId ?? (await insertRule(tx, siteId, { rule, savedBy }));
    await markRule(tx, ruleId, { pack: pack.key, part: part.key });
  }
  if (isUpdate) await dropParts(tx, pack, { siteId, rules, lists, stored });
  await saveSitePack(tx, siteId, {
    pack: pack.key,
    version: Math.max(pack.version, known.version),
    isOn: true,
    wordLists: [...new Set([...known.wordLists, ...ids.keys()])],
  });
  await raiseRulesRevision(tx, siteId);
}

/** A list that a rule of the site's own uses stays: without it that rule would hold every comment. */
export async function switchPackOff(tx: Tx, siteId: string, pack: Pack): Promise<void> {
  const known = await lockSitePack(tx, siteId, pack.key);
  const rules = await listPackRules(tx, siteId, pack.key);
  await shelveRules(
    tx,
    rules.filter(({ state }) => state === "live").map(({ ruleId }) => ruleId),
  );
  const used = await usedLists(tx, siteId);
  const lists = await listPackWordLists(tx, siteId, pack.key);
  await setWordListsShelved(
    tx,
    lists.filter(({ id }) => !used.has(id)).map(({ id }) => id),
    true,
  );
  await saveSitePack(tx, siteId, { ...known, isOn: false });
  await raiseRulesRevision(tx, siteId);
}

/**
 * Brings a deleted rule of the pack back as it was left, with its history and numbers; false where the pack is off.
 * Where nobody has changed it, or a list that it used has gone, it is made what the pack has now.
 */
export async function restorePackRule(
  tx: Tx,
  siteId: string,
  { pack, part }: { pack: Pack; part: Pack["rules"][number] },
): Promise<boolean> {
  const known = await lockSitePack(tx, siteId, pack.key);
  if (known.switchedOnAt === null) return false;
  const copy = (await listPackRules(tx, siteId, pack.key)).find(({ part: key }) => key === part.key);
  if (copy?.state !== "deleted") return true;
  await undeleteRule(tx, copy.ruleId);
  const rule = (await loadRuleVersions(tx, siteId)).find(({ ruleId }) => ruleId === copy.ruleId)!;
  if (!copy.isChanged || !(await hasItsLists(tx, rule))) {
    const lists = await listPackWordLists(tx, siteId, pack.key);
    const ids = new Map(lists.map(({ part: key, id }) => [key, id]));
    const wanted = await ruleFor(part, async (key) => {
      const id = ids.get(key) ?? (await insertList(tx, siteId, { pack, key }));
      ids.set(key, id);
      return id;
    });
    if (!isSameRule(rule, wanted)) {
      await saveRule(tx, rule, { rule: wanted, savedBy });
      await markRule(tx, rule.ruleId, { pack: pack.key, part: part.key });
    }
    const wordLists = [...new Set([...known.wordLists, ...ids.keys()])];
    await saveSitePack(tx, siteId, { ...known, wordLists, isOn: true });
  }
  await raiseRulesRevision(tx, siteId);
  return true;
}

const usedLists = async (tx: Tx, siteId: string): Promise<Set<string>> =>
  new Set((await loadRuleVersions(tx, siteId)).flatMap(({ when }) => wordListIdsOf(when)));

export function wordListIdsOf(condition: Condition): string[] {
  if ("all" in condition) return condition.all.flatMap(wordListIdsOf);
  if ("any" in condition) return condition.any.flatMap(wordListIdsOf);
  if ("not" in condition) return wordListIdsOf(condition.not);
  return condition.check === "words" && condition.list !== undefined ? [condition.list] : [];
}

/** The pack's rule with the ids of the site's lists; a list that was deleted is made again where a rule needs it. */
async function ruleFor(rule: Pack["rules"][number], idOf: (key: string) => Promise<string>) {
  const ids = new Map<string, string>();
  for (const key of wordListIdsOf(rule.when)) ids.set(key, await idOf(key));
  return ruleOf(rule, (key) => ids.get(key) ?? key);
}

async function insertList(
  tx: Tx,
  siteId: string,
  { pack, key }: { pack: Pack; key: string },
): Promise<string> {
  const list = pack.wordLists.find((one) => one.key === key);
  if (list === undefined) throw new Error(`The pack ${pack.key} has no list ${key}`);
  return insertPackWordList(tx, siteId, { pack: pack.key, part: key, content: contentOf(list) });
}

async function updateList(tx: Tx, copy: PackListCopy, pack: Pack): Promise<void> {
  const list = pack.wordLists.find(({ key }) => key === copy.part);
  if (list === undefined) return;
  const update = contentOf(list);
  const { name, entries, allow, original } = copy;
  await updatePackWordList(tx, copy.id, {
    content: mergeList({ name, entries, allow }, { original, update }),
    original: update,
  });
}

/** While a changed rule lay on the shelf, a list that it used may have gone. */
async function hasItsLists(tx: Tx, rule: StoredRule): Promise<boolean> {
  const wanted = wordListIdsOf(rule.when);
  if (wanted.length === 0) return true;
  const known = new Set((await loadWordLists(tx, rule.siteId)).map(({ id }) => id));
  return wanted.every((id) => known.has(id));
}

const isSameRule = (a: RuleFields, b: RuleFields): boolean => isSame(contentOfRule(a), contentOfRule(b));

const contentOfRule = ({ name, stage, when, then }: RuleFields) => ({ name, stage, when, then });

interface Copies {
  siteId: string;
  rules: readonly PackRuleCopy[];
  lists: readonly PackListCopy[];
  stored: readonly StoredRule[];
}

/** Parts that the pack no longer has go, unless a person made them their own. */
async function dropParts(tx: Tx, pack: Pack, { siteId, rules, lists, stored }: Copies): Promise<void> {
  for (const copy of rules.filter(({ part }) => !pack.rules.some(({ key }) => key === part))) {
    const rule = stored.find(({ ruleId }) => ruleId === copy.ruleId);
    if (rule !== undefined && !copy.isChanged) await deleteRule(tx, rule);
    await unmarkRule(tx, copy.ruleId);
  }
  const used = await usedLists(tx, siteId);
  for (const { id, part, original, name, entries, allow } of lists) {
    if (pack.wordLists.some(({ key }) => key === part)) continue;
    const stays = used.has(id) || !isSame({ name, entries, allow }, original);
    await (stays ? unmarkWordList(tx, id) : deleteWordList(tx, { id, siteId }));
  }
}
