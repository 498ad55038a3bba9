import type { ComponentChildren } from "preact";
import { CopyBlock } from "./copy-block.tsx";
import type { OneTimeLink } from "./settings-api.ts";

/** A one-time link, shown this once. */
export const LinkPanel = ({ link, children }: { link: OneTimeLink; children: ComponentChildren }) => (
  <div class="secret">
    <p>{children}</p>
    <CopyBlock key={link.url} label="Link" text={link.url} />
    <p class="hint">
      It works once, until{" "}
      {new Date(link.expiresAt).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" })}, and is
      shown only now.
    </p>
  </div>
);
