// A site's chat: an incoming webhook as Slack, Mattermost and, below /slack, Discord take it. Its address is a secret.
import type { Deps } from "../deps.ts";
import { UselessAnswerError } from "../outside/service-client.ts";

// Some post first and answer later; giving up too early posts a second time.
const timeoutMs = 15_000;

export const unreadableUrl =
  "The chat's address cannot be read any more, as after a change of the server's key. Enter it anew.";

/** null, or the sentence that says why nothing arrived. */
export async function postToChat(
  { services }: Pick<Deps, "services">,
  { siteId, url, text }: { siteId: string; url: string; text: string },
): Promise<string | null> {
  const reply = await services.ask({
    service: `chat ${siteId}`,
    kind: "chat",
    url,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text }),
    timeoutMs,
    read: ({ body }) => {
      // Some say 200 and the failure in words.
      if (/^(invalid_|no_service|channel_)/.test(body))
        throw new UselessAnswerError("did not take the message");
      return true;
    },
  });
  return reply.answer === null ? `The chat ${reply.problem}.` : null;
}
