// How many comments came, what became of them, how long it took and who did it: for pictures, and as CSV.
import { type Request, type Response, Router } from "express";
import { siteIdsFor } from "../comments/comment-filter.ts";
import type { HttpDeps } from "../deps.ts";
import { callerOf } from "../http/authenticate.ts";
import { csvOf, csvType } from "../http/csv.ts";
import { parse } from "../http/validate.ts";
import { type Caller, sitesWith } from "../people/caller.ts";
import { countsOfRules } from "../rules/number-queries.ts";
import { noCounts, numbersOf } from "../rules/rule-numbers.ts";
import { listRules } from "../rules/rule-queries.ts";
import { isEverythingCounted } from "./hour-queries.ts";
import { backlogOf, hoursOfWeekOf, moderatorsOf, volumeOf, waitingOf } from "./stats-queries.ts";
import { bucketQuery, type Range, rangeFor, rangeQuery } from "./stats-range.ts";
import { cellsOf, columnsOf, type StatsName, statsViews } from "./stats-view.ts";
import { relativeError } from "./waiting-times.ts";

interface Asked {
  deps: HttpDeps;
  caller: Caller;
  siteIds: string[] | null;
  range: Range;
}

type Numbers = { items: object[] } & Record<string, unknown>;

interface Stats {
  query: typeof bucketQuery | typeof rangeQuery;
  read: (asked: Asked) => Promise<Numbers>;
}

const stats: Record<StatsName, Stats> = {
  volume: {
    query: bucketQuery,
    read: async ({ deps, siteIds, range }) => ({ items: await volumeOf(deps.pool, siteIds, range) }),
  },
  "decision-times": {
    query: bucketQuery,
    read: async ({ deps, siteIds, range }) => ({
      relativeError,
      ...(await waitingOf(deps.pool, siteIds, range)),
    }),
  },
  backlog: {
    query: bucketQuery,
    read: async ({ deps, siteIds, range }) => ({ items: await backlogOf(deps.pool, siteIds, range) }),
  },
  rules: { query: rangeQuery, read: readRules },
  moderators: { query: rangeQuery, read: readModerators },
  "hours-of-week": {
    query: rangeQuery,
    read: async ({ deps, siteIds, range }) => ({ items: await hoursOfWeekOf(deps.pool, siteIds, range) }),
  },
};

export const statsQueryOf = (name: StatsName) => stats[name].query;

export function createStatsRoutes(deps: HttpDeps): Router {
  const router = Router();
  for (const name of Object.keys(statsViews) as StatsName[]) {
    router.get(`/stats/${name}`, async (req, res) => {
      res.json(await answerOf(deps, name, { req, res }));
    });

    router.get(`/stats/${name}.csv`, async (req, res) => {
      const answer = await answerOf(deps, name, { req, res });
      const columns = columnsOf[name];
      const file = [name, answer.siteKey, answer.from, answer.to].filter((part) => part !== null).join("-");
      // A site's key is of letters, digits and hyphens, so the name needs no quoting of its own.
      res.setHeader("Content-Disposition", `attachment; filename="${file}.csv"`);
      res.setHeader("Content-Type", csvType);
      res.send(csvOf([columns, ...answer.items.map((item) => cellsOf(columns, item))]));
    });
  }
  return router;
}

async function answerOf(deps: HttpDeps, name: StatsName, { req, res }: { req: Request; res: Response }) {
  const { query, read } = stats[name];
  const asked: { bucket?: Range["bucket"] } & Omit<ReturnType<typeof parse<typeof bucketQuery>>, "bucket"> =
    parse(query, req.query);
  const caller = callerOf(res);
  const siteIds = await siteIdsFor(deps, caller, asked.siteKey);
  const isInBuckets = query === bucketQuery;
  const range = await rangeFor(
    deps.pool,
    { ...asked, bucket: isInBuckets ? asked.bucket : null },
    deps.now(),
  );
  const [numbers, isComplete] = await Promise.all([
    read({ deps, caller, siteIds, range }),
    isEverythingCounted(deps.pool, range.fromHour, range.toHour),
  ]);
  const { from, to, zone, bucket, isWholeHours } = range;
  return {
    ...{ siteKey: asked.siteKey || null, from, to, zone, isWholeHours, isComplete },
    ...(isInBuckets ? { bucket } : {}),
    ...numbers,
  };
}

/** Rules' numbers are kept by days of UTC, whatever the zone. Those that hit nothing are left out. */
async function readRules({ deps, siteIds, range }: Asked): Promise<Numbers> {
  const rules = await listRules(deps.pool, siteIds);
  const counts = await countsOfRules(
    deps.pool,
    rules.map(({ ruleId }) => ruleId),
    range,
  );
  const items = rules.map(({ ruleId, siteKey, name, stage }) => {
    const { hits, judged, confirmed, overturned, precision, precisionLowerBound, precisionUpperBound } =
      numbersOf(counts.get(ruleId) ?? noCounts, stage);
    return {
      ...{ ruleId, siteKey, name, stage, hits, judged, confirmed, overturned },
      ...{ precision, precisionLowerBound, precisionUpperBound },
    };
  });
  return { items: items.filter(({ hits }) => hits > 0).toSorted((a, b) => b.hits - a.hits) };
}

/** How much each decides is for admins; everybody else sees himself. */
async function readModerators({ deps, caller, siteIds, range }: Asked): Promise<Numbers> {
  const whose = { sites: siteIds, overseen: sitesWith(caller, "admin"), self: caller.id };
  return { items: await moderatorsOf(deps.pool, whose, range) };
}
