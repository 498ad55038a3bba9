import http from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { Arena, Ground } from "./arena.ts";
import { median, medianRatio, type Options, percentile } from "./benchmark.ts";
import { portOf } from "./child.ts";
import { type Contestant, nameOf } from "./contestants.ts";
import { inTurns, type PartResult } from "./part.ts";
import { createSubmissions } from "./submissions.ts";
import { table } from "./table.ts";
import { type Measured, targets } from "./targets.ts";

const perSecond = 200;
// Code is compiled by how often it ran: after two seconds a service of any size is still slow, and one that has run for
// a day is what moderators wait for.
const warmUpSeconds = 10;
const lastDecisionsMs = 5_000;
const lookEveryMs = 100;

/**
 * A steady 200 comments a second: how long until the answer, and until the decision can be read. PostgreSQL remembers when
 * each transaction was committed, and is asked once it is over: who watched meanwhile would take a fifth of the machine.
 */
export async function measureSteady(
  arena: Arena,
  contestants: readonly Contestant[],
  options: Options,
): Promise<PartResult> {
  const rounds = await inTurns(arena, contestants, {
    options,
    async measure(contestant, ground) {
      const api = await contestant.startApi(ground);
      const worker = await contestant.startWorker(ground);
      const send = createSender(arena, portOf(api));
      await sendSteadily(send, warmUpSeconds, () => undefined);
      const sent = new Map<string, number>();
      const answers: number[] = [];
      await sendSteadily(send, options.seconds, ({ id, sentAt, answeredAt }) => {
        answers.push(answeredAt - sentAt);
        sent.set(id, performance.timeOrigin + sentAt);
      });
      const decisions = await readDecisions(contestant, ground, sent);
      await Promise.all([api.stop(), worker.stop()]);
      return {
        answerP50: percentile(answers, 0.5),
        answerP99: percentile(answers, 0.99),
        decisionP50: percentile(decisions, 0.5),
        decisionP99: percentile(decisions, 0.99),
        undecided: sent.size - decisions.length,
      };
    },
  });
  const results = [...rounds].map(([name, all]) => ({
    name,
    answerP50: median(all.map((one) => one.answerP50)),
    answerP99: median(all.map((one) => one.answerP99)),
    decisionP50: median(all.map((one) => one.decisionP50)),
    decisionP99: median(all.map((one) => one.decisionP99)),
    undecided: all.reduce((sum, one) => sum + one.undecided, 0),
    rounds: all,
  }));
  const find = (name: string) => results.find((result) => result.name === name)!;
  return {
    table: table(
      ["200 a second", "answer p50 ms", "p99", "decision p50 ms", "p99", "undecided"],
      results.map((one) => [
        one.name,
        one.answerP50,
        one.answerP99,
        one.decisionP50,
        one.decisionP99,
        String(one.undecided),
      ]),
    ),
    results,
    measured: arena.backends.flatMap((backend): Measured[] => {
      const [ours, naive] = [find(nameOf("moderato", backend)), find(nameOf("naive", backend))];
      const where = `queue on ${backend}`;
      return [
        {
          target: targets.answerAtSteady,
          where,
          value: medianRatio(ours.rounds, naive.rounds, (one) => one.answerP50),
        },
        { target: targets.decisionAtSteady, where, value: ours.decisionP99 },
      ];
    }),
  };
}

interface Answer {
  id: string;
  sentAt: number;
  answeredAt: number;
}

type Send = () => Promise<Answer>;

function createSender({ site }: Arena, port: number): Send {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const submissions = createSubmissions(site.key, 5_000, 1).map((submission) => JSON.stringify(submission));
  const headers = { "content-type": "application/json", authorization: `Bearer ${site.apiKey}` };
  let sent = 0;
  return function sendNext(): Promise<Answer> {
    return sendBody(submissions[sent++ % submissions.length]!, performance.now());
  };

  function sendBody(body: string, sentAt: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = http.request(
        { port, host: "127.0.0.1", agent, method: "POST", path: "/v1/comments", headers },
        (response) => {
          let text = "";
          response.setEncoding("utf8");
          response.on("data", (chunk: string) => (text += chunk));
          response.on("end", () => {
            if (response.statusCode !== 202) reject(new Error(`${response.statusCode}: ${text}`));
            else resolve({ id: (JSON.parse(text) as Answer).id, sentAt, answeredAt: performance.now() });
          });
        },
      );
      request.on("error", (error: NodeJS.ErrnoException) => {
        // A server may close a connection that was idle for a while just as it is used again.
        if (request.reusedSocket && error.code === "ECONNRESET") resolve(sendBody(body, sentAt));
        else reject(error);
      });
      request.end(body);
    });
  }
}

/** Whoever is slow to answer does not slow down the sending. */
async function sendSteadily(send: Send, seconds: number, onAnswer: (answer: Answer) => void): Promise<void> {
  const startedAt = performance.now();
  const answers: Promise<void>[] = [];
  while (answers.length < seconds * perSecond) {
    const due = ((performance.now() - startedAt) / 1000) * perSecond;
    if (answers.length < due) answers.push(send().then(onAnswer));
    else await pause(1);
  }
  await Promise.all(answers);
}

/** Milliseconds from sending to the commit of the decision, of all that are decided in time. */
async function readDecisions(
  { table }: Contestant,
  { pool }: Ground,
  sent: ReadonlyMap<string, number>,
): Promise<number[]> {
  const values = [[...sent.keys()]];
  const decided = `FROM ${table} WHERE id = ANY($1::uuid[]) AND status <> 'queued'`;
  const until = performance.now() + lastDecisionsMs;
  for (let count = 0; count < sent.size && performance.now() < until; await pause(lookEveryMs)) {
    count = (await pool.query<{ count: number }>(`SELECT count(*) ${decided}`, values)).rows[0]!.count;
  }
  const { rows } = await pool.query<{ id: string; at: Date }>(
    `SELECT id, pg_xact_commit_timestamp(xmin) AS at ${decided}`,
    values,
  );
  return rows.map(({ id, at }) => at.getTime() - sent.get(id)!);
}
