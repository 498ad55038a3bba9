import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import ts from "typescript";
import { german as germanFirst } from "../../src/dashboard/app/catalogues/german.ts";
import { germanPages } from "../../src/dashboard/app/catalogues/german-pages.ts";

const german = { ...germanFirst, ...germanPages };

// What is the same in every language: names, keys, signs.
const ofNoLanguage = new Set(["Moderato", "Ctrl", "Alt", "Enter", "Esc", "×"]);
const saidAttributes = new Set(["aria-label", "title", "placeholder", "alt", "label", "hint", "legend"]);

const app = path.join(import.meta.dirname, "../../src/dashboard/app");
const sources = readdirSync(app, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith("catalogues"))
  .map((name) => ({
    name,
    tree: ts.createSourceFile(
      name,
      readFileSync(path.join(app, name), "utf8"),
      ts.ScriptTarget.Latest,
      true,
      name.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
    ),
  }));

const literalsIn = (node: ts.Node): string[] => [
  ...(ts.isStringLiteralLike(node) ? [node.text] : []),
  ...node.getChildren().flatMap(literalsIn),
];

/** English in the markup that goes past the catalogues, also where an expression chooses between words. */
function bareWordsIn(node: ts.Node): string[] {
  const bare = saidBy(node)
    .map((words) => words.trim())
    .filter((words) => /\p{L}{2,}/u.test(words) && !ofNoLanguage.has(words));
  return [...bare, ...node.getChildren().flatMap(bareWordsIn)];
}

function saidBy(node: ts.Node): string[] {
  if (ts.isJsxText(node)) return [node.text];
  if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) return wordsOf(node.expression);
  if (!ts.isJsxAttribute(node) || !saidAttributes.has(node.name.getText())) return [];
  const value = node.initializer;
  return wordsOf(value !== undefined && ts.isJsxExpression(value) ? value.expression : value);
}

/** The texts that an expression may come to, without those that are handed to a function. */
function wordsOf(node: ts.Node | undefined): string[] {
  if (node === undefined) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(wordsOf);
  if (ts.isBinaryExpression(node)) return wordsOf(node.right);
  return ts.isParenthesizedExpression(node) ? wordsOf(node.expression) : [];
}

test.each(sources)("$name says nothing past the catalogues", ({ tree }) => {
  expect(bareWordsIn(tree)).toEqual([]);
});

test("the catalogue holds no sentence that nobody says", () => {
  const said = new Set(sources.flatMap(({ tree }) => literalsIn(tree)));
  expect(Object.keys(german).filter((message) => !said.has(message))).toEqual([]);
});

test("what is there from the start says nothing that only the catalogue of the later pages has", () => {
  const saidFirst = ["main.tsx", "bulk/bulk-dialog.tsx"]
    .flatMap(readAtFirst)
    .flatMap(({ tree }) => saidIn(tree));
  expect(saidFirst.filter((words) => words in germanPages && !(words in germanFirst))).toEqual([]);
});

/** A lone word in small letters may be a code as well, unless it is handed to `t`. */
const saidIn = (node: ts.Node): string[] => [
  ...(ts.isStringLiteralLike(node) && (/[^a-z]/.test(node.text) || isHandedToT(node)) ? [node.text] : []),
  ...node.getChildren().flatMap(saidIn),
];
const isHandedToT = ({ parent }: ts.Node): boolean =>
  ts.isCallExpression(parent) && parent.expression.getText() === "t";

/** The modules that come with this one, itself included: all it imports but types and what it waits for later. */
function readAtFirst(start: string): typeof sources {
  const found = new Set<string>();
  const visit = (name: string): void => {
    const source = sources.find((known) => known.name === name);
    if (source === undefined || found.has(name)) return;
    found.add(name);
    for (const statement of source.tree.statements) {
      const isOfValues =
        (ts.isImportDeclaration(statement) && statement.importClause?.isTypeOnly !== true) ||
        (ts.isExportDeclaration(statement) && !statement.isTypeOnly);
      if (isOfValues && statement.moduleSpecifier !== undefined)
        visit(path.join(path.dirname(name), (statement.moduleSpecifier as ts.StringLiteral).text));
    }
  };
  visit(start);
  return sources.filter(({ name }) => found.has(name));
}

test("each sentence has the same values and elements in German", () => {
  const differing = Object.entries(german).filter(
    ([english, translated]) => !isDeepStrictEqual(namesIn(translated), namesIn(english)),
  );
  expect(differing).toEqual([]);
});

test("each sentence stands in one of the files", () => {
  const known = ts.sys.readDirectory(path.join(app, "catalogues/german"), [".ts"]).flatMap((file) => {
    const tree = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
    return keysIn(tree);
  });
  expect(known.sort()).toEqual(Object.keys(german).sort());
});

function keysIn(node: ts.Node): string[] {
  if (ts.isPropertyAssignment(node)) return [(node.name as ts.StringLiteral | ts.Identifier).text];
  const keys: string[] = [];
  node.forEachChild((child) => void keys.push(...keysIn(child)));
  return keys;
}

/** The values and elements in a message, with the kinds they are of; throws where it cannot be parsed. */
function namesIn(message: string): string[] {
  const names = new Set<string>();
  const collect = (elements: readonly MessageFormatElement[]): void => {
    for (const element of elements) {
      if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
      names.add(`${TYPE[element.type]} ${element.value}`);
      if (element.type === TYPE.tag) collect(element.children);
      if (element.type === TYPE.plural || element.type === TYPE.select)
        Object.values(element.options).forEach(({ value }) => collect(value));
    }
  };
  collect(parse(message));
  return [...names].sort();
}
