import { startWorkers } from "../../workers/main.ts";
import { readConfig } from "../../src/config.ts";
import { ensureAdmin, ensureDemoSite } from "../../src/first-start.ts";
import { type OpenedDeps, openDeps, type RunningServer, startServer } from "../../src/process.ts";
import type { StoppableWorker } from "../../src/queues.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";

export const adminKey = "test-admin-key-0123456789-abcdefghijklmnop";
export const admin = { email: "ada@example.org", password: "correct horse battery" };

export interface Service {
  url: string;
  deps: OpenedDeps["deps"];
  server: RunningServer;
  database: TestDatabase;
  /** Calls the API with the admin key (or another one, or null for none); the body goes as JSON. */
  call<Body = Record<string, unknown>>(method: string, path: string, options?: Call): Promise<Answer<Body>>;
  stop: () => Promise<void>;
}

export interface Call {
  body?: unknown;
  key?: string | null;
  headers?: Record<string, string>;
}

export interface Answer<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

export interface ServiceOptions {
  env?: Record<string, string>;
  redisUrl?: string | null;
  /** Defaults to all; false = an API without a worker, so that comments stay queued. */
  workers?: boolean;
  /** A database that another service of the test made; it is not dropped at the end. */
  database?: TestDatabase;
}

/** The whole service in this process, on a free port, with a database of its own. */
export async function startService(options: ServiceOptions = {}): Promise<Service> {
  const database = options.database ?? (await createTestDatabase());
  const config = readConfig({
    PORT: "0",
    HOST: "127.0.0.1",
    DATABASE_URL: database.connectionString,
    REDIS_URL: options.redisUrl ?? undefined,
    ADMIN_API_KEY: adminKey,
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? "fatal",
    WEBHOOK_ALLOWED_CIDRS: "127.0.0.0/8",
    DEMO: "on",
    ...options.env,
  });
  const opened = await openDeps(config, { databaseUrl: database.connectionString });
  await ensureAdmin(opened.deps);
  await ensureDemoSite(opened.deps);
  const server = await startServer(opened.deps, database.connectionString);
  const workers: StoppableWorker | null = options.workers === false ? null : startWorkers(opened.deps);
  const url = `http://127.0.0.1:${new URL(server.url).port}`;
  return {
    url,
    deps: opened.deps,
    server,
    database,
    call: (method, path, call) => callApi(url + path, method, call),
    async stop() {
      await workers?.stop();
      await server.stop();
      await opened.close();
      if (options.database === undefined) await database.drop();
    },
  };
}

export async function callApi<Body>(url: string, method: string, call: Call = {}): Promise<Answer<Body>> {
  const key = call.key === undefined ? adminKey : call.key;
  const response = await fetch(url, {
    method,
    redirect: "manual",
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(call.body === undefined ? {} : { "content-type": "application/json" }),
      ...call.headers,
    },
    ...(call.body === undefined
      ? {}
      : { body: typeof call.body === "string" ? call.body : JSON.stringify(call.body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson ? JSON.parse(text) : text) as Body,
  };
}
