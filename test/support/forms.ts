import type { Service } from "./service.ts";

export interface PageAnswer {
  status: number;
  location: string | null;
  headers: Headers;
  html: string;
}

/** What a browser without JavaScript does with a form: posts it and gets a page, or is sent on. */
export async function postForm(
  service: Service,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<PageAnswer> {
  const response = await fetch(service.url + path, {
    method: "POST",
    redirect: "manual",
    headers: { accept: "text/html,application/xhtml+xml", ...headers },
    body: new URLSearchParams(fields),
  });
  return pageAnswer(response);
}

export async function getPage(service: Service, path: string): Promise<PageAnswer> {
  const url = new URL(path, service.url);
  return pageAnswer(
    await fetch(service.url + url.pathname + url.search, { headers: { accept: "text/html" } }),
  );
}

async function pageAnswer(response: Response): Promise<PageAnswer> {
  return {
    status: response.status,
    location: response.headers.get("location"),
    headers: response.headers,
    html: await response.text(),
  };
}
