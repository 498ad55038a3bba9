/**
 * SQL, as a row of FROM: the rules' decision on the present text of a comment, where they made one. An edited text waits as
 * `queued` and is decided anew from there, by the rules or by whoever is faster: what was found in the text before says
 * nothing of it.
 */
export const judgementOfText = (comment: { id: string; status: string }) => `(
  SELECT * FROM (
    SELECT d.id, d.decided_by, d.revision, d.blind, d.facts FROM decisions d
    WHERE d.comment_id = ${comment.id} AND d.previous_status = 'queued' ORDER BY d.revision DESC LIMIT 1
  ) newest WHERE decided_by = 'rules' AND ${comment.status} <> 'queued')`;
