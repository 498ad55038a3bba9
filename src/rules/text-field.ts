import type { CommentFacts } from "./facts.ts";
import { z } from "zod";

export const textFields = ["body", "authorName", "authorEmail", "authorUrl"] as const;
export type TextField = (typeof textFields)[number];

export const textFieldsSchema = z.array(z.enum(textFields)).min(1).max(textFields.length);

export const fieldText = (facts: CommentFacts, field: TextField): string => facts.comment[field] ?? "";

const names: Record<TextField, string> = {
  body: "the text",
  authorName: "the author's name",
  authorEmail: "the author's e-mail address",
  authorUrl: "the author's web address",
};

export const fieldInWords = (field: TextField): string => names[field];
