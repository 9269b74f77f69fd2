// The kinds of answer: how they are read and shown, and what people type, made plain before; see kinds.py and typed.py
// in lstm_docs/quiz/engine.
import { SPACE, canonical, evaluate, fail, trimmed } from "./grammar.js";
import { decimal, number, rounded } from "./numbers.js";

const BY = new RegExp(`${SPACE}+by${SPACE}+|[×x]`, "gi");
const UNIT = new RegExp(`^(.*[\\d)\\]])(?:${SPACE}+([A-Za-z]{3,})|${SPACE}*%)$`, "s");

// In plain characters, without what has no width, space and quotes around it and a full stop at its end.
function plain(text) {
  text = text.replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, "");
  text = text.replace(/[\uff01-\uff5e\u210e\u{1d400}-\u{1d7ff}]/gu, (styled) => styled.normalize("NFKC"));
  text = trimmed(text.replace(/[⁻⁰¹²³⁴-⁹]+/g, (raised) => "^" + raised.normalize("NFKC")));
  if (/^["'`“”„‘’«»].*["'`“”„‘’«»]$/s.test(text)) text = trimmed(text.slice(1, -1));
  return trimmed(text.replace(/\.$/, ""));
}

// 1.5e-5 and 1.5×10^-5 in signs of the grammar.
const unscaled = (text) =>
  text
    .replace(/([\d.,]+)e-0*(\d)/gi, "($1/10^$2)")
    .replace(/([\d.,]+)e\+?0*(\d)/gi, "($1*10^$2)")
    .replace(/[*·⋅∗×x] *10\^[-−](\d)/gi, "/10^$1");

// 4464 params as 4464 where the question speaks of parameters, 12 % where it speaks of percent.
function withoutUnit(text, wording) {
  const [, rest, word = "percent"] = UNIT.exec(text) ?? [];
  const unit = word.toLowerCase().replace(/s$/, "");
  return rest && wording.toLowerCase().match(/[a-z]+/g)?.some((other) => other.startsWith(unit)) ? rest : text;
}

// The sizes of a typed shape: 25x45, 25 × 45, (25, 45), 25 by 45, [25; 45], 25*45.
function splitShape(text) {
  text = trimmed(text);
  if (/^(\(.*\)|\[.*\])$/s.test(text) && closesLast(text)) text = text.slice(1, -1);
  for (const separator of [BY, /;/g, /,/g, /[*·⋅∗]/g]) {
    const parts = outside(text, separator);
    if (parts.length > 1) return parts;
  }
  return [text];
}

// The ends of a typed slice: 12:24, [12:24], 12..24, 12 to 24.
const splitSlice = (text) => trimmed(text).replace(/^[[\]]+|[[\]]+$/g, "").split(/:|\.\.\.?|…|\bto\b/i);

function closesLast(text) {
  let depth = 0;
  for (let place = 0; place < text.length; place++) {
    depth += +"([".includes(text[place]) - +")]".includes(text[place]);
    if (depth === 0) return place === text.length - 1;
  }
  return false;
}

function outside(text, separator) {
  const parts = [];
  let start = 0;
  for (const match of text.matchAll(separator)) {
    const before = text.slice(0, match.index);
    if (before.split("(").length === before.split(")").length) {
      parts.push(text.slice(start, match.index));
      start = match.index + match[0].length;
    }
  }
  return [...parts, text.slice(start)];
}

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
  if ([...typed].length > 200) fail("longer than 200 characters");
  const sides = plain(typed).split("=").map(trimmed);
  if (sides.length > 1 && !sides[0]) sides.shift();
  const [found, ...others] = sides.map((text) => side(kind, decimals, text, sizes, wording));
  if (others.some((other) => String(other) !== String(found))) fail("the sides of = differ: write the answer alone");
  return found;
}

function side(kind, decimals, text, sizes, wording) {
  text = withoutUnit(text, wording);
  if (kind === "formula") return [formula(text, [...Object.keys(sizes), ...(wording.match(/\b[A-Z]\d?\b/g) ?? [])])];
  text = unscaled(text);
  if (kind === "number") return [rounded(evaluate(text, sizes, decimals > 0), decimals)];
  const { split, length, expects } = KINDS[kind];
  const texts = split ? split(text) : [text];
  if (texts.length !== length) fail(`expected ${expects}`);
  const numbers = texts.map((text) => evaluate(text, sizes));
  if (!numbers.every(Number.isInteger)) fail("expected whole numbers");
  return numbers;
}

function formula(text, sizes) {
  const found = canonical(text);
  const names = /** @type {any[]} */ (found[0]).flatMap(([powers]) => powers.map(([name]) => name)).sort();
  const stray = names.find((name) => !sizes.includes(name));
  if (stray) fail(`${stray} is not given`);
  return JSON.stringify(found);
}
