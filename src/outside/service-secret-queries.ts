import type { Deps } from "../deps.ts";
import type { Queryable } from "../db/transaction.ts";

export interface ServiceSecrets {
  /** The signing secret, and after a rotation for a time the one before; empty = none was made. */
  external: string[];
  akismet: string | null;
  /** Whether Akismet is told what moderators decide. */
  reportsDecisions: boolean;
  /** Those whose secret was kept under another key of the server. */
  unreadable: ReadonlySet<ServiceName>;
}

export type ServiceName = "external" | "akismet";

interface SecretRow {
  service: ServiceName;
  secret: Buffer;
  previous_secret: Buffer | null;
  reports_decisions: boolean;
}

export async function loadServiceSecrets(
  { pool, serverKey }: Pick<Deps, "pool" | "serverKey">,
  siteId: string,
): Promise<ServiceSecrets> {
  const { rows } = await pool.query<SecretRow>({
    name: "service-secrets",
    text: `SELECT service, secret, CASE WHEN previous_secret_until > now() THEN previous_secret END AS previous_secret,
                  reports_decisions
           FROM service_secrets WHERE site_id = $1`,
    values: [siteId],
  });
  const opened = rows.map(({ service, secret, previous_secret: previous }) => ({
    service,
    secret: serverKey.decrypt(secret),
    previous: previous === null ? null : serverKey.decrypt(previous),
  }));
  const secretsOf = (name: ServiceName) =>
    opened
      .filter(({ service, secret }) => service === name && secret !== null)
      .flatMap(({ secret, previous }) => [secret, previous].filter((one) => one !== null));
  return {
    external: secretsOf("external"),
    akismet: secretsOf("akismet")[0] ?? null,
    unreadable: new Set(opened.flatMap(({ service, secret }) => (secret === null ? [service] : []))),
    reportsDecisions: rows.some(
      ({ service, reports_decisions: reports }) => service === "akismet" && reports,
    ),
  };
}

export interface Services {
  external: SavedService | null;
  akismet: (SavedService & { reportDecisions: boolean }) | null;
}

interface SavedService {
  savedAt: string;
  isUnreadable: boolean;
}

/** When each was saved; null = never. */
export async function findServices(
  { pool, serverKey }: Pick<Deps, "serverKey"> & { pool: Queryable },
  siteId: string,
): Promise<Services> {
  const { rows } = await pool.query<Omit<SecretRow, "previous_secret"> & { saved_at: Date }>(
    "SELECT service, secret, saved_at, reports_decisions FROM service_secrets WHERE site_id = $1",
    [siteId],
  );
  const savedOf = (name: ServiceName) => {
    const row = rows.find(({ service }) => service === name);
    return row === undefined
      ? null
      : {
          savedAt: row.saved_at.toISOString(),
          isUnreadable: serverKey.decrypt(row.secret) === null,
          reportDecisions: row.reports_decisions,
        };
  };
  const external = savedOf("external");
  return {
    external: external && { savedAt: external.savedAt, isUnreadable: external.isUnreadable },
    akismet: savedOf("akismet"),
  };
}

/** False where there is no key. */
export async function switchReports(db: Queryable, siteId: string, on: boolean): Promise<boolean> {
  const { rowCount } = await db.query(
    "UPDATE service_secrets SET reports_decisions = $2 WHERE site_id = $1 AND service = 'akismet'",
    [siteId, on],
  );
  return rowCount === 1;
}

/** The one before stays valid beside it for so many hours. */
export async function saveServiceSecret(
  db: Queryable,
  siteId: string,
  { service, secret, previousHours }: { service: ServiceName; secret: Buffer; previousHours: number },
): Promise<void> {
  await db.query(
    `INSERT INTO service_secrets (site_id, service, secret) VALUES ($1, $2, $3)
     ON CONFLICT (site_id, service) DO UPDATE
     SET secret = EXCLUDED.secret, previous_secret = service_secrets.secret,
         previous_secret_until = now() + make_interval(hours => $4), saved_at = now()`,
    [siteId, service, secret, previousHours],
  );
}

export async function deleteServiceSecret(
  db: Queryable,
  siteId: string,
  service: ServiceName,
): Promise<boolean> {
  const { rowCount } = await db.query("DELETE FROM service_secrets WHERE site_id = $1 AND service = $2", [
    siteId,
    service,
  ]);
  return rowCount === 1;
}
