// People come, get roles, forget passwords and leave; each keeps to his sites.
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createServerKey } from "../../src/db/server-key.ts";
import { resetPassword } from "../../src/people/reset-password.ts";
import { codeAt, stepSeconds } from "../../src/people/totp.ts";
import { admin, type Service, startService } from "../support/service.ts";
import { startVisit, type Visitor } from "../support/visitor.ts";

let service: Service;
let ada: Visitor;
beforeAll(async () => {
  service = await startService({ workers: false });
  for (const key of ["news", "sport"]) await service.call("POST", "/v1/sites", { body: { key } });
  ada = startVisit(service);
  await ada.signIn(admin);
});
afterAll(() => service.stop());

const password = "a long enough secret";
const tokenOf = (url: unknown) => String(url).split("#")[1]!;
let people = 0;

/** Somebody who has accepted an invitation. */
async function givenPerson(role: string, siteKey: string | null, name = "Bo") {
  const email = `person-${++people}@example.org`;
  const { body } = await service.call("POST", "/v1/invitations", { body: { email, siteKey, role } });
  const visitor = startVisit(service);
  const used = await visitor.call<{ user: { id: string } }>("POST", "/v1/one-time-links/use", {
    token: tokenOf(body.url),
    password,
    name,
  });
  expect(used.status).toBe(201);
  return { email, id: used.body.user.id, visitor };
}

describe("an invitation", () => {
  test("opens an account with its role, once", async () => {
    const { body: made } = await ada.call("POST", "/v1/invitations", {
      email: "Mara@Example.org",
      siteKey: "news",
      role: "moderator",
    });
    const mara = startVisit(service);
    const token = tokenOf(made.url);

    const looked = await mara.call("POST", "/v1/one-time-links/look", { token });
    const short = await mara.call("POST", "/v1/one-time-links/use", { token, password: "short" });
    const used = await mara.call("POST", "/v1/one-time-links/use", { token, password, name: "Mara" });
    const again = await startVisit(service).call("POST", "/v1/one-time-links/use", { token, password });

    expect(looked.body).toMatchObject({ email: "mara@example.org", role: "moderator", siteName: "news" });
    expect(looked.body).toMatchObject({ purpose: "invitation", hasAccount: false });
    expect(short.status).toBe(422);
    expect(used.body).toMatchObject({
      user: { email: "mara@example.org", name: "Mara", roles: [{ siteKey: "news", role: "moderator" }] },
    });
    expect(again.status).toBe(410);
    expect((await mara.call("GET", "/v1/comments?siteKey=news")).status).toBe(200);
    expect((await mara.call("GET", "/v1/comments?siteKey=sport")).status).toBe(404);
  });

  test("keeps its token from servers: it stands behind the #, and only its hash is stored", async () => {
    const { body } = await ada.call("POST", "/v1/invitations", { email: "x@example.org", role: "viewer" });

    expect(String(body.url)).toMatch(/\/join#[\w-]{43}$/);
    const { rows } = await service.deps.pool.query("SELECT * FROM one_time_links");
    expect(JSON.stringify(rows)).not.toContain(tokenOf(body.url));
  });

  test("is worth nothing once it expired, was withdrawn, or was made anew", async () => {
    const make = async () =>
      (
        await ada.call("POST", "/v1/invitations", {
          email: "late@example.org",
          siteKey: "news",
          role: "viewer",
        })
      ).body;
    const use = async (made: Record<string, unknown>) =>
      (
        await startVisit(service).call("POST", "/v1/one-time-links/use", {
          token: tokenOf(made.url),
          password,
        })
      ).status;
    const first = await make();
    const second = await make();
    const renewed = await use(first);
    await service.deps.pool.query(
      "UPDATE one_time_links SET expires_at = now() - interval '1 second' WHERE id = $1",
      [second.id],
    );
    const expired = await use(second);
    const third = await make();
    await ada.call("DELETE", `/v1/invitations/${String(third.id)}`);
    const withdrawn = await use(third);

    expect([renewed, expired, withdrawn]).toEqual([410, 410, 410]);
  });

  test("never opens an account that exists: only its owner can accept", async () => {
    const { email, visitor, id } = await givenPerson("moderator", "news");
    const { body } = await ada.call("POST", "/v1/invitations", { email, siteKey: "sport", role: "admin" });
    const token = tokenOf(body.url);

    const stranger = await startVisit(service).call("POST", "/v1/one-time-links/use", { token, password });
    const other = await ada.call("POST", "/v1/one-time-links/use", { token, password: "taken over now" });
    const owner = await visitor.call("POST", "/v1/one-time-links/use", { token });

    expect([stranger.status, other.status, owner.status]).toEqual([401, 401, 201]);
    expect((await service.call("GET", `/v1/users/${id}`)).body.roles).toEqual([
      { siteKey: "news", role: "moderator" },
      { siteKey: "sport", role: "admin" },
    ]);
  });

  test("ends with its maker's right to make it; a key's stays", async () => {
    const boss = await givenPerson("admin", "news");
    const gone = await givenPerson("admin", "news");
    const bo = await givenPerson("moderator", "news");
    const cy = await givenPerson("moderator", "news");
    const inviting = (email: string) => ({ email, siteKey: "news", role: "admin" });
    const made = [
      await boss.visitor.call("POST", "/v1/invitations", inviting("back-door@example.org")),
      await gone.visitor.call("POST", "/v1/invitations", inviting("other-door@example.org")),
      await boss.visitor.call("POST", `/v1/users/${bo.id}/password-link`),
      await gone.visitor.call("POST", `/v1/users/${cy.id}/password-link`),
      await service.call("POST", "/v1/invitations", { body: inviting("front-door@example.org") }),
    ];
    const answersOf = async (action: string, extra: object) => {
      const statuses = [];
      for (const { body } of made)
        statuses.push(
          (
            await startVisit(service).call("POST", `/v1/one-time-links/${action}`, {
              token: tokenOf(body.url),
              ...extra,
            })
          ).status,
        );
      return statuses;
    };
    const before = await answersOf("look", {});
    await ada.call("PATCH", `/v1/users/${boss.id}`, { roles: [{ siteKey: "news", role: "moderator" }] });
    await ada.call("DELETE", `/v1/users/${gone.id}`);

    const looked = await answersOf("look", {});
    const used = await answersOf("use", { password: "taken over now" });
    const listed = await ada.call<{ items: { email: string }[] }>("GET", "/v1/invitations?siteKey=news");

    expect(before).toEqual([200, 200, 200, 200, 200]);
    expect(looked).toEqual([410, 410, 410, 410, 200]);
    expect(used).toEqual([410, 410, 410, 410, 201]);
    expect(listed.body.items.filter(({ email }) => email.includes("-door@"))).toEqual([]);
  });

  test("needs our own page", async () => {
    const answer = await service.call("POST", "/v1/one-time-links/look", { key: null, body: { token: "x" } });

    expect(answer.status).toBe(403);
  });

  test("is accepted by one of two who try at the same time", async () => {
    const { body } = await ada.call("POST", "/v1/invitations", { email: "twin@example.org", role: "viewer" });
    const twins = [startVisit(service), startVisit(service)];

    const answers = await Promise.all(
      twins.map((twin) =>
        twin.call("POST", "/v1/one-time-links/use", { token: tokenOf(body.url), password }),
      ),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 410]);
  });
});

