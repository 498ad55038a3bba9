import type { Deps } from "../deps.ts";
import type { Queryable } from "../db/transaction.ts";

export interface ServiceSecrets {
  /** The signing secret, and after a rotation for a time the one before; empty = none was made. */
  external: string[];
  akismet: string | null;
  /** Whether Akismet is told what moderators decide. */
  reportsDecisions: boolean;
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
  const secretsOf = (name: ServiceName) =>
    rows
      .filter(({ service }) => service === name)
      .flatMap(({ secret, previous_secret: previous }) => (previous === null ? [secret] : [secret, previous]))
      .map((sealed) => serverKey.decrypt(sealed));
  return {
    external: secretsOf("external"),
    akismet: secretsOf("akismet")[0] ?? null,
    reportsDecisions: rows.some(
      ({ service, reports_decisions: reports }) => service === "akismet" && reports,
    ),
  };
}

export interface Services {
  external: { savedAt: string } | null;
  akismet: { savedAt: string; reportDecisions: boolean } | null;
}

/** When each was saved; null = never. */
export async function findServices(db: Queryable, siteId: string): Promise<Services> {
  const { rows } = await db.query<{ service: ServiceName; saved_at: Date; reports_decisions: boolean }>(
    "SELECT service, saved_at, reports_decisions FROM service_secrets WHERE site_id = $1",
    [siteId],
  );
  const rowOf = (name: ServiceName) => rows.find(({ service }) => service === name);
  const [external, akismet] = [rowOf("external"), rowOf("akismet")];
  return {
    external: external === undefined ? null : { savedAt: external.saved_at.toISOString() },
    akismet:
      akismet === undefined
        ? null
        : { savedAt: akismet.saved_at.toISOString(), reportDecisions: akismet.reports_decisions },
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
