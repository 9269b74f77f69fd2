// Networks that run in the page, many columns side by side: the equations of a cell as trees, walked on and back.
// Sums are added in the order of lstm_docs/live/in_order.py, so that both come to the same numbers.
import { exp, tanh } from "./explore-equations.js";

/** @typedef {{rows: number, columns: number, v: Float64Array}} Matrix */

/** @returns {Matrix} */
export const matrix = (rows, columns, v = new Float64Array(rows * columns)) => ({ rows, columns, v });

// Plain loops: a training does these a million times.
function each(a, f) {
  const v = new Float64Array(a.v.length);
  for (let n = 0; n < v.length; n++) v[n] = f(a.v[n]);
  return matrix(a.rows, a.columns, v);
}

function add(a, b) {
  const [v, one, other] = [new Float64Array(a.v.length), a.v, b.v];
  for (let n = 0; n < v.length; n++) v[n] = one[n] + other[n];
  return matrix(a.rows, a.columns, v);
}

function times(a, b) {
  const [v, one, other] = [new Float64Array(a.v.length), a.v, b.v];
  for (let n = 0; n < v.length; n++) v[n] = one[n] * other[n];
  return matrix(a.rows, a.columns, v);
}

function product(a, b) {
  const [rows, inner, columns, left, right] = [a.rows, a.columns, b.columns, a.v, b.v];
  const v = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < inner; k++) {
      const [w, to, from] = [left[i * inner + k], i * columns, k * columns];
      for (let n = 0; n < columns; n++) v[to + n] += w * right[from + n];
    }
  return matrix(rows, columns, v);
}

export function transposed(a) {
  const v = new Float64Array(a.v.length);
  for (let i = 0; i < a.rows; i++) for (let k = 0; k < a.columns; k++) v[k * a.rows + i] = a.v[i * a.columns + k];
  return matrix(a.columns, a.rows, v);
}

/** A column for each, beside itself. */
export const repeated = (a, count) => matrix(a.rows, count, Float64Array.from({ length: a.rows * count }, (_, n) => a.v[Math.floor(n / count)]));

/** The sums over each row, as a column. */
export const summed = (a) => product(a, matrix(a.columns, 1, new Float64Array(a.columns).fill(1)));

const VALUE = {
  "@": product,
  "+": (first, ...others) => others.reduce(add, first),
  "*": times,
  "1-": (a) => each(a, (value) => 1 - value),
  sigmoid: (a) => each(a, (value) => (1 + tanh(value / 2)) / 2),
  tanh: (a) => each(a, tanh),
};
const SLOPE = { sigmoid: (v) => v * (1 - v), tanh: (v) => 1 - v * v };

// The value of a tree; that of every inner node is kept, for the way back.
export function value(tree, values, inner = new Map()) {
  if (typeof tree === "string") return values[tree];
  const [operator, ...parts] = tree;
  const found = VALUE[operator](...parts.map((part) => value(part, values, inner)));
  inner.set(tree, found);
  return found;
}

/** One step: `values` gets every equation's value, or what it is held at. */
export function step(equations, values, held = {}) {
  const inner = new Map();
  for (const [name, tree] of equations) {
    const found = value(tree, values, inner);
    values[name] = name in held ? each(found, () => held[name]) : found;
  }
  return inner;
}

// The gradient by everything that has a name, from those by the new states: lstm_docs/derive/gradient.py, rule for rule.
export function back(equations, values, inner, byNext) {
  const owed = { ...byNext };
  const worth = (tree) => (typeof tree === "string" ? values[tree] : inner.get(tree));
  const hand = (tree, by) => {
    if (typeof tree === "string") return void (owed[tree] = owed[tree] ? add(owed[tree], by) : by);
    const [operator, left, right] = tree;
    if (operator === "@") {
      hand(left, product(by, transposed(worth(right))));
      hand(right, product(transposed(worth(left)), by));
    } else if (operator === "*") {
      hand(left, times(by, worth(right)));
      hand(right, times(by, worth(left)));
    } else if (operator === "+") tree.slice(1).forEach((part) => hand(part, by));
    else if (operator === "1-") hand(left, each(by, (it) => -it));
    else hand(left, times(by, each(worth(tree), SLOPE[operator])));
  };
  for (const [name, tree] of [...equations].reverse()) if (owed[name]) hand(tree, owed[name]);
  return owed;
}

/** Softmax of each column. */
export function softmax(a, temperature = 1) {
  const out = matrix(a.rows, a.columns);
  for (let n = 0; n < a.columns; n++) {
    const column = Array.from({ length: a.rows }, (_, k) => a.v[k * a.columns + n]);
    const largest = Math.max(...column);
    const powers = column.map((it) => exp((it - largest) / temperature));
    const total = powers.reduce((sum, it) => sum + it);
    powers.forEach((it, k) => (out.v[k * a.columns + n] = it / total));
  }
  return out;
}