describe("an admin of one site", () => {
  test("sees and changes that site's people only", async () => {
    const boss = await givenPerson("admin", "news");
    const there = await givenPerson("moderator", "sport");
    const both = await givenPerson("viewer", "news");
    await service.call("PATCH", `/v1/users/${both.id}`, {
      body: { roles: [{ siteKey: "sport", role: "admin" }] },
    });

    const list = await boss.visitor.call<{ items: { email: string; roles: object[] }[] }>("GET", "/v1/users");
    const seen = list.body.items.find(({ email }) => email === both.email);
    const asked: [string, string, unknown?][] = [
      ["GET", `/v1/users/${there.id}`],
      ["DELETE", `/v1/users/${there.id}`],
      ["PATCH", `/v1/users/${there.id}`, { roles: [{ siteKey: "news", role: "viewer" }] }],
      ["POST", `/v1/users/${there.id}/password-link`],
      ["PATCH", `/v1/users/${both.id}`, { roles: [{ siteKey: "sport", role: null }] }],
      ["POST", "/v1/invitations", { email: "a@b.example", siteKey: "sport", role: "viewer" }],
      ["GET", "/v1/users?siteKey=sport"],
      ["GET", "/v1/audit?siteKey=sport"],
    ];
    const answers = [];
    for (const [method, path, body] of asked)
      answers.push((await boss.visitor.call(method, path, body)).status);
    const everywhere = await boss.visitor.call("POST", "/v1/invitations", {
      email: "a@b.example",
      role: "admin",
    });
    const taken = await boss.visitor.call("POST", `/v1/users/${both.id}/password-link`);
    const step = await boss.visitor.call("DELETE", `/v1/users/${both.id}/second-step`);
    const removed = await boss.visitor.call("DELETE", `/v1/users/${both.id}`);

    expect(list.body.items.map(({ email }) => email)).not.toContain(there.email);
    expect(list.body.items.map(({ email }) => email)).not.toContain(admin.email);
    expect(seen?.roles).toEqual([{ siteKey: "news", role: "viewer" }]);
    expect(answers).toEqual(asked.map(() => 404));
    expect([everywhere.status, taken.status, step.status, removed.status]).toEqual([403, 403, 403, 204]);
    expect((await service.call("GET", `/v1/users/${both.id}`)).body.roles).toEqual([
      { siteKey: "sport", role: "admin" },
    ]);
  });

  test("reads of the audit log what happened on that site", async () => {
    const boss = await givenPerson("admin", "news");

    const { body } = await boss.visitor.call<{ items: { siteKey: string | null }[] }>("GET", "/v1/audit");

    expect(body.items.length).toBeGreaterThan(0);
    expect(new Set(body.items.map(({ siteKey }) => siteKey))).toEqual(new Set(["news"]));
  });
});

