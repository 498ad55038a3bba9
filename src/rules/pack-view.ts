import type { Queryable } from "../db/transaction.ts";
import {
  listPackRules,
  listPackWordLists,
  listSitePacks,
  type PackListCopy,
  type PackRuleCopy,
  type SitePack,
} from "./pack-queries.ts";
import { isSame } from "./packs/merge-list.ts";
import type { Pack } from "./packs/pack.ts";
import { packs } from "./packs/packs.ts";
import type { RuleStage } from "./rule.ts";

/** Every pack there is, with what the site has of it. */
export async function listPacksOf(db: Queryable, siteId: string): Promise<PackView[]> {
  const [sitePacks, rules, lists] = await Promise.all([
    listSitePacks(db, siteId),
    listPackRules(db, siteId, null),
    listPackWordLists(db, siteId, null),
  ]);
  return packs.map((pack) =>
    viewOf(pack, {
      sitePack: sitePacks.find((one) => one.pack === pack.key),
      rules: rules.filter((one) => one.pack === pack.key),
      lists: lists.filter((one) => one.pack === pack.key),
    }),
  );
}

export interface PackView extends Pick<Pack, "key" | "name" | "description" | "version" | "onForNewSites"> {
  isOn: boolean;
  switchedOnAt: string | null;
  /** On, and the site has not yet what this version brings. */
  hasUpdate: boolean;
  sources: { name: string; licence: string; url: string | null }[];
  rules: {
    key: string;
    name: string;
    points: number | null;
    stage: RuleStage;
    ruleId: string | null;
    isChanged: boolean;
    isDeleted: boolean;
  }[];
  wordLists: {
    key: string;
    name: string;
    phrases: number;
    allowed: number;
    wordListId: string | null;
    isChanged: boolean;
  }[];
}

interface Copies {
  sitePack: SitePack | undefined;
  rules: readonly PackRuleCopy[];
  lists: readonly PackListCopy[];
}

function viewOf(pack: Pack, { sitePack, rules, lists }: Copies): PackView {
  const { key, name, description, version, onForNewSites } = pack;
  const isOn = sitePack !== undefined && sitePack.switchedOnAt !== null;
  return {
    ...{ key, name, description, version, onForNewSites, isOn },
    switchedOnAt: sitePack?.switchedOnAt?.toISOString() ?? null,
    hasUpdate: isOn && sitePack.version < version,
    sources: pack.sources.map((source) => ({ ...source, url: source.url ?? null })),
    rules: pack.rules.map((rule) => {
      const copy = rules.find(({ part }) => part === rule.key);
      return {
        key: rule.key,
        name: copy?.name ?? rule.name,
        points: rule.then.points ?? null,
        stage: copy?.stage ?? rule.stage,
        ruleId: copy?.state === "live" ? copy.ruleId : null,
        isChanged: copy?.isChanged ?? false,
        isDeleted: copy?.state === "deleted",
      };
    }),
    wordLists: pack.wordLists.map((list) => {
      const copy = lists.find(({ part }) => part === list.key);
      return {
        key: list.key,
        name: copy?.name ?? list.name,
        phrases: copy?.entries.length ?? list.entries.length,
        allowed: copy?.allow.length ?? list.allow?.length ?? 0,
        wordListId: copy === undefined || copy.isShelved ? null : copy.id,
        isChanged: copy !== undefined && !isSame(contentOfCopy(copy), copy.original),
      };
    }),
  };
}

const contentOfCopy = ({ name, entries, allow }: PackListCopy) => ({ name, entries, allow });
