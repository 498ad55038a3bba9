import express, { type RequestHandler } from "express";
import { tooLarge } from "../errors.ts";

const maxBytes = 64 * 1024;
// Percent-encoding triples what is not ASCII: a comment of 10,000 Chinese characters is 30 kB, and 90 kB as a form.
const maxEncodedBytes = 3 * maxBytes;

/** Reads JSON and plain forms; bounded before anything is parsed. */
export const readBody: RequestHandler[] = [
  express.json({ limit: maxBytes }),
  express.urlencoded({ limit: maxEncodedBytes, extended: false }),
  (req, _res, next) => {
    if (req.is("urlencoded") && decodedBytes(req.body as Record<string, unknown>) > maxBytes)
      throw tooLarge();
    next();
  },
];

const decodedBytes = (form: Record<string, unknown>) =>
  Object.entries(form).reduce((sum, field) => sum + Buffer.byteLength(field.flat().join("")), 0);
