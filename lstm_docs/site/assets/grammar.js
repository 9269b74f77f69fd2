// The answer grammar; see lstm_docs/quiz/grammar.py.
const LARGEST = Number.MAX_SAFE_INTEGER;
const SAME = { "−": "-", "–": "-", "·": "*", "×": "*", "÷": "/", "**": "^", x: "*", X: "*" };
// White space as both languages take it: neither Python's nor JavaScript's own, which differ.
const SPACE = "[ \\t\\n\\r\\f\\v\\u00a0\\u2009\\u202f]";
const ENDS = new RegExp(`^${SPACE}+|${SPACE}+$`, "g");
const BY = new RegExp(`${SPACE}+by${SPACE}+|[×xX]`, "g");
const TOKEN = new RegExp(
  `${SPACE}*(?:(\\d{1,3}(?:[,\u2009\u202f\u00a0'_]\\d{3})+(?!\\d)|\\d+)|([A-Za-z]\\d?)|(\\*\\*|[-+*/^()·×÷−–]))`,
  "y",
);

export const trimmed = (text) => text.replace(ENDS, "");
const fail = (why) => {
  throw new SyntaxError(why);
};
const bounded = (value) => (Math.abs(value) > LARGEST ? fail("a number is above 2^53 - 1") : value);

export function parse(text) {
  if ([...text].length > 200) fail("longer than 200 characters");
  const tokens = tokenize(trimmed(text));
  let place = 0;
  const peek = () => tokens[place];

  const sum = (depth) => {
    if (depth > 40) fail("too many parentheses");
    let tree = product(depth);
    while (peek() === "+" || peek() === "-") tree = [tokens[place++], tree, product(depth)];
    return tree;
  };
  const product = (depth) => {
    let tree = power(depth);
    while (peek() !== undefined && !"+-)^".includes(peek())) {
      const sign = "*/".includes(peek()) ? tokens[place++] : "*";
      tree = [sign, tree, power(depth)];
    }
    return tree;
  };
  const power = (depth) => {
    const tree = atom(depth);
    if (peek() !== "^") return tree;
    place++;
    const exponent = tokens[place++];
    if (!/^\d+$/.test(exponent ?? "") || +exponent > 8) fail("a power must be a whole number up to 8");
    return ["^", tree, +exponent];
  };
  const atom = (depth) => {
    const token = tokens[place++];
    if (token === undefined) fail("the expression ends too early");
    if (token === "(") {
      const tree = sum(depth + 1);
      if (tokens[place++] !== ")") fail("a parenthesis is not closed");
      return tree;
    }
    if (token === "-") {
      if (depth > 40) fail("too many signs");
      return ["-", ["n", 0], power(depth + 1)];
    }
    if (/^\d/.test(token)) return ["n", bounded(+token)];
    if (/^[A-Z]/.test(token)) return ["s", token];
    return fail(`'${token}' was not expected`);
  };

  const tree = sum(0);
  if (peek() !== undefined) fail(`'${peek()}' was not expected`);
  return tree;
}

function tokenize(text) {
  const tokens = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const rest = trimmed(text.slice(TOKEN.lastIndex));
    const match = TOKEN.exec(text) ?? fail(`'${[...rest][0]}' is not understood`);
    if (match[1]) tokens.push(match[1].replace(/\D/g, ""));
    else tokens.push(SAME[match[2] ?? match[3]] ?? (match[2]?.toUpperCase() ?? match[3]));
  }
  return tokens;
}

const remembered = new Map();

export function evaluate(text, sizes) {
  if (!remembered.has(text)) remembered.set(text, parse(text));
  return value(remembered.get(text), sizes);
}

function value([kind, a, b], sizes) {
  if (kind === "n") return a;
  if (kind === "s") return sizes[a] ?? fail(`${a} is not given`);
  const left = value(a, sizes);
  const found = kind === "^" ? left ** b : combined(kind, left, value(b, sizes));
  return Number.isInteger(found) || Math.abs(found) > LARGEST ? bounded(found) : found;
}

