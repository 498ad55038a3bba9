import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { describeOnBackends, startBackend } from "../support/backends.ts";
import { type Service, startService } from "../support/service.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";
import { eventually } from "../support/wait.ts";

describeOnBackends("from a visitor to a webhook", (backend) => {
  let service: Service;
  let receiver: WebhookReceiver;
  let queue: Awaited<ReturnType<typeof startBackend>>;

  beforeAll(async () => {
    queue = await startBackend(backend);
    service = await startService({ redisUrl: queue.redisUrl });
    receiver = await startWebhookReceiver();
    const endpoint = await service.call<{ secret: string }>("POST", "/v1/webhook-endpoints", {
      body: { siteKey: "demo", url: receiver.url },
    });
    expect(endpoint.status).toBe(201);
    receiver.trust(endpoint.body.secret);
  });
  afterAll(async () => {
    await service.stop();
    await receiver.stop();
    await queue.stop();
  });

  test("a visitor's comment is held, approved by a moderator, published, and the website hears of both", async () => {
    const pageUrl = "https://news.example/a-night-rescue";
    const sent = await service.call<{ id: string; receipt: string; statusUrl: string; status: string }>(
      "POST",
      "/v1/sites/demo/comments",
      { key: null, body: { pageUrl, authorName: "Jo", body: "Well rehearsed, well written." } },
    );
    expect(sent.status).toBe(202);
    expect(sent.body).toMatchObject({
      status: "queued",
      statusUrl: expect.stringContaining(sent.body.receipt) as unknown,
    });
    const { id } = sent.body;

    const held = await eventually("the comment to be held", async () => {
      const { body } = await service.call<{ status: string }>("GET", `/v1/comments/${id}`);
      return body.status === "held" && body;
    });
    expect(held).toMatchObject({ revision: 2, authorName: "Jo", pageUrl });
    const decided = await service.call<{ status: string; revision: number }>(
      "POST",
      `/v1/comments/${id}/decisions`,
      {
        body: { status: "approved", expectedRevision: 2 },
      },
    );
    expect(decided).toMatchObject({ status: 200, body: { status: "approved", revision: 3 } });
    await eventually("both webhooks", () => receiver.events.length >= 2);

    expect(receiver.refused).toEqual([]);
    expect(receiver.events.map((event) => event.type).sort()).toEqual(["comment.approved", "comment.held"]);
    expect(receiver.events.find((event) => event.type === "comment.approved")).toMatchObject({
      data: {
        comment: {
          id,
          siteKey: "demo",
          pageUrl,
          status: "approved",
          previousStatus: "held",
          revision: 3,
          authorName: "Jo",
        },
        decision: { by: "moderator" },
      },
    });
    const thread = await service.call<{ items: { id: string; body: string }[] }>(
      "GET",
      `/v1/sites/demo/comments?pageUrl=${encodeURIComponent(pageUrl)}`,
      { key: null },
    );
    expect(thread.body.items).toMatchObject([{ id, body: "Well rehearsed, well written." }]);
  });
});