describe("roles", () => {
  test("the last admin of all sites can neither be removed nor lowered nor leave", async () => {
    const { body } = await service.call<{ items: { id: string; email: string }[] }>("GET", "/v1/users");
    const { id } = body.items.find(({ email }) => email === admin.email)!;

    const removed = await ada.call("DELETE", `/v1/users/${id}`);
    const lowered = await ada.call("PATCH", `/v1/users/${id}`, {
      roles: [{ siteKey: null, role: "viewer" }],
    });

    expect([removed.status, lowered.status]).toEqual([409, 409]);
  });

  test("two admins who remove each other at once do not leave nobody", async () => {
    const own = await startService({ workers: false });
    try {
      const { body: link } = await own.call("POST", "/v1/invitations", {
        body: { email: "bo@example.org", role: "admin" },
      });
      await startVisit(own).call("POST", "/v1/one-time-links/use", { token: tokenOf(link.url), password });
      const { body } = await own.call<{ items: { id: string }[] }>("GET", "/v1/users");

      const answers = await Promise.all(body.items.map(({ id }) => own.call("DELETE", `/v1/users/${id}`)));

      expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    } finally {
      await own.stop();
    }
  });

  test("count from the next request on, and without any the account and its sessions are gone", async () => {
    const { id, visitor, email } = await givenPerson("viewer", "news");
    const before = await visitor.call("GET", "/v1/comments");
    await ada.call("DELETE", `/v1/users/${id}`);

    const after = await visitor.call("GET", "/v1/comments");
    const back = await startVisit(service).signIn({ email, password });

    expect([before.status, after.status, back.status]).toEqual([200, 401, 401]);
  });

  test("a viewer and a moderator see neither people nor audit log", async () => {
    const { visitor } = await givenPerson("moderator", "news");

    const statuses = [];
    for (const path of ["/v1/users", "/v1/invitations", "/v1/audit", "/v1/audit.csv", "/v1/api-keys"])
      statuses.push((await visitor.call("GET", path)).status);

    expect(statuses).toEqual([403, 403, 403, 403, 403]);
  });
});

