// The equations of a cell, as lstm_docs/derive/tree.py writes them, run and traced.
// exp from + − × ÷ alone, so that σ and tanh are the same in every browser; off by at most a unit in the last place.
// 1/ln 2, and ln 2 in two parts whose multiples lose nothing.
const [PER_LN2, LOW, HIGH] = [1.4426950408889634, 1.9082149292705877e-10, 0.6931471803691238];
const TERMS = 14;

export function exp(x) {
  const halvings = Math.floor(x * PER_LN2 + 0.5);
  const rest = x - halvings * HIGH - halvings * LOW;
  let sum = 1;
  for (let n = TERMS; n > 0; n--) sum = 1 + (rest * sum) / n;
  for (let n = 0; n < Math.abs(halvings); n++) sum = halvings < 0 ? sum / 2 : sum * 2;
  return sum;
}

export function tanh(x) {
  const power = exp(-2 * Math.abs(x));
  return ((x < 0 ? -1 : 1) * (1 - power)) / (1 + power);
}

const POINTWISE = {
  "1-": (a) => 1 - a,
  sigmoid: (a) => (1 + tanh(a / 2)) / 2,
  tanh,
  relu: (a) => Math.max(a, 0),
};

// The value of a tree: a matrix is a list of rows, a vector a list of numbers. Every inner node is traced,
// parts before wholes.
export function run(tree, values, trace = []) {
  if (typeof tree === "string") return values[tree];
  const [operator, ...parts] = tree;
  const found = parts.map((part) => run(part, values, trace));
  const value = apply(operator, found);
  trace.push({ operator, parts, found, value });
  return value;
}

export function apply(operator, [first, ...others]) {
  if (operator === "@") return first.map((row) => row.map((w, n) => w * others[0][n]).reduce(add));
  if (operator === "+") return others.reduce((sum, other) => sum.map((a, n) => a + other[n]), first);
  if (operator === "*") return first.map((a, n) => a * others[0][n]);
  return first.map(POINTWISE[operator]);
}

const add = (a, b) => a + b;
