import { useEffect, useRef, useState } from "preact/hooks";

/** The width that there is for a picture: drawn to measure, so that its words keep their size. */
export function useWidth(): { place: preact.RefObject<HTMLDivElement | null>; width: number } {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    if (place.current) observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return { place, width };
}
