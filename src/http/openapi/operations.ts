// Every operation of the API in words; bodies and queries are the very schemas that validate.
import { commentOperations } from "./comment-operations.ts";
import type { Operation } from "./operation.ts";
import { peopleOperations } from "./people-operations.ts";
import { ruleOperations } from "./rule-operations.ts";
import { siteOperations } from "./site-operations.ts";

export const operations: readonly Operation[] = [
  ...commentOperations,
  ...ruleOperations,
  ...siteOperations,
  ...peopleOperations,
];
