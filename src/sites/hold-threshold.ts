// How many points hold a comment, and how many times as much is urgent.
import { siteSettingsSchema } from "./site.ts";

const usualHold = siteSettingsSchema.parse({}).thresholds.hold;

/** SQL: what holds a comment, from the settings of its site. */
export const holdThreshold = (settings: string): string =>
  `coalesce((${settings}->'thresholds'->>'hold')::real, ${usualHold})`;

/** From how many times the score that holds a comment it is urgent: always, for most people, for those who want few. */
export const urgentTimesHold = { held: 1, high: 2, highest: 3 } as const;
export type Urgency = keyof typeof urgentTimesHold;
export const usualUrgency: Urgency = "high";
