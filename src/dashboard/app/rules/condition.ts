// The tree of a rule's conditions, as the builder changes it. Pure; the shapes are those of the API.

export interface Check {
  check: string;
  [field: string]: unknown;
}

export type Group = { all: Condition[] } | { any: Condition[] };
export type Condition = Check | Group | { not: Condition };
export type GroupKind = "all" | "any";

export interface NumberCondition {
  lt?: number | undefined;
  lte?: number | undefined;
  gt?: number | undefined;
  gte?: number | undefined;
  eq?: number | undefined;
}

export const isNot = (condition: Condition): condition is { not: Condition } =>
  "not" in condition && !("check" in condition);

export const isAll = (condition: Condition): condition is { all: Condition[] } =>
  Array.isArray((condition as { all?: unknown }).all);

export const isGroup = (condition: Condition): condition is Group =>
  isAll(condition) || Array.isArray((condition as { any?: unknown }).any);

export const isCheck = (condition: Condition): condition is Check => !isGroup(condition) && !isNot(condition);

/** Whether something read as JSON has the shape of a condition; whether it makes sense, the server says. */
export function isCondition(value: unknown): value is Condition {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  if ("check" in value) return typeof value.check === "string";
  if ("not" in value) return isCondition(value.not);
  const members = "all" in value ? value.all : "any" in value ? value.any : null;
  return Array.isArray(members) && members.every(isCondition);
}

export const kindOf = (group: Group): GroupKind => (isAll(group) ? "all" : "any");

export const membersOf = (group: Group): Condition[] => (isAll(group) ? group.all : group.any);

export const groupOf = (kind: GroupKind, members: Condition[]): Group =>
  kind === "all" ? { all: members } : { any: members };

/** null takes the member out. */
export function withMember(group: Group, index: number, member: Condition | null): Group {
  const members = membersOf(group).flatMap((known, at) => (at !== index ? [known] : member ? [member] : []));
  return groupOf(kindOf(group), members);
}

export const withNewMember = (group: Group, member: Condition): Group =>
  groupOf(kindOf(group), [...membersOf(group), member]);

/** undefined leaves the field out. */
export function withField(check: Check, name: string, value: unknown): Check {
  const { [name]: dropped, ...others } = check;
  void dropped;
  if (value === undefined) return { ...others, check: check.check };
  return name in check ? { ...check, [name]: value } : { ...others, check: check.check, [name]: value };
}

/** The builder always shows a group at the root, so that there is a place for one more condition. */
export const rootGroup = (when: Condition): Group => (isGroup(when) ? when : { all: [when] });

/** Without what is left empty while somebody types: blank lines of lists, bounds without a number. */
export function tidied(condition: Condition): Condition {
  if (isGroup(condition)) return groupOf(kindOf(condition), membersOf(condition).map(tidied));
  if (isNot(condition)) return { not: tidied(condition.not) };
  return Object.fromEntries(
    Object.entries(condition).map(([name, value]) => [name, tidiedValue(value)]),
  ) as unknown as Check;
}

function tidiedValue(value: unknown): unknown {
  if (Array.isArray(value))
    return value.filter((item) => typeof item !== "string" || item.trim() !== "") as unknown[];
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, bound]) => bound !== undefined));
}

/** Equal for equal contents, in whatever order the fields were written or stored. */
export const contentOf = (value: unknown): string => JSON.stringify(value, inOrder);

const inOrder = (_name: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;
