import { publicStatusOf } from "../comments/comment.ts";
import { findComment } from "../comments/comment-queries.ts";
import { createFormToken } from "../comments/form-token.ts";
import { isReceipt } from "../comments/receipt.ts";
import { loadThread, threadKey } from "../comments/thread.ts";
import type { HttpDeps } from "../deps.ts";
import { isUuid } from "../http/validate.ts";
import { shareReads } from "../share-reads.ts";
import type { Site } from "../sites/site.ts";
import type { OwnComment, Thread } from "./thread.ts";

/** Where the pages get what they show. */
export interface EmbedSources {
  findSite: (key: string) => Promise<Site | null>;
  loadThread: (site: Site, pageUrl: string) => Promise<Thread>;
  /** null for a wrong receipt, too. */
  findOwnComment: (site: Site, claim: { id: string; receipt: string }) => Promise<OwnComment | null>;
  formToken: () => string;
}

export const embedSources = (deps: HttpDeps): EmbedSources => ({
  findSite: (key) => deps.sites.find(key),
  loadThread: shareReads(threadKey, (site, pageUrl) => loadThread(deps, site, pageUrl)),
  findOwnComment: async (site, { id, receipt }) => {
    if (!isUuid(id) || !isReceipt(deps.serverKey, { siteId: site.id, id }, receipt)) return null;
    const comment = await findComment(deps.pool, id);
    if (comment === null || comment.siteId !== site.id) return null;
    const { parentId, authorName, body, createdAt, publicReason } = comment;
    const status = publicStatusOf(comment.status);
    const reason = status === "refused" ? publicReason : null;
    return { id, receipt, parentId, authorName, body, createdAt, status, publicReason: reason };
  },
  formToken: () => createFormToken(deps.serverKey, deps.now()),
});
