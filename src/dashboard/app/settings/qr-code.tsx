import { qrModules } from "./qr-modules.ts";

/** A text as a code that a phone's camera reads: dark on light in both themes, since some read nothing else. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, dark } = qrModules(text);
  return (
    <svg class="qr-code" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`}>
      <path d={dark.map(([x, y, width]) => `M${x} ${y}h${width}v1h-${width}z`).join("")} />
    </svg>
  );
}
