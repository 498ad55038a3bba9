// Where the focus goes when what has it is taken away or switched off: a row that was deleted, a question that was
// answered, a button while it is busy. Browsers leave it nowhere then, and whoever works by keys begins at the top again.

interface Place {
  element: HTMLElement;
  words: string;
  /** From its parent up to the page, each with the place that its child had in it. */
  around: { parent: HTMLElement; index: number }[];
}

const CAN_HAVE_FOCUS = "button, a[href], summary, select, input[type=checkbox], input[type=radio]";
const REMEMBERED = 4;

/** Looks after this part of the page until the returned function is called. */
export function keepFocusWithin(page: HTMLElement): () => void {
  /** The latest first. */
  let places: Place[] = [];
  const remember = ({ target }: FocusEvent): void => {
    if (!(target instanceof HTMLElement) || target === page) return;
    // Dialogs give it back themselves, and the queue to its cards, but not within what is open on one.
    const panel = target.closest<HTMLElement>(".card-panel");
    if (target.closest("dialog, .cards") && panel === null) places = [];
    else places = [placeOf(target, panel ?? page), ...places].slice(0, REMEMBERED);
  };
  // A click beside everything takes the focus away because somebody wants so, and so does what is left by itself.
  const forget = (): void => void (places = []);
  const forgetLeft = ({ target }: FocusEvent): void =>
    queueMicrotask(() => {
      const isLeft = places[0]?.element === target && isUsable(places[0].element);
      if (isLeft && document.activeElement === document.body) forget();
    });
  const lookAfter = (): void => {
    const [last] = places;
    if (last === undefined || (document.activeElement ?? document.body) !== document.body) return;
    if (isUsable(last.element)) last.element.focus();
    // A busy button has it again when it is no longer busy.
    else if (!last.element.isConnected) (insteadOf(last, places) ?? last.around.at(-1)!.parent).focus();
  };
  const watch = new MutationObserver(() => requestAnimationFrame(lookAfter));
  watch.observe(page, { childList: true, subtree: true, attributeFilter: ["disabled"] });
  page.addEventListener("focusin", remember);
  page.addEventListener("focusout", forgetLeft);
  addEventListener("pointerdown", forget);
  return () => {
    watch.disconnect();
    page.removeEventListener("focusin", remember);
    page.removeEventListener("focusout", forgetLeft);
    removeEventListener("pointerdown", forget);
  };
}

const placeOf = (element: HTMLElement, within: HTMLElement): Place => ({
  element,
  words: wordsOf(element),
  around: ancestorsOf(element, within).map((parent, at, all) => ({
    parent,
    index: [...parent.children].indexOf(at === 0 ? element : all[at - 1]!),
  })),
});

function ancestorsOf(element: HTMLElement, last: HTMLElement): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (let one = element.parentElement; one !== null && found.at(-1) !== last; one = one.parentElement)
    found.push(one);
  return found;
}

/**
 * In what is left around it: what led to it, else what stands in its place now, such as the next row of a list, else what
 * comes before.
 */
function insteadOf(last: Place, places: readonly Place[]): HTMLElement | null {
  for (const { parent, index } of last.around) {
    if (!parent.isConnected) continue;
    const isList = parent.matches("ul, ol");
    const led = (usable: readonly HTMLElement[]): HTMLElement | undefined =>
      places.flatMap(({ words }) => usable.find((element) => wordsOf(element) === words) ?? [])[0];
    const alike = (usable: readonly HTMLElement[]): HTMLElement | undefined =>
      isList ? usable.find(({ className }) => className === last.element.className) : undefined;
    const [here, next, before] = [parent, parent.children[index], parent.children[index - 1]].map(usableIn);
    const found =
      (isList ? undefined : led(here!)) ??
      led(next!) ??
      alike(next!) ??
      next![0] ??
      led(before!) ??
      alike(before!) ??
      before!.at(-1);
    if (found !== undefined) return found;
  }
  return null;
}

/** Never where a second press would do harm; and a card that has the focus is the one that keys decide on. */
const usableIn = (scope: Element | undefined): HTMLElement[] =>
  [...(scope?.querySelectorAll<HTMLElement>(CAN_HAVE_FOCUS) ?? [])].filter(
    (element) =>
      isUsable(element) &&
      !element.matches(".danger") &&
      (scope!.matches(".cards *") || element.closest(".cards") === null),
  );

const isUsable = (element: HTMLElement): boolean =>
  element.isConnected && !element.matches(":disabled") && element.getClientRects().length > 0;

const wordsOf = (element: HTMLElement): string => element.ariaLabel ?? element.textContent;
