import { useState } from "preact/hooks";
import { announce } from "../frame/announcer.tsx";
import { Field, Problem } from "../frame/field.tsx";
import { useTask } from "../frame/use-task.ts";
import { language, t } from "../language.ts";
import { useUnsaved } from "../unsaved.ts";
import { Ask } from "./ask.tsx";
import { LastSent, NoticeFields, ownTimeZone, settingsOf, TestButton } from "./notice-fields.tsx";
import { type Chat, deleteChat, fetchChat, saveChat, testChat } from "./notices-api.ts";
import { useLoaded } from "../frame/use-loaded.ts";

export function ChatPanel({ siteKey }: { siteKey: string }) {
  const { value: loaded, problem, reload, put: set } = useLoaded(() => fetchChat(siteKey), siteKey);
  return (
    <section class="panel stack" aria-labelledby="chat">
      <h2 id="chat">{t("Tell a chat what waits")}</h2>
      <p class="hint">
        {t(
          "Numbers and a link, nothing that visitors wrote. Each moderator can be told by e-mail, too: under My account.",
        )}
      </p>
      <Problem text={problem} />
      {loaded && (
        <ChatForm
          key={`${loaded.host} ${loaded.isUrlUnreadable}`}
          siteKey={siteKey}
          chat={loaded}
          onSaved={set}
          onDeleted={reload}
        />
      )}
    </section>
  );
}

const contentOf = (form: Chat, url: string): string => JSON.stringify([settingsOf(form), url]);

interface ChatFormProps {
  siteKey: string;
  chat: Chat;
  onSaved: (chat: Chat) => void;
  onDeleted: () => void;
}

function ChatForm({ siteKey, chat, onSaved, onDeleted }: ChatFormProps) {
  const { host, isUrlUnreadable } = chat;
  const isNew = host === null && !isUrlUnreadable;
  const [form, setForm] = useState(() =>
    isNew ? { ...chat, enabled: true, timeZone: ownTimeZone(), language } : chat,
  );
  const [url, setUrl] = useState("");
  const [known, setKnown] = useState(contentOf(form, ""));
  useUnsaved(t("The form “{name}”", { name: t("Tell a chat what waits") }), contentOf(form, url) !== known);
  const [isAsked, setIsAsked] = useState(false);
  const { busy, problem, run } = useTask();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run(async () => {
      onSaved(await saveChat(siteKey, { ...settingsOf(form), ...(url ? { url } : {}) }));
      setUrl("");
      setKnown(contentOf(form, ""));
      announce(t("Chat saved."));
    });
  };
  const forget = (): void =>
    run(async () => {
      await deleteChat(siteKey);
      announce(t("Chat deleted."));
      onDeleted();
    });
  return (
    <form class="stack" onSubmit={submit} aria-labelledby="chat">
      {isUrlUnreadable && (
        <p class="problem-text">
          {t(
            "The chat’s address cannot be read any more, as after a change of the server’s key. Enter it anew; everything else is as it was.",
          )}
        </p>
      )}
      <Field
        label={t("Address of the chat’s incoming webhook")}
        hint={
          host === null
            ? t(
                "From Slack or Mattermost; from Discord with /slack behind it. Whoever knows it can write there: it is kept encrypted and not shown again.",
              )
            : t("It leads to {host}. Leave this empty to keep it.", { host })
        }
        type="url"
        required={host === null}
        maxlength={2048}
        autocomplete="off"
        spellcheck={false}
        value={url}
        onText={setUrl}
      />
      {!isNew && (
        <label class="check">
          <input
            type="checkbox"
            checked={form.enabled}
            onChange={() => setForm({ ...form, enabled: !form.enabled })}
          />
          {t("Tell this chat")}
        </label>
      )}
      <NoticeFields
        settings={form}
        languageLabel={t("Language of the messages")}
        onChange={(change) => setForm({ ...form, ...change })}
      />
      <LastSent told={chat} />
      <Problem text={problem} />
      {isAsked ? (
        <Ask
          question={t("Delete the chat? It is told nothing more, and its address is forgotten.")}
          yes={t("Delete chat")}
          busy={busy}
          onYes={forget}
          onNo={() => setIsAsked(false)}
        />
      ) : (
        <div class="actions">
          <button type="submit" class="primary" disabled={busy}>
            {isNew ? t("Add chat") : t("Save chat")}
          </button>
          {!isNew && (
            <>
              <TestButton
                test={() => testChat(siteKey)}
                disabled={false}
                done={t("A test is in the chat.")}
              />
              <button type="button" class="quiet" onClick={() => setIsAsked(true)}>
                {t("Delete chat…")}
              </button>
            </>
          )}
        </div>
      )}
    </form>
  );
}
