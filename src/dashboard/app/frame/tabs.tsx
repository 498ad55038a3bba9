import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface TabsProps {
  label: string;
  class?: string;
  /** When it changes, the current tab is scrolled into view. */
  current: string;
  children: ComponentChildren;
}

/** A row of links. On a phone it is wider than the screen, and fades where it goes on. */
export function Tabs({ label, class: className = "", current, children }: TabsProps) {
  const row = useRef<HTMLElement>(null);
  useEffect(() => {
    row.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current]);
  useEffect(() => {
    const tabs = row.current!;
    const observer = new ResizeObserver(() => showEdges(tabs));
    for (const one of [tabs, ...tabs.children]) observer.observe(one);
    return () => observer.disconnect();
  }, []);
  return (
    <nav
      class={`tabs ${className}`}
      aria-label={label}
      ref={row}
      onScroll={(event) => showEdges(event.currentTarget)}
    >
      {children}
    </nav>
  );
}

function showEdges(tabs: HTMLElement): void {
  const { scrollLeft, scrollWidth, clientWidth } = tabs;
  tabs.toggleAttribute("data-goes-on-before", scrollLeft > 1);
  tabs.toggleAttribute("data-goes-on-after", scrollLeft + clientWidth < scrollWidth - 1);
}
