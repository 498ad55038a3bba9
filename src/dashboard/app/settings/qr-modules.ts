import { encode } from "uqr";

// Four light ones on each side, says ISO/IEC 18004.
const quietZone = 4;

export interface QrModules {
  /** Width and height, the quiet zone included. */
  size: number;
  /** Runs of dark modules within a line. */
  dark: [x: number, y: number, width: number][];
}

export function qrModules(text: string): QrModules {
  const { size, data } = encode(text, { ecc: "M", border: quietZone });
  const dark = data.flatMap((line, y) => {
    const runs: QrModules["dark"] = [];
    line.forEach((isDark, x) => {
      if (!isDark) return;
      const run = line[x - 1] === true ? runs.at(-1) : undefined;
      if (run === undefined) runs.push([x, y, 1]);
      else run[2] += 1;
    });
    return runs;
  });
  return { size, dark };
}
