// Fills an empty database with a believable past, the same from the same seed: sites of very different sizes, pages with
// threads, authors with a history, rules' findings, moderators' decisions. Written batch by batch, never held whole.
import { createHash } from "node:crypto";
import type pg from "pg";
import { searchDocument, storedDocument } from "../../src/comments/search-document.ts";
import { writeDocuments } from "../../src/comments/index-queries.ts";
import { rememberWords, wordsIn } from "../../src/comments/known-words.ts";

export interface SeedOptions {
  comments: number;
  sites: number;
  seed?: number;
  /** The newest comment's moment. */
  until: Date;
  say?: (sentence: string) => void;
  /** false: the server has not looked at the tables since. */
  analyze?: boolean;
}

const atOnce = 2_000;
const days = 730;
const commentsPerPage = 40;

const words =
  "the a of and to in is that it for was on are as with they be at this have from or had by but not what all were we when your can said there use an each which she do how their if will up other about out many then them these so some her would make like him into time has look two more write go see number no way could people my than first water been call who oil its now find long down day did get come made may part harbour council storm lifeboat bridge ferry school budget vote mayor station library market housing traffic parking winter summer festival museum hospital doctor teacher farmer price tax rent energy wind coal river flood rain snow police court lawyer judge letter editor reader paper story photo video channel season match goal coach league team trainer player stadium ticket music concert band album actor film series cinema book author novel poem theatre stage".split(
    " ",
  );
const rareWords = Array.from(
  { length: 20_000 },
  (_, at) => `${"bcdfghjklmnpqrstvwxz"[at % 20]}${"aeiou"[at % 5]}${at.toString(36)}`,
);
const names =
  "Ada Jo Grace Linus Mara Tomasz Ruth Ines Hanne Oskar Pia Yusuf Leila Chen Aiko Sven Nils Olga Ivan Rosa".split(
    " ",
  );

/** mulberry32: small, quick, the same everywhere. */
function createDice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const uuidOf = (time: number, tail: string): string => {
  const hex = time.toString(16).padStart(12, "0");
  const rest = createHash("sha256").update(tail).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${rest.slice(0, 3)}-8${rest.slice(3, 6)}-${rest.slice(6, 18)}`;
};

export interface Seeded {
  siteIds: string[];
  /** In half of the comments, in one of a hundred, in a dozen. */
  words: { common: string; usual: string; rare: string };
  busiestPage: string;
}

export async function seedComments(pool: pg.Pool, options: SeedOptions): Promise<Seeded> {
  const { comments, until, seed = 1, analyze = true, say = () => undefined } = options;
  const dice = createDice(seed);
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(dice() * values.length)]!;
  /** Small numbers far more often than large ones. */
  const skewed = (upTo: number) => Math.floor(upTo * dice() ** 3);
  const siteIds = Array.from({ length: options.sites }, (_, at) => uuidOf(0x18f00000000 + at, `site ${at}`));
  await pool.query(
    `INSERT INTO sites (id, key, name, mode) SELECT id, 'site-' || at, 'Site ' || at, 'flagged'
     FROM unnest($1::uuid[]) WITH ORDINALITY AS given (id, at)`,
    [siteIds],
  );
  const ruleIds = ["Links", "Shouting", "New author", "Insults"].map((name, at) => ({
    id: uuidOf(0x18f00000000, `rule ${at}`),
    name,
  }));
  const start = until.getTime() - days * 86_400_000;
  const recentByPage = new Map<string, string>();

  for (let from = 0; from < comments; from += atOnce) {
    const rows = Array.from({ length: Math.min(atOnce, comments - from) }, (_, index) => {
      const at = from + index;
      const siteAt = skewed(options.sites);
      const siteId = siteIds[siteAt]!;
      const createdAt = new Date(start + ((at + dice()) / comments) * (until.getTime() - start));
      const age = (comments - at) / comments;
      const pageAt = Math.floor(at / (commentsPerPage * options.sites)) * 3 + skewed(60);
      const pageUrl = `https://site-${siteAt}.example/story-${pageAt}`;
      const id = uuidOf(createdAt.getTime(), `comment ${at} ${seed}`);
      const parentId = dice() < 0.35 ? (recentByPage.get(pageUrl) ?? null) : null;
      recentByPage.set(pageUrl, id);
      if (recentByPage.size > 5_000) recentByPage.clear();
      const authorAt = skewed(Math.max(50, comments / 30));
      const name = `${names[authorAt % names.length]!} ${rareWords[authorAt % rareWords.length]!}`;
      const email =
        dice() < 0.7 ? `${name.toLowerCase().replace(" ", ".")}@mail-${authorAt % 300}.example` : null;
      const length = 5 + Math.floor(dice() ** 2 * 60);
      const text = Array.from({ length }, () =>
        dice() < 0.93 ? words[skewed(words.length)]! : rareWords[skewed(rareWords.length)]!,
      );
      if (dice() < 0.08) text.push(`https://shop-${skewed(2_000)}.example/offer`);
      if (at % 160_000 === 7) text.push("quincunx");
      const body = `${text.join(" ")}.`;
      // Only the last days still wait.
      const isRecent = age < 0.02;
      const chance = dice();
      const status =
        isRecent && chance < 0.5
          ? "held"
          : chance < 0.86
            ? "approved"
            : chance < 0.94
              ? "spam"
              : chance < 0.995
                ? "rejected"
                : "deleted";
      const decidedBy = status === "held" || dice() < 0.8 ? "rules" : "moderator";
      const points =
        status === "approved" ? (dice() < 0.03 ? 1 + Math.floor(dice() * 3) : 0) : Math.floor(dice() * 12);
      const rules = points > 0 && status !== "deleted" ? [pick(ruleIds)] : [];
      return {
        id,
        siteId,
        createdAt,
        pageUrl,
        parentId,
        status,
        decidedBy,
        rules,
        pageTitle: `Story ${pageAt} of ${words[(pageAt * 7) % words.length]!} and ${words[(pageAt * 13) % words.length]!}`,
        score: points,
        authorName: status === "deleted" ? "" : name,
        authorEmail: status === "deleted" ? null : email,
        authorUrl: null,
        body: status === "deleted" ? "" : body,
        authorKey:
          status === "deleted" ? "deleted" : email === null ? `name:${name.toLowerCase()}` : `email:${email}`,
        ip: age < 0.04 ? `198.51.${authorAt % 100}.${authorAt % 250}` : null,
      };
    });
    await insert(pool, rows);
    const documents = rows
      .filter(({ status }) => status !== "deleted")
      .map((row) => ({ ...row, document: searchDocument(row) }));
    await writeDocuments(
      pool,
      documents.map((row) => ({ ...row, document: storedDocument(row.document) })),
    );
    await rememberWords(pool, [...new Set(documents.flatMap(({ document }) => wordsIn(document)))]);
    if ((from / atOnce) % 50 === 0) say(`${from.toLocaleString("en")} comments`);
  }
  await pool.query("UPDATE settings SET value = '' WHERE name = 'index_backfill'");
  await pool.query(
    `INSERT INTO pages (site_id, url, id, title, first_seen_at)
     SELECT DISTINCT ON (site_id, page_url) site_id, page_url, id, page_title, created_at FROM comments
     ORDER BY site_id, page_url, created_at ON CONFLICT DO NOTHING`,
  );
  const { rows: busiest } = await pool.query<{ page_url: string }>(
    "SELECT page_url FROM comments WHERE site_id = $1 AND status = 'approved' GROUP BY page_url ORDER BY count(*) DESC LIMIT 1",
    [siteIds[0]],
  );
  if (analyze) await pool.query("VACUUM ANALYZE");
  return {
    siteIds,
    words: { common: "and", usual: "theatre", rare: "quincunx" },
    busiestPage: busiest[0]?.page_url ?? "",
  };
}

