import type { Arena, Backend, Ground } from "./arena.ts";
import type { Options } from "./benchmark.ts";
import { type Child, programs, startChild } from "./child.ts";

export interface Contestant {
  name: string;
  backend: Backend;
  startApi(ground: Ground): Promise<Child>;
  startWorker(ground: Ground): Promise<Child>;
  table: string;
}

export interface Counts {
  stored: number;
  decided: number;
}

export async function countComments({ table }: Contestant, ground: Ground): Promise<Counts> {
  const { rows } = await ground.pool.query<Record<keyof Counts, string>>(
    `SELECT count(*) AS stored, count(*) FILTER (WHERE status <> 'queued') AS decided FROM ${table}`,
  );
  return { stored: Number(rows[0]!.stored), decided: Number(rows[0]!.decided) };
}

/** Ours and the naive service on each backend. */
export const createContestants = ({ backends }: Arena, options: Options): Contestant[] =>
  backends.flatMap((backend) => [moderatoOn(backend, options), naiveOn(backend)]);

export const nameOf = (who: "moderato" | "naive", backend: Backend) =>
  `${who}, ${backend === "redis" ? "Redis" : "Postgres"}`;

function moderatoOn(backend: Backend, { profileFolder }: Options): Contestant {
  const nodeOptions = profileFolder === null ? [] : ["--cpu-prof", `--cpu-prof-dir=${profileFolder}`];
  const env = (ground: Ground) => ({ ...ground.env, PORT: "0", HOST: "127.0.0.1", LOG_LEVEL: "warn" });
  return {
    name: nameOf("moderato", backend),
    backend,
    table: "comments",
    startApi: (ground) =>
      startChild(programs.moderato, {
        args: ["api"],
        env: env(ground),
        ready: /Dashboard +http/,
        nodeOptions,
      }),
    startWorker: (ground) =>
      startChild(programs.moderato, {
        args: ["worker"],
        env: env(ground),
        ready: /workers are running/,
        nodeOptions,
      }),
  };
}

const naiveOn = (backend: Backend): Contestant => ({
  name: nameOf("naive", backend),
  backend,
  table: "naive_comments",
  startApi: (ground) => startChild(programs.naiveApi, { env: ground.env, ready: /http/ }),
  startWorker: (ground) => startChild(programs.naiveWorker, { env: ground.env, ready: /ready/ }),
});

/** Stores nothing and has no queue. */
export const bareExpress: Contestant = {
  name: "bare Express, stores nothing",
  backend: "postgres",
  table: "naive_comments",
  startApi: (ground) => startChild(programs.bareApi, { env: ground.env, ready: /http/ }),
  startWorker: () => Promise.reject(new Error("bare Express has no worker")),
};
