// A believable evening below the sample article: some comments published, some waiting, for pictures and for a look around.
import { givenHeldComment } from "../support/givens.ts";
import type { Service } from "../support/service.ts";

interface Remark {
  authorName: string;
  body: string;
  minutesAgo: number;
  authorEmail?: string;
  authorUrl?: string;
  /** By default the sample article. */
  page?: { url: string; title: string };
  /** Published before the picture is taken; the key is what replies refer to. */
  published?: string;
  replyTo?: string;
}

const rescue = {
  url: "https://signal-mast.example/night-rescue",
  title: "Coast guard and lifeboat crews rehearse a night rescue off Tarn Head",
};
const shoals = {
  url: "https://signal-mast.example/shoals-survey",
  title: "Survey finds the Skerry shoals have moved half a mile",
};

const remarks: Remark[] = [
  {
    authorName: "Hanne Brekke",
    authorEmail: "hanne@example.org",
    body: "My daughter was one of the cadets. She says the worst part was sitting still for fifty minutes, and that the tea afterwards was the best of her life.",
    minutesAgo: 320,
    published: "hanne",
  },
  {
    authorName: "Tomasz Wilk",
    body: "A generator for the harbour hall was promised after the storm two winters ago. Who is supposed to pay for it, the council or the port?",
    minutesAgo: 290,
    published: "tomasz",
  },
  {
    authorName: "Ruth Adeyemi",
    body: "The port, according to the minutes of the March meeting. It is on their website.",
    minutesAgo: 251,
    published: "ruth",
    replyTo: "tomasz",
  },
  {
    authorName: "Tomasz Wilk",
    body: "Thank you, found it. “Subject to funding”, of course.",
    minutesAgo: 240,
    published: "tomasz-again",
    replyTo: "ruth",
  },
  {
    authorName: "Ines Calado",
    body: "Could the article say which channel the residents should listen to during the daylight exercise? We live right below the headland and would rather know.",
    minutesAgo: 131,
    published: "ines",
  },
  {
    authorName: "Oskar P.",
    authorEmail: "oskar@example.net",
    body: "Fifty-two minutes with two lifeboats and a helicopter? My grandfather did it with a rowing boat. Whoever signed off this plan is a complete idiot and should say so in public.",
    minutesAgo: 14,
    page: rescue,
  },
  {
    authorName: "Lifejackets4Less",
    authorEmail: "sales@lifejackets4less.example",
    body: "Great article!! Our crew uses only certified gear, 40% off this week: https://lifejackets4less.example/promo and https://bit.ly/3xTarn",
    minutesAgo: 9,
    page: rescue,
  },
  {
    authorName: "Hanne Brekke",
    authorEmail: "hanne@example.org",
    body: "My daughter was one of the cadets. She says the worst part was sitting still for fifty minutes.",
    minutesAgo: 80,
    published: "hanne-again",
    page: rescue,
  },
  {
    authorName: "Marit Solheim",
    body: "I was on the second lifeboat. The chart did load, it just loaded after we no longer needed it. The crews deserve better equipment, not better excuses.",
    minutesAgo: 22,
    replyTo: "hanne-again",
    page: rescue,
  },
  {
    authorName: "Gwen",
    body: "WHY DOES NOBODY ASK WHAT THIS COSTS US EVERY SINGLE YEAR WHILE THE FERRY STILL DOES NOT RUN ON SUNDAYS",
    minutesAgo: 31,
    page: rescue,
  },
  {
    authorName: "Piet van Loon",
    authorEmail: "piet@example.com",
    body: "The numbers in the third table do not add up: 14.2 and 11.9 make 26.1, not 27.1. Otherwise a very clear survey.",
    minutesAgo: 44,
    page: shoals,
  },
  {
    authorName: "سلمى",
    body: "شكراً على هذا التقرير. هل ستُنشر النتائج بالعربية أيضاً؟",
    minutesAgo: 58,
    page: shoals,
  },
];

export async function givenEvening(service: Service): Promise<void> {
  const demoUrl = `${service.url}/demo`;
  await service.call("POST", "/v1/rules", {
    body: {
      siteKey: "demo",
      name: "Insults",
      stage: "hold",
      when: { check: "words", phrases: ["idiot", "idiots", "complete idiot", "moron*"] },
      then: { points: 4, group: "tone" },
    },
  });
  await service.call("POST", "/v1/rules", {
    body: {
      siteKey: "demo",
      name: "Advertising phrases",
      stage: "hold",
      when: { check: "words", phrases: ["off this week", "free shipping"] },
      then: { points: 3, group: "advertising" },
    },
  });
  const ids = new Map<string, string>();
  for (const { minutesAgo, published, replyTo, page, ...remark } of remarks) {
    const { id } = await givenHeldComment(service, {
      ...remark,
      pageUrl: page?.url ?? demoUrl,
      pageTitle: (page ?? rescue).title,
      parentId: replyTo === undefined ? null : (ids.get(replyTo) ?? null),
      submittedAt: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
    });
    if (published === undefined) continue;
    ids.set(published, id);
    await service.call("POST", `/v1/comments/${id}/decisions`, { body: { status: "approved" } });
  }
}
