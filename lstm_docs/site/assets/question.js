// A question: one point of a family's domain, with its numbers, options and feedback; see lstm_docs/quiz/asking.py.
import { evaluate, splitShape, splitSlice } from "./grammar.js";
import { Permutation, Stream } from "./streams.js";

const SIGNS = { shape: "×", slice: ":", integer: "" };
const EXPECTED = {
  shape: "two sizes, such as 3×2",
  slice: "a start and a stop, such as 3:6",
  integer: "one whole number",
};
const PLACE = /\{([A-Za-z]\w*)(:with)?\}/g;

export function number(value) {
  const scaled = Number.isInteger(value) ? 0 : Math.floor(Math.abs(value) * 1e6 + 0.5);
  const whole = scaled ? Math.floor(scaled / 1e6) : Math.abs(value);
  const decimals = scaled % 1e6 ? "." + String(scaled % 1e6).padStart(6, "0").replace(/0+$/, "") : "";
  return (value < 0 ? "−" : "") + String(whole).replace(/\B(?=(\d{3})+$)/g, "\u202f") + decimals;
}

// Texts come as safe HTML whose placeholders stand outside the math.
export function spoken([text, parts], sizes) {
  return text.replace(PLACE, (all, name, withNumbers) => {
    if (name in parts) return withNumbers ? substituted(parts[name], sizes) : number(evaluate(parts[name], sizes));
    return name in sizes ? number(sizes[name]) : all;
  });
}

const substituted = (formula, sizes) =>
  formula
    .replace(/[A-Z]\d?/g, (size) => number(sizes[size]))
    .replace(/\^(\d)/g, (_, power) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[power])
    .replaceAll("*", "·")
    .replaceAll("-", "−");

const valueAt = (values, digit) => (Array.isArray(values) ? values[digit] : values.from + digit * values.step);
const radix = (values) => (Array.isArray(values) ? values.length : values.count);

export const domain = (family) =>
  family.draws.reduce((count, [, values]) => count * radix(values), family.cases.length);

export function question(family, seed, position = 0) {
  const size = domain(family);
  const order = new Permutation(size, seed, family.id, "draws", "order");
  return questionAt(family, seed, order.at(position % size));
}

export function questionAt(family, seed, index) {
  const found = family.cases[index % family.cases.length];
  const sizes = {};
  let rest = Math.floor(index / family.cases.length);
  for (const [size, values] of family.draws) {
    sizes[size] = valueAt(values, rest % radix(values));
    rest = Math.floor(rest / radix(values));
  }
  const answer = numbers(found.key, sizes);
  const paths = distinct(found.wrong, sizes, answer);
  const options = [{ text: shown(family.kind, answer), values: answer, misconception: "", said: "" }];
  for (const { id, said, values } of paths.slice(0, family.options - 1)) {
    options.push({ text: shown(family.kind, values), values, misconception: id, said: spoken(said, sizes) });
  }
  const order = new Stream(seed, family.id, index, "options").shuffled(options.length);
  return {
    id: `${family.id}.${index}`,
    kind: family.kind,
    ask: spoken([found.ask, {}], sizes),
    answer,
    options: order.map((place) => options[place]),
    key: order.indexOf(0),
    solution: found.solution.map((text) => spoken(text, sizes)),
    sizes,
    paths,
  };
}

const numbers = (expressions, sizes) => expressions.map((expression) => evaluate(expression, sizes));

export const shown = (kind, values) => values.map(number).join(SIGNS[kind]);

function distinct(wrong, sizes, answer) {
  const seen = new Set([String(answer)]);
  const found = [];
  for (const [id, expressions, said] of wrong) {
    const values = numbers(expressions, sizes);
    if (seen.has(String(values)) || !values.every((n) => Number.isInteger(n) && n >= 0)) continue;
    seen.add(String(values));
    found.push({ id, said, values });
  }
  return found;
}

// The verdict on a typed answer; throws, saying what was expected, if it cannot be read.
export function judge(asked, typed) {
  const values = readAnswer(asked.kind, typed, asked.sizes);
  const verdict = { right: String(values) === String(asked.answer), understood: shown(asked.kind, values), said: "", misconception: "" };
  const path = verdict.right ? undefined : asked.paths.find((wrong) => String(wrong.values) === String(values));
  return path ? { ...verdict, said: spoken(path.said, asked.sizes), misconception: path.id } : verdict;
}

export function readAnswer(kind, typed, sizes) {
  const split = { shape: splitShape, slice: splitSlice }[kind] ?? ((text) => [text]);
  const texts = split(typed);
  if (texts.length !== (kind === "integer" ? 1 : 2)) throw new SyntaxError(`expected ${EXPECTED[kind]}`);
  const values = texts.map((text) => evaluate(text, sizes));
  if (!values.every(Number.isInteger)) throw new SyntaxError("expected whole numbers");
  return values;
}