describe("a password", () => {
  test("is changed by who knows it; every other session ends", async () => {
    const { email, visitor } = await givenPerson("viewer", "news");
    const elsewhere = startVisit(service);
    await elsewhere.signIn({ email, password });
    const change = (currentPassword: string) =>
      visitor.call("POST", "/v1/account/password", { currentPassword, newPassword: "another long secret" });

    const wrong = await change("wrong");
    const right = await change(password);

    expect([wrong.status, right.status]).toEqual([422, 204]);
    expect((await visitor.call("GET", "/v1/comments")).status).toBe(200);
    expect((await elsewhere.call("GET", "/v1/comments")).status).toBe(401);
    expect((await startVisit(service).signIn({ email, password })).status).toBe(401);
    expect((await startVisit(service).signIn({ email, password: "another long secret" })).status).toBe(201);
  });

  test("is set anew by an admin's link, once; every session ends", async () => {
    const { email, visitor, id } = await givenPerson("viewer", "news");
    const { body } = await ada.call("POST", `/v1/users/${id}/password-link`);
    const token = tokenOf(body.url);
    const forgetful = startVisit(service);

    const looked = await forgetful.call("POST", "/v1/one-time-links/look", { token });
    const used = await forgetful.call("POST", "/v1/one-time-links/use", {
      token,
      password: "a brand new one",
    });
    const again = await forgetful.call("POST", "/v1/one-time-links/use", {
      token,
      password: "and once more",
    });

    expect(looked.body).toMatchObject({ purpose: "new-password", email });
    expect([used.status, again.status]).toEqual([201, 410]);
    expect((await visitor.call("GET", "/v1/comments")).status).toBe(401);
    expect((await startVisit(service).signIn({ email, password: "a brand new one" })).status).toBe(201);
  });

  test("is not set by a link made before its owner's rights or password changed", async () => {
    const boss = await givenPerson("admin", "news");
    const use = async (token: string) =>
      (
        await startVisit(service).call("POST", "/v1/one-time-links/use", {
          token,
          password: "taken over now",
        })
      ).status;
    const linkFor = async (id: string) =>
      tokenOf((await boss.visitor.call("POST", `/v1/users/${id}/password-link`)).body.url);

    const promoted = await givenPerson("moderator", "news");
    const beforePromotion = await linkFor(promoted.id);
    await ada.call("PATCH", `/v1/users/${promoted.id}`, { roles: [{ siteKey: null, role: "admin" }] });
    const invited = await givenPerson("moderator", "news");
    const beforeInvitation = await linkFor(invited.id);
    const { body } = await ada.call("POST", "/v1/invitations", {
      email: invited.email,
      siteKey: "sport",
      role: "admin",
    });
    await invited.visitor.call("POST", "/v1/one-time-links/use", { token: tokenOf(body.url) });
    const wary = await givenPerson("moderator", "news");
    const beforeNewPassword = await linkFor(wary.id);
    await wary.visitor.call("POST", "/v1/account/password", {
      currentPassword: password,
      newPassword: "another long secret",
    });

    expect([await use(beforePromotion), await use(beforeInvitation), await use(beforeNewPassword)]).toEqual([
      410, 410, 410,
    ]);
  });

  test("is set anew from the command line, which ends the second step, too", async () => {
    const { email, visitor } = await givenPerson("viewer", null);
    await givenSecondStep(visitor);

    const said = await resetPassword(service.deps, email.toUpperCase());
    const token = /#(\S+)/.exec(said)![1];
    const used = await startVisit(service).call("POST", "/v1/one-time-links/use", { token, password });

    expect(used.body).toMatchObject({ user: { email } });
    await expect(resetPassword(service.deps, "nobody@example.org")).rejects.toThrow("There is no user");
    await expect(resetPassword(service.deps, undefined)).rejects.toThrow("reset-password E-MAIL");
  });
});

/**
 * Switched on by the present code, so that the next one, which a fast clock shows already, is still unused. Both count
 * also where the half minute ends before they arrive.
 */
async function givenSecondStep(visitor: Visitor, with_ = password) {
  const begun = await visitor.call<{ secret: string }>("POST", "/v1/account/second-step", {
    password: with_,
  });
  const { secret } = begun.body;
  const code = (off: number) => codeAt(secret, Math.floor(Date.now() / 1000 / stepSeconds) + off);
  const confirmed = await visitor.call<{ recoveryCodes: string[] }>(
    "POST",
    "/v1/account/second-step/confirm",
    {
      code: code(0),
    },
  );
  expect([begun.status, confirmed.status]).toEqual([201, 200]);
  return { secret, code, recoveryCodes: confirmed.body.recoveryCodes };
}

