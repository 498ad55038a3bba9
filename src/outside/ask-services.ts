import type { QueuedComment } from "../comments/gather-facts.ts";
import type { Deps } from "../deps.ts";
import { keyOfNeed, type OutsideFact, type OutsideNeed } from "../rules/outside-fact.ts";
import type { Site } from "../sites/site.ts";
import { akismetQuestion } from "./akismet-question.ts";
import { externalQuestion } from "./external-question.ts";
import { loadServiceSecrets, type ServiceName, type ServiceSecrets } from "./service-secret-queries.ts";

/** What was heard already, for each text and service: who has been asked about a text is not asked again in that pass. */
export type Answers = Map<string, Promise<OutsideFact>>;

/**
 * The comments with what services elsewhere say of them. Every service is asked about every comment, a few at once; where
 * one gives no answer, the fact says why. Empty once the process is stopping: the sweep brings these comments back.
 */
export async function askServices(
  deps: Deps,
  { site, needs, answers }: { site: Site; needs: readonly OutsideNeed[]; answers: Answers },
  comments: readonly QueuedComment[],
): Promise<QueuedComment[]> {
  const secrets = await loadServiceSecrets(deps, site.id);
  const asked = await Promise.all(
    comments.map(async (comment) => {
      const outside = await Promise.all(
        needs.map((need) => {
          const about = `${comment.id} ${comment.revision} ${keyOfNeed(need)}`;
          const answer = answers.get(about) ?? askOne(deps, { site, need, secrets, comment });
          answers.set(about, answer);
          return answer;
        }),
      );
      return { ...comment, facts: { ...comment.facts, outside } };
    }),
  );
  return deps.services.isClosed ? [] : asked;
}

const unreadable: Record<ServiceName, string> = {
  external: "is not asked: the signing secret cannot be read any more and has to be made anew",
  akismet: "is not asked: the site's key for it cannot be read any more and has to be saved anew",
};

interface Asking {
  site: Site;
  need: OutsideNeed;
  secrets: ServiceSecrets;
  comment: QueuedComment;
}

async function askOne(deps: Deps, { site, need, secrets, comment }: Asking): Promise<OutsideFact> {
  if (secrets.unreadable.has(need.service))
    return { ...need, answer: null, problem: unreadable[need.service] };
  if (need.service === "external") {
    if (secrets.external.length === 0)
      return { ...need, answer: null, problem: "is not asked: there is no signing secret" };
    const { url } = need;
    const question = externalQuestion(comment, {
      siteId: site.id,
      url,
      secrets: secrets.external,
      now: deps.now(),
    });
    return { ...need, ...(await deps.services.ask(question)) };
  }
  if (secrets.akismet === null)
    return { ...need, answer: null, problem: "is not asked: the site has no key for it" };
  if (comment.facts.comment.ip === null)
    return { ...need, answer: null, problem: "is not asked: the author's IP address is not known" };
  const account = {
    site,
    key: secrets.akismet,
    akismetUrl: deps.config.akismetUrl,
    publicUrl: deps.publicUrl(),
  };
  return { ...need, ...(await deps.services.ask(akismetQuestion(comment, account))) };
}
