// The kinds of answer: how they are read and shown; see lstm_docs/quiz/kinds.py.
import { canonical, evaluate, splitShape, splitSlice, trimmed } from "./grammar.js";

export const KINDS = {
  shape: { expects: "two sizes, such as 3×2", length: 2, sign: "×", split: splitShape },
  slice: { expects: "a start and a stop, such as 3:6", length: 2, sign: ":", split: splitSlice },
  integer: { expects: "one whole number", length: 1, sign: "" },
  number: { expects: "one number, such as 0.5", length: 1, sign: "" },
  formula: { expects: "a formula in the sizes, such as H(I + 1)" },
};

// A whole number of units of the last decimal, for reading.
export function decimal(scaled, decimals) {
  const unit = 10 ** decimals;
  const whole = Math.floor(Math.abs(scaled) / unit);
  const rest = decimals ? "." + String(Math.abs(scaled) % unit).padStart(decimals, "0") : "";
  return (scaled < 0 ? "−" : "") + String(whole).replace(/\B(?=(\d{3})+$)/g, "\u202f") + rest;
}

export function number(value) {
  if (Number.isInteger(value)) return decimal(value, 0);
  return decimal(rounded(value, 6), 6).replace(/\.?0+$/, "");
}

export const rounded = (value, decimals) =>
  (value < 0 ? -1 : 1) * Math.floor(Math.abs(value) * 10 ** decimals + 0.5);

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
export function read(kind, decimals, typed, sizes) {
  if (kind === "formula") return [JSON.stringify(canonical(typed))];
  if (kind === "number") return [rounded(real(typed, sizes), decimals)];
  const { split, length, expects } = KINDS[kind];
  const texts = split ? split(typed) : [typed];
  if (texts.length !== length) throw new SyntaxError(`expected ${expects}`);
  const numbers = texts.map((text) => evaluate(text, sizes));
  if (!numbers.every(Number.isInteger)) throw new SyntaxError("expected whole numbers");
  return numbers;
}

function real(typed, sizes) {
  const text = trimmed(typed);
  const plain = /^[-−+]?[\d,\u2009\u202f\u00a0'_ ]*\.?\d*$/.test(text) && /\d/.test(text);
  if (!text.includes(".") || !plain) return evaluate(text, sizes);
  const digits = text.replace(/[^\d.]/g, "");
  if (digits.length > 24) throw new SyntaxError("more than 24 digits");
  return /^[-−]/.test(text) ? -digits : +digits;
}
