// The kinds of answer: how they are read and shown; see lstm_docs/quiz/engine/kinds.py.
import { canonical, evaluate, trimmed } from "./grammar.js";
import { decimal, number, rounded } from "./numbers.js";
import { plain, splitShape, splitSlice, withoutUnit } from "./typed.js";

export const KINDS = {
  shape: { expects: "two sizes, such as 3×2", length: 2, sign: "×", split: splitShape },
  slice: { expects: "a start and a stop, such as 3:6", length: 2, sign: ":", split: splitSlice },
  integer: { expects: "one whole number", length: 1, sign: "" },
  number: { expects: "one number, such as 0.5", length: 1, sign: "" },
  formula: { expects: "a formula in the sizes, such as H(I + 1)" },
};

export function values(kind, decimals, expressions, sizes) {
  if (kind === "formula") return [JSON.stringify(canonical(expressions[0]))];
  const found = expressions.map((expression) => evaluate(expression, sizes));
  return kind === "number" ? found.map((value) => rounded(value, decimals)) : found;
}

export const usable = (kind, numbers) =>
  kind === "formula" || numbers.every((n) => Number.isInteger(n) && (n >= 0 || kind === "number"));

export const shown = (kind, decimals, numbers) =>
  kind === "number" ? decimal(numbers[0], decimals) : numbers.map(number).join(KINDS[kind].sign);

// The values somebody typed; throws a SyntaxError saying what was expected.
export function read(kind, decimals, typed, sizes, wording = "") {
  if ([...typed].length > 200) throw new SyntaxError("longer than 200 characters");
  const sides = plain(typed).split("=").map(trimmed);
  if (sides.length > 1 && !sides[0]) sides.shift();
  const [found, ...others] = sides.map((text) => side(kind, decimals, text, sizes, wording));
  if (others.some((other) => String(other) !== String(found))) throw new SyntaxError("the sides of = differ: write the answer alone");
  return found;
}

function side(kind, decimals, text, sizes, wording) {
  text = withoutUnit(text, wording);
  if (kind === "formula") return [formula(text, [...Object.keys(sizes), ...(wording.match(/\b[A-Z]\d?\b/g) ?? [])])];
  if (kind === "number") return [rounded(evaluate(text, sizes, decimals > 0), decimals)];
  const { split, length, expects } = KINDS[kind];
  const texts = split ? split(text) : [text];
  if (texts.length !== length) throw new SyntaxError(`expected ${expects}`);
  const numbers = texts.map((text) => evaluate(text, sizes));
  if (!numbers.every(Number.isInteger)) throw new SyntaxError("expected whole numbers");
  return numbers;
}

function formula(text, sizes) {
  const found = canonical(text);
  const names = /** @type {any[]} */ (found[0]).flatMap(([powers]) => powers.map(([name]) => name)).sort();
  const stray = names.find((name) => !sizes.includes(name));
  if (stray) throw new SyntaxError(`${stray} is not given`);
  return JSON.stringify(found);
}
