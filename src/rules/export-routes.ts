// What a site has, to take along: rules and word lists as JSON, numbers and backtests as CSV for spreadsheets.
import { type Response, Router } from "express";
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { type Cell, csvOf, csvType, sendCsvPages } from "../http/csv.ts";
import { maxLimit } from "../http/paging.ts";
import { cleanText, idOf, parse } from "../http/validate.ts";
import { backtestFor } from "./backtest-routes.ts";
import { listChanges } from "./backtest-queries.ts";
import { textsFor } from "./backtest-view.ts";
import { standingsOf } from "./read-numbers.ts";
import { daysField } from "./rule-life-routes.ts";
import { listRules, listWordLists } from "./rule-queries.ts";
import { ruleView, siteFor, wordListView } from "./rule-routes.ts";

export const ruleExportQuery = z.object({ siteKey: cleanText("siteKey") });
export const ruleNumbersExportQuery = ruleExportQuery.extend({ days: daysField });

export function createExportRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.get("/exports/rules", async (req, res) => {
    const { siteKey } = parse(ruleExportQuery, req.query);
    const site = await siteFor(deps, res, siteKey, "read");
    const [rules, wordLists] = await Promise.all([
      listRules(deps.pool, [site.id]),
      listWordLists(deps.pool, [site.id]),
    ]);
    const exportedAt = deps.now().toISOString();
    asFile(res, `rules-${site.key}-${exportedAt.slice(0, 10)}.json`);
    res.json({
      siteKey: site.key,
      exportedAt,
      rules: rules.map(ruleView),
      wordLists: wordLists.map(wordListView),
    });
  });

  router.get("/exports/rule-numbers", async (req, res) => {
    const { siteKey, days } = parse(ruleNumbersExportQuery, req.query);
    const site = await siteFor(deps, res, siteKey, "read");
    const rules = await listRules(deps.pool, [site.id]);
    const standings = await standingsOf(deps.pool, rules, days);
    const lines = rules.map(({ ruleId, name, stage, version }): Cell[] => {
      const { numbers, advice } = standings.get(ruleId)!;
      return [
        ...[
          ruleId,
          name,
          stage,
          version,
          numbers.hits,
          numbers.judged,
          numbers.confirmed,
          numbers.overturned,
        ],
        ...[numbers.precision, numbers.precisionLowerBound, numbers.precisionUpperBound, numbers.precisionOf],
        ...[numbers.evaluated, numbers.share, numbers.meanCostMicroseconds, numbers.lastHitAt],
        ...[advice.advice, advice.sentence],
      ];
    });
    const today = deps.now().toISOString().slice(0, 10);
    sendCsv(res, `rule-numbers-${site.key}-${today}.csv`, [numberColumns, ...lines]);
  });

  router.get("/exports/backtests/:id", async (req, res) => {
    const backtest = await backtestFor(deps, res, idOf(req, "backtest"));
    asFile(res, `backtest-${backtest.createdAt.slice(0, 10)}.csv`);
    await sendCsvPages(res, {
      columns: changeColumns,
      async next(after: number | null) {
        const changes = await listChanges(deps.pool, backtest.id, { after, limit: maxLimit });
        const samples = changes.map(({ sample }) => sample);
        const withText = await textsFor(deps.pool, backtest.siteId, samples);
        const lines = changes.flatMap(({ from, to, sample }) =>
          withText(sample).map(({ commentId, status, authorName, field, text, spans }): Cell[] => [
            ...[commentId, from, to, status, authorName, field],
            ...[text, spans.map((span) => text.slice(...span)).join(" | ")],
          ]),
        );
        return { lines, last: changes.at(-1)?.place ?? null };
      },
    });
  });

  return router;
}

const numberColumns = [
  ...["ruleId", "name", "stage", "version", "hits", "judged", "confirmed", "overturned"],
  ...["precision", "precisionLowerBound", "precisionUpperBound", "precisionOf"],
  ...["evaluated", "share", "meanCostMicroseconds", "lastHitAt", "advice", "sentence"],
];

const changeColumns = ["commentId", "from", "to", "status", "authorName", "field", "text", "matched"];

// A site's key is of letters, digits and hyphens, so the name needs no quoting of its own.
const asFile = (res: Response, name: string) =>
  res.setHeader("Content-Disposition", `attachment; filename="${name}"`);

function sendCsv(res: Response, name: string, lines: readonly (readonly Cell[])[]): void {
  asFile(res, name);
  res.setHeader("Content-Type", csvType);
  res.send(csvOf(lines));
}