function combined(kind, left, right) {
  if (kind === "+") return left + right;
  if (kind === "-") return left - right;
  if (kind === "*") return left * right;
  return right === 0 ? fail("division by zero") : left / right;
}

// The sizes of a typed shape: 25x45, 25 × 45, (25, 45), 25 by 45, [25; 45].
export function splitShape(text) {
  text = trimmed(text);
  if (/^[([].*[)\]]$/s.test(text) && closesLast(text)) text = text.slice(1, -1);
  let parts = outside(text, BY);
  if (parts.length === 1) parts = outside(text, /[,;]/g);
  return parts.map(trimmed).filter(Boolean);
}

// The ends of a typed slice: 12:24, [12:24], 12..24, 12 to 24.
export function splitSlice(text) {
  return trimmed(text).replace(/^[[\]]+|[[\]]+$/g, "").split(/:|\.\.\.?|…|\bto\b/).map(trimmed).filter(Boolean);
}

function closesLast(text) {
  let depth = 0;
  for (let place = 0; place < text.length; place++) {
    depth += "([".includes(text[place]) - ")]".includes(text[place]);
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

// The canonical form: [[[["H", 2]], 4], …] over a denominator, alike for all spellings of a formula.
export function canonical(text) {
  const [terms, denominator] = expand(parse(text));
  const kept = [...terms].filter(([, coefficient]) => coefficient);
  const divisor = kept.reduce((d, [, c]) => gcd(d, Math.abs(c)), denominator);
  return [kept.map(([key, c]) => [JSON.parse(key), c / divisor]).sort(byMonomial), denominator / divisor];
}

const gcd = (a, b) => (b ? gcd(b, a % b) : a);

function byMonomial([left], [right]) {
  for (let n = 0; n < Math.min(left.length, right.length); n++) {
    if (left[n][0] !== right[n][0]) return left[n][0] < right[n][0] ? -1 : 1;
    if (left[n][1] !== right[n][1]) return left[n][1] - right[n][1];
  }
  return left.length - right.length;
}

function expand([kind, a, b]) {
  if (kind === "n") return [new Map([["[]", a]]), 1];
  if (kind === "s") return [new Map([[JSON.stringify([[a, 1]]), 1]]), 1];
  if (kind === "^") {
    let result = [new Map([["[]", 1]]), 1];
    for (let n = 0; n < b; n++) result = times(result, expand(a));
    return result;
  }
  const [left, right] = [expand(a), expand(b)];
  if (kind === "*") return times(left, right);
  if (kind === "/") {
    const number = right[0].get("[]");
    if (right[0].size !== 1 || !number) fail("only division by a whole number other than 0 is understood in a formula");
    return times(left, [new Map([["[]", Math.sign(number) * right[1]]]), Math.abs(number)]);
  }
  const terms = new Map([...left[0]].map(([key, c]) => [key, bounded(c * right[1])]));
  for (const [key, c] of right[0]) {
    terms.set(key, bounded((terms.get(key) ?? 0) + (kind === "+" ? 1 : -1) * c * left[1]));
  }
  return [sized(terms), bounded(left[1] * right[1])];
}

function times([left, over], [right, under]) {
  const terms = new Map();
  for (const [m, c] of left) {
    for (const [n, d] of right) {
      const powers = new Map(JSON.parse(m));
      for (const [name, power] of JSON.parse(n)) powers.set(name, (powers.get(name) ?? 0) + power);
      const key = JSON.stringify([...powers].sort(([a], [b]) => (a < b ? -1 : 1)));
      terms.set(key, bounded((terms.get(key) ?? 0) + c * d));
    }
    sized(terms);
  }
  return [terms, bounded(over * under)];
}

const sized = (terms) => (terms.size > 200 ? fail("more than 200 terms") : terms);
