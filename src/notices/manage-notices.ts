import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { invalid, notFound } from "../errors.ts";
import { recordAudit } from "../people/audit.ts";
import { type Caller, sitesWith } from "../people/caller.ts";
import { lockUser } from "../people/user-queries.ts";
import { listSites, lockSite } from "../sites/site-queries.ts";
import type { Site } from "../sites/site.ts";
import { checkWebhookUrl } from "../webhooks/public-address.ts";
import { postToChat, unreadableUrl } from "./chat.ts";
import { testMessage } from "./notice-message.ts";
import { deleteTarget, findTarget, saveTarget } from "./notice-queries.ts";
import { type NoticeSettings, usualLanguage, usualSettings } from "./notice.ts";
import { type NoticeLanguage, noticeWords } from "./notice-words.ts";

export interface NoticeChange extends Partial<Omit<NoticeSettings, "siteIds">> {
  enabled?: boolean;
  language?: NoticeLanguage;
}

/** What is left out stays. `siteKeys`: null = every site that the person decides on. */
export async function saveOwnNotices(
  deps: Deps,
  caller: Caller,
  { siteKeys, ...change }: NoticeChange & { siteKeys?: string[] | null },
): Promise<void> {
  const owner = { userId: caller.id };
  const siteIds = siteKeys == null ? siteKeys : await siteIdsOf(deps, caller, siteKeys);
  await inTransaction(deps.pool, async (tx) => {
    // What is left out stays as another window saved it a moment ago.
    if (!(await lockUser(tx, caller.id))) throw notFound("user");
    const before = await findTarget(tx, owner);
    const {
      enabled = before?.enabled ?? false,
      language = before?.language ?? usualLanguage,
      ...fields
    } = change;
    const kept = before?.settings ?? usualSettings;
    const settings = { ...kept, ...fields, ...(siteIds === undefined ? {} : { siteIds }) };
    await saveTarget(tx, owner, { enabled, language, settings, sealedUrl: null, now: deps.now() });
    await recordAudit(tx, caller, {
      action: "account.notices",
      subject: caller.id,
      detail: { ...change, ...(siteKeys === undefined ? {} : { siteKeys }) },
    });
  });
}

async function siteIdsOf(deps: Deps, caller: Caller, siteKeys: string[]): Promise<string[]> {
  const sites = await listSites(deps.pool, sitesWith(caller, "moderate"));
  const mine = new Map(sites.map(({ key, id }) => [key, id]));
  const unknown = siteKeys.filter((key) => !mine.has(key));
  if (unknown.length > 0)
    throw invalid([{ detail: `You decide on no site "${unknown.join('", "')}".`, pointer: "#/siteKeys" }]);
  return siteKeys.map((key) => mine.get(key)!);
}

/** The address stands in no answer and no log. */
export async function saveChat(
  deps: Deps,
  caller: Caller,
  { site, url, ...change }: NoticeChange & { site: Site; url?: string },
): Promise<void> {
  const owner = { siteId: site.id };
  const check = url === undefined ? null : checkWebhookUrl(url, deps.config.webhookAllowedCidrs);
  if (check?.ok === false) throw invalid([{ detail: check.reason, pointer: "#/url" }]);
  await inTransaction(deps.pool, async (tx) => {
    // What is left out stays as a colleague saved it a moment ago.
    await lockSite(tx, site.id);
    const before = await findTarget(tx, owner);
    if (url === undefined && before === null)
      throw invalid([{ detail: "url is required: the site has no chat yet.", pointer: "#/url" }]);
    const sealedUrl = url === undefined ? before!.sealedUrl : deps.serverKey.encrypt(url);
    const {
      enabled = before?.enabled ?? true,
      language = before?.language ?? usualLanguage,
      ...fields
    } = change;
    const settings = { ...(before?.settings ?? usualSettings), ...fields, siteIds: null };
    await saveTarget(tx, owner, { enabled, language, settings, sealedUrl, now: deps.now() });
    await recordAudit(tx, caller, {
      action: "chat.save",
      siteId: site.id,
      subject: site.key,
      detail: { ...change, ...(url === undefined ? {} : { urlChanged: true }) },
    });
  });
}

export async function forgetChat(deps: Deps, caller: Caller, site: Site): Promise<void> {
  await inTransaction(deps.pool, async (tx) => {
    await lockSite(tx, site.id);
    if (!(await deleteTarget(tx, { siteId: site.id }))) throw notFound("chat of this site");
    await recordAudit(tx, caller, { action: "chat.delete", siteId: site.id, subject: site.key });
  });
}

/** null, or the sentence that says why it failed. Without a `language`, the test is in the saved one. */
export async function testOwnNotices(
  deps: Deps,
  { userId, email, ...wanted }: { userId: string; email: string; language?: NoticeLanguage },
): Promise<string | null> {
  const settingsUrl = `${deps.publicUrl()}/settings/account`;
  const language = wanted.language ?? (await findTarget(deps.pool, { userId }))?.language ?? usualLanguage;
  const message = testMessage(language, settingsUrl);
  const outcome = await deps.mailer.send({ ...message, to: email, language, settingsUrl });
  return outcome.sent ? null : outcome.problem;
}

export async function testChat(deps: Deps, site: Site): Promise<string | null> {
  const target = await findTarget(deps.pool, { siteId: site.id });
  if (target?.sealedUrl == null) throw notFound("chat of this site");
  const url = deps.serverKey.decrypt(target.sealedUrl);
  if (url === null) return unreadableUrl;
  const text = noticeWords[target.language].chatTest(site.key);
  return postToChat(deps, { siteId: site.id, url, text });
}