interface SeededRow {
  id: string;
  siteId: string;
  createdAt: Date;
  pageUrl: string;
  pageTitle: string;
  parentId: string | null;
  status: string;
  decidedBy: string;
  score: number;
  authorName: string;
  authorEmail: string | null;
  authorKey: string;
  body: string;
  ip: string | null;
  rules: { id: string; name: string }[];
}

async function insert(pool: pg.Pool, rows: readonly SeededRow[]): Promise<void> {
  const column = <Value>(value: (row: SeededRow) => Value): Value[] => rows.map(value);
  await pool.query(
    `WITH given AS (
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::uuid[], $7::text[],
                            $8::text[], $9::real[], $10::text[], $11::text[], $12::text[], $13::text[], $14::inet[],
                            $15::uuid[], $16::text[], $17::uuid[])
         AS t (id, site_id, created_at, page_url, page_title, parent_id, status, decided_by, score, author_name,
               author_email, author_key, body, ip, rule_id, rule_name, decision_id)
     ), commented AS (
       INSERT INTO comments (id, site_id, created_at, page_url, page_title, parent_id, status, revision, decided_by, decided_at,
                             score, author_name, author_email, author_key, body, body_hash, author_ip, author_network)
       SELECT id, site_id, created_at, page_url, page_title, parent_id, status, 2, decided_by, created_at, score, author_name,
              author_email, author_key, body, sha256(convert_to(body, 'UTF8')), ip, ip FROM given
     ), decided AS (
       INSERT INTO decisions (site_id, id, comment_id, status, previous_status, revision, decided_by, score, created_at)
       SELECT site_id, decision_id, id, status, 'queued', 2, 'rules', score, created_at FROM given
     )
     INSERT INTO findings (site_id, decision_id, comment_id, position, rule_id, rule_version, rule_name, stage, check_name,
                           points, explanation, created_at)
     SELECT site_id, decision_id, id, 0, rule_id, 1, rule_name, 'hold', 'words', score, 'Seeded.', created_at
     FROM given WHERE rule_id IS NOT NULL`,
    [
      column(({ id }) => id),
      column(({ siteId }) => siteId),
      column(({ createdAt }) => createdAt),
      column(({ pageUrl }) => pageUrl),
      column(({ pageTitle }) => pageTitle),
      column(({ parentId }) => parentId),
      column(({ status }) => status),
      column(({ decidedBy }) => decidedBy),
      column(({ score }) => score),
      column(({ authorName }) => authorName),
      column(({ authorEmail }) => authorEmail),
      column(({ authorKey }) => authorKey),
      column(({ body }) => body),
      column(({ ip }) => ip),
      column(({ rules }) => rules[0]?.id ?? null),
      column(({ rules }) => rules[0]?.name ?? null),
      column(({ id, createdAt }) => uuidOf(createdAt.getTime(), `decision ${id}`)),
    ],
  );
}
