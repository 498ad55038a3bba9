const LONGEST_PAUSE_MS = 30_000;

export const pauseMs = (failures: number): number => Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** (failures - 1));

export interface PatientLine {
  /** Answers with what the attempt does, or throws what it throws but for a lost connection. */
  send: <T>(attempt: () => Promise<T>) => Promise<T>;
  /** The connection may be back: no use in pausing. */
  wake: () => void;
}

interface Waiting {
  turn: number;
  attempt: () => Promise<void>;
}

/** What finds no connection waits in line and is sent again, one after the other in the order in which it was first sent. */
export function createPatientLine({
  isLost,
  pause,
  onWaiting,
}: {
  isLost: (error: unknown) => boolean;
  pause: (ms: number, woken: Promise<void>) => Promise<void>;
  onWaiting: (isWaiting: boolean) => void;
}): PatientLine {
  const line: Waiting[] = [];
  let turns = 0;
  let isTrying = false;
  let wake = (): void => undefined;

  async function tryInTurn(): Promise<void> {
    if (isTrying) return;
    isTrying = true;
    onWaiting(true);
    // Whoever begins the line has just failed.
    for (let failures = 1; line.length > 0;) {
      if (failures > 0) await pause(pauseMs(failures), new Promise((resolve) => (wake = resolve)));
      const first = line[0]!;
      try {
        await first.attempt();
        line.splice(line.indexOf(first), 1);
        failures = 0;
      } catch {
        failures++;
      }
    }
    isTrying = false;
    onWaiting(false);
  }

  return {
    wake: () => wake(),
    async send(attempt) {
      const turn = ++turns;
      try {
        if (line.length === 0) return await attempt();
      } catch (error) {
        if (!isLost(error)) throw error;
      }
      return new Promise((resolve, reject) => {
        const waiting: Waiting = {
          turn,
          // Throws only to be tried again.
          attempt: () =>
            attempt().then(resolve, (error: Error) => {
              if (isLost(error)) throw error;
              reject(error);
            }),
        };
        const after = line.findIndex((other) => other.turn > turn);
        line.splice(after === -1 ? line.length : after, 0, waiting);
        void tryInTurn();
      });
    },
  };
}
