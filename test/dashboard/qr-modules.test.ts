import { expect, test } from "@jest/globals";
import jsQR from "jsqr";
import { qrModules } from "../../src/dashboard/app/settings/qr-modules.ts";
import { otpauthAddress } from "../../src/people/totp.ts";

const pixelsPerModule = 4;

/** As a camera sees it, in black and white. */
function read(text: string): string | undefined {
  const { size, dark } = qrModules(text);
  const side = size * pixelsPerModule;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [left, top, width] of dark) {
    for (let y = top * pixelsPerModule; y < (top + 1) * pixelsPerModule; y++) {
      for (let x = left * pixelsPerModule; x < (left + width) * pixelsPerModule; x++)
        pixels.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
    }
  }
  return jsQR.default(pixels, side, side)?.data;
}

test.each(["mara@example.org", "müller+søster@example.org", `${"long".repeat(15)}@example.org`])(
  "the address of an account with %s is read from its code",
  (account) => {
    const address = otpauthAddress("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", { issuer: "Moderato", account });

    expect(read(address)).toBe(address);
  },
);
