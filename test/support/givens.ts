import { moderateComments } from "../../src/comments/moderate-comments.ts";
import type { Service } from "./service.ts";
import { eventually } from "./wait.ts";

export interface CommentView {
  id: string;
  siteKey: string;
  status: string;
  revision: number;
  body: string;
  score: number;
  reasons: string[];
  findings: { ruleName: string; check: string; span: [number, number] | null; points: number }[];
  decisions: { id: string; status: string; by: string }[];
  deliveries: { status: string }[];
  author: { approvedCount: number; rejectedCount: number };
}

export const pageUrl = "https://news.example/article";

/** Sends a comment as a visitor of the demo site (or another) and returns its id. */
export async function givenComment(
  service: Service,
  fields: Record<string, unknown> = {},
): Promise<{ id: string; receipt: string }> {
  const { siteKey = "demo", ...comment } = fields;
  const answer = await service.call<{ id: string; receipt: string }>("POST", "/v1/comments", {
    body: { siteKey, pageUrl, authorName: "Jo", body: "A fair point.", ...comment },
  });
  if (answer.status !== 202) throw new Error(`The comment was not accepted: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export const readComment = async (service: Service, id: string): Promise<CommentView> =>
  (await service.call<CommentView>("GET", `/v1/comments/${id}`)).body;

/** Waits until the rules have decided. */
export const judged = (service: Service, id: string): Promise<CommentView> =>
  eventually(`comment ${id} to be judged`, async () => {
    const comment = await readComment(service, id);
    return comment.status !== "queued" && comment;
  });

export async function givenHeldComment(
  service: Service,
  fields: Record<string, unknown> = {},
): Promise<CommentView> {
  const { id } = await givenComment(service, fields);
  return judged(service, id);
}

/** Judges these comments as a job would, at once. */
export async function judgeNow({ deps }: Service, ids: string[]): Promise<void> {
  const { rows } = await deps.pool.query<{ siteId: string; ids: string[] }>(
    `SELECT site_id AS "siteId", array_agg(id ORDER BY id) AS ids FROM comments WHERE id = ANY($1::uuid[]) GROUP BY site_id`,
    [ids],
  );
  await moderateComments(deps, Object.fromEntries(rows.map((row) => [row.siteId, row.ids])));
}
