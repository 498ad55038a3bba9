// What waits, told by e-mail (one's own) and in a site's chat.
import { type Response, Router } from "express";
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { callerOf } from "../http/authenticate.ts";
import { cleanText, parse } from "../http/validate.ts";
import { can, type Caller } from "../people/caller.ts";
import { ownSession } from "../people/session-routes.ts";
import { listSites } from "../sites/site-queries.ts";
import type { Site } from "../sites/site.ts";
import { siteFor } from "../sites/site-for.ts";
import { forgetChat, saveChat, saveOwnNotices, testChat, testOwnNotices } from "./manage-notices.ts";
import { findTarget, type SavedTarget } from "./notice-queries.ts";
import { noticeFields, noticeLanguage, usualLanguage, usualSettings } from "./notice.ts";

const { urgent, urgentEveryMinutes, digestHours, timeZone } = noticeFields;
const changedFields = {
  enabled: z.boolean("enabled must be true or false.").optional(),
  urgent: urgent.optional(),
  urgentEveryMinutes: urgentEveryMinutes.optional(),
  digestHours: digestHours.optional(),
  timeZone: timeZone.optional(),
  language: noticeLanguage.optional(),
};

export const ownNoticesChange = z
  .strictObject({
    ...changedFields,
    siteKeys: z
      .array(cleanText("siteKeys"))
      .max(1_000)
      .nullish()
      .meta({ description: "null: every site that the person decides on." }),
  })
  .meta({ id: "NoticesChange" });
export const noticeTestQuery = z.object({
  language: noticeLanguage
    .optional()
    .meta({ description: "As it is being chosen; if left out, the saved one." }),
});
export const chatChange = z
  .strictObject({
    ...changedFields,
    url: cleanText("url").optional().meta({
      description:
        "An incoming webhook that takes {text}: Slack, Mattermost, or Discord's with /slack behind it.",
    }),
  })
  .meta({ id: "ChatChange" });

const time = z.iso.datetime().nullable();
const viewFields = {
  enabled: z.boolean(),
  urgent,
  urgentEveryMinutes,
  digestHours: z.array(z.int()),
  timeZone: z.string(),
  language: noticeLanguage,
  lastSentAt: time,
  lastError: z.string().nullable(),
  lastErrorAt: time,
};
export const ownNoticesView = z.object({
  ...viewFields,
  isSaved: z.boolean(),
  canSendMail: z.boolean(),
  email: z.string(),
  siteKeys: z.array(z.string()).nullable(),
});
export const chatView = z.object({
  ...viewFields,
  host: z.string().nullable(),
  isUrlUnreadable: z.boolean().meta({
    description:
      "True where the address was kept under another key of the server: it has to be entered anew, the rest stays.",
  }),
});
export const noticeTested = z.object({ sent: z.boolean(), problem: z.string().nullable() });

export function createNoticeRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.get("/account/notices", async (_req, res) => {
    res.json(await ownView(deps, callerOf(res), ownSession(res)));
  });

  router.patch("/account/notices", async (req, res) => {
    const session = ownSession(res);
    await saveOwnNotices(deps, callerOf(res), parse(ownNoticesChange, req.body));
    res.json(await ownView(deps, callerOf(res), session));
  });

  router.post("/account/notices/test", async (req, res) => {
    const { userId, email } = ownSession(res);
    const { language } = parse(noticeTestQuery, req.query);
    await deps.limits.countTestMail(userId);
    const problem = await testOwnNotices(deps, { userId, email, language });
    res.json({ sent: problem === null, problem });
  });

  router.get("/sites/:siteKey/chat", async (req, res) => {
    res.json(await viewOfChat(deps, await administeredSite(deps, res, req.params.siteKey)));
  });

  router.patch("/sites/:siteKey/chat", async (req, res) => {
    const site = await administeredSite(deps, res, req.params.siteKey);
    await saveChat(deps, callerOf(res), { site, ...parse(chatChange, req.body) });
    res.json(await viewOfChat(deps, site));
  });

  router.delete("/sites/:siteKey/chat", async (req, res) => {
    await forgetChat(deps, callerOf(res), await administeredSite(deps, res, req.params.siteKey));
    res.status(204).end();
  });

  router.post("/sites/:siteKey/chat/test", async (req, res) => {
    const problem = await testChat(deps, await administeredSite(deps, res, req.params.siteKey));
    res.json({ sent: problem === null, problem });
  });

  return router;
}

const administeredSite = (deps: HttpDeps, res: Response, key: string): Promise<Site> =>
  siteFor(deps, callerOf(res), { key, scope: "admin" });

async function ownView(deps: HttpDeps, caller: Caller, { userId, email }: { userId: string; email: string }) {
  const target = await findTarget(deps.pool, { userId });
  const siteIds = target?.settings.siteIds ?? null;
  const sites = siteIds === null ? null : await listSites(deps.pool, siteIds);
  return {
    ...fieldsOf(target),
    enabled: target?.enabled ?? false,
    isSaved: target !== null,
    canSendMail: deps.mailer.isConfigured,
    email,
    // Those that one has lost since are told of no more.
    siteKeys: sites?.filter(({ id }) => can(caller, "moderate", id)).map(({ key }) => key) ?? null,
  };
}

async function viewOfChat(deps: HttpDeps, site: Site) {
  const target = await findTarget(deps.pool, { siteId: site.id });
  const url = target?.sealedUrl == null ? null : deps.serverKey.decrypt(target.sealedUrl);
  return {
    ...fieldsOf(target),
    enabled: target?.enabled ?? false,
    // Whoever knows the rest of it can write into the chat.
    host: url === null ? null : new URL(url).host,
    isUrlUnreadable: target !== null && url === null,
  };
}

function fieldsOf(target: SavedTarget | null) {
  const settings = target?.settings ?? usualSettings;
  return {
    urgent: settings.urgent,
    urgentEveryMinutes: settings.urgentEveryMinutes,
    digestHours: settings.digestHours,
    timeZone: settings.timeZone,
    language: target?.language ?? usualLanguage,
    lastSentAt: target?.lastSentAt?.toISOString() ?? null,
    lastError: target?.lastError ?? null,
    lastErrorAt: target?.lastErrorAt?.toISOString() ?? null,
  };
}
