import { inTransaction, type Queryable } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { type FieldError, invalid, notFound } from "../errors.ts";
import { recordAudit } from "../people/audit.ts";
import type { Caller } from "../people/caller.ts";
import { type OutsideNeed, outsideNeedOf } from "../rules/outside-fact.ts";
import type { Condition } from "../rules/rule.ts";
import { listRules } from "../rules/rule-queries.ts";
import { lockSite } from "../sites/site-queries.ts";
import type { Site } from "../sites/site.ts";
import { checkWebhookUrl } from "../webhooks/public-address.ts";
import { createWebhookSecret } from "../webhooks/sign-webhook.ts";
import { akismetKeyQuestion } from "./akismet-question.ts";
import {
  deleteServiceSecret,
  findServices,
  saveServiceSecret,
  type ServiceName,
  switchReports,
} from "./service-secret-queries.ts";

const previousSecretHours = 24;

/** Readable here and never again; the one before goes on signing beside it for a day. */
export async function makeSigningSecret(deps: Deps, caller: Caller, site: Site): Promise<string> {
  const secret = createWebhookSecret();
  await inTransaction(deps.pool, async (tx) => {
    const sealed = deps.serverKey.encrypt(secret);
    await saveServiceSecret(tx, site.id, {
      service: "external",
      secret: sealed,
      previousHours: previousSecretHours,
    });
    await recordAudit(tx, caller, { action: "service.make-secret", siteId: site.id, subject: "external" });
  });
  return secret;
}

/** A key that Akismet refuses is not kept; where Akismet does not answer, whoever saves it is believed. */
export async function saveAkismetKey(
  deps: Deps,
  caller: Caller,
  { site, key, reportDecisions }: { site: Site; key: string; reportDecisions?: boolean | undefined },
): Promise<void> {
  const account = { site, key, akismetUrl: deps.config.akismetUrl, publicUrl: deps.publicUrl() };
  const { answer } = await deps.services.ask(akismetKeyQuestion(account));
  if (answer?.isValid === false)
    throw invalid([{ detail: `Akismet does not accept this key${answer.help}.`, pointer: "#/key" }]);
  await inTransaction(deps.pool, async (tx) => {
    await saveServiceSecret(tx, site.id, {
      service: "akismet",
      secret: deps.serverKey.encrypt(key),
      previousHours: 0,
    });
    if (reportDecisions !== undefined) await switchReports(tx, site.id, reportDecisions);
    await recordAudit(tx, caller, { action: "service.save-key", siteId: site.id, subject: "akismet" });
  });
}

/** Whether Akismet is told what moderators decide against its word. */
export async function switchAkismetReports(
  deps: Deps,
  caller: Caller,
  { site, on }: { site: Site; on: boolean },
): Promise<void> {
  await inTransaction(deps.pool, async (tx) => {
    if (!(await switchReports(tx, site.id, on))) throw notFound("service of this site");
    const action = on ? "service.report-decisions" : "service.keep-decisions";
    await recordAudit(tx, caller, { action, siteId: site.id, subject: "akismet" });
  });
}

/** Rules that ask it would hold every comment, so they go first. */
export async function forgetService(
  deps: Deps,
  caller: Caller,
  { site, service }: { site: Site; service: ServiceName },
): Promise<void> {
  await inTransaction(deps.pool, async (tx) => {
    // No rule that asks it comes in between.
    await lockSite(tx, site.id);
    const users = (await listRules(tx, [site.id])).filter(({ when }) =>
      needsAt(when, "").some(({ need }) => need.service === service),
    );
    if (users.length > 0) {
      const names = users.map(({ name }) => `“${name}”`).join(", ");
      throw invalid([
        { detail: `It is asked by ${names}. Change or delete these rules first.`, pointer: "#" },
      ]);
    }
    if (!(await deleteServiceSecret(tx, site.id, service))) throw notFound("service of this site");
    await recordAudit(tx, caller, { action: "service.forget", siteId: site.id, subject: service });
  });
}

/** A rule that cannot ask would be unknown of every comment and hold them all. */
export async function assertServicesCanBeAsked(
  deps: Pick<Deps, "serverKey" | "config"> & { pool: Queryable },
  siteId: string,
  { when }: { when: Condition },
): Promise<void> {
  const asking = needsAt(when, "#/when");
  if (asking.length === 0) return;
  const services = await findServices(deps, siteId);
  const refusals = asking.flatMap(({ need, pointer }): FieldError[] => {
    if (services[need.service] === null) return [{ detail: missing[need.service], pointer }];
    if (need.service === "akismet") return [];
    const url = checkWebhookUrl(need.url, deps.config.webhookAllowedCidrs);
    return url.ok ? [] : [{ detail: url.reason, pointer: `${pointer}/url` }];
  });
  if (refusals.length > 0) throw invalid(refusals);
}

const missing: Record<ServiceName, string> = {
  external: "The site has no signing secret for external checks yet: make it first.",
  akismet: "The site has no Akismet key yet: save it first.",
};

function needsAt(condition: Condition, pointer: string): { need: OutsideNeed; pointer: string }[] {
  if ("not" in condition) return needsAt(condition.not, `${pointer}/not`);
  if ("check" in condition) {
    const need = outsideNeedOf(condition);
    return need === null ? [] : [{ need, pointer }];
  }
  const [kind, members] = "all" in condition ? ["all", condition.all] : ["any", condition.any];
  return members.flatMap((member, index) => needsAt(member, `${pointer}/${kind}/${index}`));
}
