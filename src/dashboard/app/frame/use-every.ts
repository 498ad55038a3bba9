import { useEffect } from "preact/hooks";

/** Again and again while the page is looked at, and at once when somebody comes back to it. */
export function useEvery(everyMs: number, task: () => void): void {
  useEffect(() => {
    const whenSeen = (): void => {
      if (document.visibilityState === "visible") task();
    };
    const timer = setInterval(whenSeen, everyMs);
    document.addEventListener("visibilitychange", whenSeen);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", whenSeen);
    };
  }, []);
}
