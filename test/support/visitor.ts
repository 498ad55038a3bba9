import type { Answer, Service } from "./service.ts";

/** Somebody at a browser: keeps cookies, and sends the token of the page with each change. */
export interface Visitor {
  call<Body = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Answer<Body>>;
  signIn(credentials: {
    email: string;
    password: string;
    code?: string;
  }): Promise<Answer<Record<string, unknown>>>;
}

export function startVisit(service: Pick<Service, "call">): Visitor {
  const cookies = new Map<string, string>();
  let csrfToken = "";
  const send = async <Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>> => {
    const answer = await service.call<Body>(method, path, {
      key: null,
      body,
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        "x-csrf-token": csrfToken,
      },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.split(";")[0]!.split("=") as [string, string];
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    const given = (answer.body as { csrfToken?: unknown } | null)?.csrfToken;
    if (typeof given === "string") csrfToken = given;
    return answer;
  };
  return {
    async call(method, path, body) {
      if (csrfToken === "") await send("GET", "/v1/session");
      return send(method, path, body);
    },
    async signIn(credentials) {
      await send("GET", "/v1/session");
      return send("POST", "/v1/sessions", credentials);
    },
  };
}
