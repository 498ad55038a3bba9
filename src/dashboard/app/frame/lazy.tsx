import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { learnWordsOfPages, t } from "../language.ts";

/** What is read when it is first asked for: the queue opens sooner without it. */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  {
    whileLoading = <div class="desk" aria-busy="true" />,
    whenLost = <PageLost />,
  }: { whileLoading?: preact.JSX.Element; whenLost?: preact.JSX.Element } = {},
): (props: Props) => preact.JSX.Element {
  const loaded = signal<{ Pages: ComponentType<Props> } | null>(null);
  return function Lazy(props: Props) {
    const [isLost, setIsLost] = useState(false);
    const read = async (): Promise<void> => {
      try {
        loaded.value = { Pages: await load() };
      } catch {
        setIsLost(true);
      }
    };
    useEffect(() => {
      if (!loaded.value) void read();
    }, []);
    if (loaded.value) {
      const { Pages } = loaded.value;
      return <Pages {...props} />;
    }
    return isLost ? whenLost : whileLoading;
  };
}

export const lazyPage = <Props extends object>(load: () => Promise<ComponentType<Props>>) =>
  lazy(async () => {
    await learnWordsOfPages();
    return load();
  });

function PageLost() {
  return (
    <div class="empty" role="alert">
      <h1>{t("This page could not be loaded")}</h1>
      <p>{t("The connection is lost, or Moderato has been updated meanwhile.")}</p>
      <LoadAnew />
    </div>
  );
}

export const LoadAnew = () => (
  <button type="button" class="primary" onClick={() => location.reload()}>
    {t("Load it anew")}
  </button>
);
