// What people and keys did, newest first, as a list and as a file. Decisions on comments keep their own history.
import { type Response, Router } from "express";
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { type Cell, sendCsvPages } from "../http/csv.ts";
import { callerOf } from "../http/authenticate.ts";
import { cursorField, decodeCursor, limitField, maxLimit, pageOf } from "../http/paging.ts";
import { cleanText, parse, timeField } from "../http/validate.ts";
import { siteFor } from "../sites/site-for.ts";
import { type AuditFilter, type AuditRow, listAudit } from "./audit-queries.ts";
import { someSitesWith } from "./caller.ts";

const filterFields = {
  siteKey: cleanText("siteKey").optional(),
  action: cleanText("action").pipe(z.string().max(100)).optional(),
  actor: cleanText("actor").pipe(z.string().max(200)).optional(),
  since: timeField("since").optional(),
  until: timeField("until").optional(),
};
export const auditFileQuery = z.object(filterFields);
export const auditQuery = z.object({ ...filterFields, cursor: cursorField, limit: limitField });

export function createAuditRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.get("/audit", async (req, res) => {
    const { cursor, limit, ...query } = parse(auditQuery, req.query);
    const filter = await filterFor(deps, res, query);
    const after = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()]));
    const rows = await listAudit(deps.pool, filter, { after, limit: limit + 1 });
    res.json(
      pageOf(rows, limit, { item: auditView, cursor: (row) => [row.createdAt.toISOString(), row.id] }),
    );
  });

  router.get("/audit.csv", async (req, res) => {
    const filter = await filterFor(deps, res, parse(auditFileQuery, req.query));
    res.attachment("moderato-audit.csv");
    await sendCsvPages(res, {
      columns: ["time", "site", "actor", "by", "action", "subject", "detail"],
      async next(after: [string, string] | null) {
        const rows = await listAudit(deps.pool, filter, { after, limit: maxLimit });
        const last = rows.at(-1);
        return {
          lines: rows.map(fileLine),
          last: last === undefined ? null : ([last.createdAt.toISOString(), last.id] as [string, string]),
        };
      },
    });
  });

  return router;
}

async function filterFor(
  deps: HttpDeps,
  res: Response,
  { siteKey, ...rest }: z.output<typeof auditFileQuery>,
): Promise<AuditFilter> {
  const caller = callerOf(res);
  const filter = { ...rest, action: rest.action || undefined, actor: rest.actor || undefined } as Omit<
    AuditFilter,
    "siteIds"
  >;
  if (siteKey !== undefined) {
    const site = await siteFor(deps, caller, { key: siteKey, scope: "admin" });
    return { ...filter, siteIds: [site.id] };
  }
  const siteIds = someSitesWith(caller, "admin");
  return { ...filter, siteIds };
}

const auditView = (row: AuditRow) => ({ ...row, createdAt: row.createdAt.toISOString() });

const fileLine = (row: AuditRow): Cell[] => [
  row.createdAt.toISOString(),
  row.siteKey,
  row.actor,
  row.by,
  row.action,
  row.subject,
  row.detail === null ? null : JSON.stringify(row.detail),
];
