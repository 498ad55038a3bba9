/**
 * SQL: whether the finding `f` of the judgement `newest` may be told. In blind review those of enforcing rules are kept back
 * until a human has decided.
 */
export const mayBeTold = (isByHuman: string) =>
  `(${isByHuman} OR newest.blind IS NULL OR f.stage <> 'enforce')`;

/**
 * SQL, as a row of FROM: the rules' decision on the present text of a comment, where they made one. Of an edited text that
 * they have not seen (yet), what was found in the text before says nothing; a text that stands again as it was seen is the
 * same.
 */
export const judgementOfText = (comment: { id: string; body: string }) => `(
  SELECT * FROM (
    SELECT d.id, d.revision, d.blind, d.facts FROM decisions d
    WHERE d.comment_id = ${comment.id} AND d.decided_by = 'rules' ORDER BY d.revision DESC LIMIT 1
  ) newest WHERE (
    SELECT e.body = ${comment.body} FROM earlier_texts e
    WHERE e.comment_id = ${comment.id} AND e.revision >= newest.revision ORDER BY e.revision LIMIT 1
  ) IS NOT FALSE)`;