describe("the second step", () => {
  test("is asked for after the right password only, and takes a code once", async () => {
    const { email, visitor } = await givenPerson("viewer", "news");
    const { code } = await givenSecondStep(visitor);
    const signIn = (credentials: { password: string; code?: string }) =>
      startVisit(service).signIn({ email, ...credentials });
    const next = code(1);

    const wrongPassword = await signIn({ password: "wrong" });
    const wrongBoth = await signIn({ password: "wrong", code: "000000" });
    const withoutCode = await signIn({ password });
    const wrongCode = await signIn({ password, code: "000000" });
    const right = await signIn({ password, code: next });
    const replayed = await signIn({ password, code: next });

    expect(wrongPassword.body).not.toHaveProperty("secondStep");
    expect([withoutCode.status, withoutCode.body.secondStep]).toEqual([401, true]);
    expect(wrongCode.body).toEqual(wrongBoth.body);
    expect([wrongCode.status, right.status, replayed.status]).toEqual([401, 201, 401]);
  });

  test("is passed by a recovery code once, however it is typed", async () => {
    const { email, visitor } = await givenPerson("viewer", "news");
    const { recoveryCodes } = await givenSecondStep(visitor);
    const typed = recoveryCodes[3]!.toUpperCase().replaceAll("-", " ");

    const first = await startVisit(service).signIn({ email, password, code: typed });
    const second = await startVisit(service).signIn({ email, password, code: typed });

    expect([first.status, second.status]).toEqual([201, 401]);
    expect((await visitor.call("GET", "/v1/account")).body).toMatchObject({
      hasSecondStep: true,
      recoveryCodesLeft: 9,
    });
  });

  test("its secret lies encrypted, its recovery codes as hashes", async () => {
    const { visitor, id } = await givenPerson("viewer", "news");
    const { secret, recoveryCodes } = await givenSecondStep(visitor);

    const { rows } = await service.deps.pool.query(
      `SELECT encode(totp_secret, 'escape') AS secret,
         (SELECT string_agg(encode(code_hash, 'escape'), ' ') FROM recovery_codes WHERE user_id = $1) AS codes
       FROM users WHERE id = $1`,
      [id],
    );

    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(JSON.stringify(rows)).not.toContain(recoveryCodes[0]!.replaceAll("-", ""));
  });

  test("whose secret cannot be read any more is passed by a recovery code, and can be set up anew", async () => {
    const { email, visitor, id } = await givenPerson("viewer", "news");
    const { code, recoveryCodes } = await givenSecondStep(visitor);
    await service.deps.pool.query("UPDATE users SET totp_secret = $2 WHERE id = $1", [
      id,
      createServerKey("the server's key of another day").encrypt("a secret"),
    ]);

    const byApp = await startVisit(service).signIn({ email, password, code: code(0) });
    const again = startVisit(service);
    const byRecoveryCode = await again.signIn({ email, password, code: recoveryCodes[0]! });
    const removed = await again.call("POST", "/v1/account/second-step/remove", { password });

    expect([byApp.status, byRecoveryCode.status, removed.status]).toEqual([401, 201, 204]);
    await givenSecondStep(again);
  });

  test("guessing codes is slowed down over all networks", async () => {
    const { email, visitor, id } = await givenPerson("viewer", "news");
    const { code } = await givenSecondStep(visitor);
    const { limits } = service.server.deps;
    for (let guess = 0; guess < 19; guess++) await limits.tryCode(id, () => Promise.resolve(false));

    const guesses = await Promise.all(
      ["000000", "000001", "000002"].map((wrong) =>
        startVisit(service).signIn({ email, password, code: wrong }),
      ),
    );
    const right = await startVisit(service).signIn({ email, password, code: code(1) });

    expect(guesses.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(1);
    expect(right.status).toBe(429);
  });

  test("is switched off by the password, or by an admin when the phone is lost", async () => {
    const own = await givenPerson("viewer", "news");
    await givenSecondStep(own.visitor);
    const lost = await givenPerson("viewer", "news");
    await givenSecondStep(lost.visitor);

    const wrong = await own.visitor.call("POST", "/v1/account/second-step/remove", { password: "wrong" });
    const right = await own.visitor.call("POST", "/v1/account/second-step/remove", { password });
    const byAdmin = await ada.call("DELETE", `/v1/users/${lost.id}/second-step`);

    expect([wrong.status, right.status, byAdmin.status]).toEqual([422, 204, 204]);
    for (const { email } of [own, lost])
      expect((await startVisit(service).signIn({ email, password })).status).toBe(201);
  });

  test("stays when an admin's link gives a new password: the code is still asked for", async () => {
    const { email, visitor, id } = await givenPerson("viewer", "news");
    await givenSecondStep(visitor);
    const { body } = await ada.call("POST", `/v1/users/${id}/password-link`);

    const used = await startVisit(service).call("POST", "/v1/one-time-links/use", {
      token: tokenOf(body.url),
      password: "a brand new one",
    });

    expect(used.body.user).toBeNull();
    expect((await startVisit(service).signIn({ email, password: "a brand new one" })).body).toMatchObject({
      secondStep: true,
    });
  });
});

describe("sessions", () => {
  test("are listed and ended by their owner alone", async () => {
    const { email, visitor } = await givenPerson("viewer", "news");
    const phone = startVisit(service);
    await phone.signIn({ email, password });
    type Sessions = { items: { id: string; isCurrent: boolean }[] };
    const { body } = await visitor.call<Sessions>("GET", "/v1/sessions");
    const other = body.items.find(({ isCurrent }) => !isCurrent)!;

    const foreign = await ada.call("DELETE", `/v1/sessions/${other.id}`);
    const still = await phone.call("GET", "/v1/account");
    const ended = await visitor.call("DELETE", `/v1/sessions/${other.id}`);
    const gone = await phone.call("GET", "/v1/account");
    const byKey = await service.call("GET", "/v1/sessions");

    expect(body.items).toHaveLength(2);
    expect([foreign.status, still.status, ended.status, gone.status, byKey.status]).toEqual([
      404, 200, 204, 401, 403,
    ]);
  });

  test("all but this one end at once", async () => {
    const { email, visitor } = await givenPerson("viewer", "news");
    const phone = startVisit(service);
    await phone.signIn({ email, password });

    await visitor.call("DELETE", "/v1/sessions");

    expect((await phone.call("GET", "/v1/account")).status).toBe(401);
    expect((await visitor.call("GET", "/v1/account")).status).toBe(200);
  });
});

describe("the audit log", () => {
  interface Entries {
    items: { id: string; action: string; actor: string; by: string; detail: unknown }[];
    nextCursor: string | null;
  }

  test("has every act of people, with neither password nor token nor secret", async () => {
    const { visitor, id } = await givenPerson("viewer", "news", "Auditee");
    const { secret } = await givenSecondStep(visitor);
    await visitor.call("PATCH", "/v1/account", { name: "Auditee the second" });
    await visitor.call("POST", "/v1/account/password", {
      currentPassword: password,
      newPassword: "new and long",
    });
    await visitor.call("DELETE", "/v1/sessions/current");
    await ada.call("DELETE", `/v1/users/${id}`);

    const own = await ada.call<Entries>("GET", "/v1/audit?actor=auditee&limit=200");
    const all = await ada.call<Entries>("GET", "/v1/audit?action=user&limit=200");

    expect(own.body.items.map(({ action }) => action)).toEqual([
      "session.end",
      "account.password",
      "account.rename",
      "second-step.on",
      "session.start",
      "invitation.accept",
    ]);
    expect(all.body.items[0]).toMatchObject({ action: "user.remove", by: "user", actor: "ada" });
    const text = JSON.stringify((await ada.call("GET", "/v1/audit?limit=200")).body);
    for (const hidden of [password, "new and long", secret]) expect(text).not.toContain(hidden);
  });

  test("is read page by page, neither skipping nor repeating", async () => {
    const whole = await ada.call<Entries>("GET", "/v1/audit?action=invitation&limit=200");
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const path: string = `/v1/audit?action=invitation&limit=3${cursor === null ? "" : `&cursor=${cursor}`}`;
      const { body }: { body: Entries } = await ada.call<Entries>("GET", path);
      ids.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    } while (cursor !== null);

    expect(ids.length).toBeGreaterThan(6);
    expect(ids).toEqual(whole.body.items.map(({ id }) => id));
  });

  test("is a file in which no name becomes a formula", async () => {
    const evil = '=HYPERLINK("https://evil.example","click")';
    const { visitor } = await givenPerson("admin", "news", evil);
    await visitor.call("PATCH", "/v1/sites/news", { mode: "flagged" });

    const file = await ada.call<string>("GET", "/v1/audit.csv?siteKey=news&action=site.save");

    expect(file.headers.get("content-disposition")).toContain("moderato-audit.csv");
    expect(file.body).toContain("time,site,actor,by,action,subject,detail\r\n");
    expect(file.body).toContain(`,news,"'=HYPERLINK(""https://evil.example"",""click"")",user,site.save,`);
  });

  test("refuses a cursor or a time that is none", async () => {
    const statuses = [];
    for (const query of ["cursor=x", "since=yesterday", "limit=0"])
      statuses.push((await ada.call("GET", `/v1/audit?${query}`)).status);

    expect(statuses).toEqual([422, 422, 422]);
  });
});
