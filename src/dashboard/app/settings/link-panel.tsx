import type { ComponentChildren } from "preact";
import { locale, t } from "../language.ts";
import { CopyBlock } from "./copy-block.tsx";
import type { OneTimeLink } from "./settings-api.ts";

/** A one-time link, shown this once. */
export const LinkPanel = ({ link, children }: { link: OneTimeLink; children: ComponentChildren }) => (
  <div class="secret">
    <p>{children}</p>
    <CopyBlock key={link.url} label={t("Link")} text={link.url} />
    <p class="hint">
      {t("It works once, until {moment}, and is shown only now.", {
        moment: new Date(link.expiresAt).toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" }),
      })}
    </p>
  </div>
);
