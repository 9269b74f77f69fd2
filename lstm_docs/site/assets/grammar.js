// The answer grammar; see lstm_docs/formulas/grammar.py.
const LARGEST = Number.MAX_SAFE_INTEGER;
const SAME = Object.fromEntries([["-−–‐‑", "-"], ["xX·×⋅∗", "*"], ["÷∕⁄", "/"]].flatMap(([all, one]) => [...all].map((sign) => [sign, one])));
SAME["**"] = "^";
// White space as both languages take it: neither Python's nor JavaScript's own, which differ.
const GAPS = " \\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000";
export const SPACE = `[\\t\\n\\r\\f\\v${GAPS}]`;
const ENDS = new RegExp(`^${SPACE}+|${SPACE}+$`, "g");
const RUN = `(?:\\d+|(?=\\.\\d))(?:(?:${SPACE}+|[,.'’_])\\d+)*`;
const TOKEN = new RegExp(`${SPACE}*(?:(${RUN})|([A-WYZa-wyz]\\d?)|(\\*\\*|[-+*/^()xX·×÷−–‐‑⋅∗∕⁄]))`, "y");

export const trimmed = (text) => text.replace(ENDS, "");
export const fail = (why) => {
  throw new SyntaxError(why);
};
const bounded = (value) => (Math.abs(value) > LARGEST ? fail("a number is above 2^53 - 1") : value);

// One number as people write it; see lstm_docs/formulas/digits.py.
function digits(run, decimals) {
  const text = run.replace(new RegExp(`[${GAPS}]`, "g"), " ").replaceAll("’", "'");
  const [, whole, mark, rest] = /^([1-9]\d{0,2})([.,])(\d{3})$/.exec(text) ?? [];
  if (mark) {
    const cure = decimals ? `${whole + rest} or ${whole}.${rest}` : `a whole number as ${whole + rest}`;
    if ((mark === ",") === decimals) fail(`'${run}' may mean ${whole + rest} or ${whole}.${rest}: write ${cure}`);
    return decimals ? `${whole}.${rest}` : whole + rest;
  }
  const grouped = /^([1-9]\d{0,2}([ ,.'_])\d{3}(?:\2\d{3})*)(?:(?!\2)[.,](\d+))?$/.exec(text);
  const plain = grouped ?? /^(0|[1-9]\d*|)()(?:[.,](\d+))?$/.exec(text);
  if (!plain) fail(`'${run}' is not one number: write its digits together, or a sign between two numbers`);
  return (plain[1].replace(/\D/g, "") || "0") + (plain[3] ? `.${plain[3]}` : "");
}

// `decimals`: whether numbers are expected to have any.
export function parse(text, decimals = false) {
  if ([...text].length > 200) fail("longer than 200 characters");
  const tokens = tokenize(trimmed(text), decimals);
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
      if (/^\d/.test(peek()) && /^\d/.test(tokens[place - 1])) fail(`a sign is missing before ${peek()}`);
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
    if (token === "+" || token === "-") {
      if (depth > 40) fail("too many signs");
      return [token, ["n", 0], power(depth + 1)];
    }
    if (/^\d+$/.test(token)) return ["n", bounded(+token)];
    if (/^\d/.test(token)) return ["d", token];
    if (/^[A-Z]/.test(token)) return ["s", token];
    return fail(`'${token}' was not expected`);
  };

  const tree = sum(0);
  if (peek() !== undefined) fail(`'${peek()}' was not expected`);
  return tree;
}

function tokenize(text, decimals) {
  const tokens = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const rest = trimmed(text.slice(TOKEN.lastIndex));
    const match = TOKEN.exec(text) ?? fail(`'${[...rest][0]}' is not understood`);
    if (match[1]) tokens.push(digits(match[1], decimals));
    else tokens.push(match[2]?.toUpperCase() ?? SAME[match[3]] ?? match[3]);
  }
  return tokens;
}

const remembered = [new Map(), new Map()];

export function evaluate(text, sizes, decimals = false) {
  const known = remembered[+decimals];
  if (!known.has(text)) known.set(text, parse(text, decimals));
  return value(known.get(text), sizes);
}

function value([kind, a, b], sizes) {
  if (kind === "n") return a;
  if (kind === "d") return bounded(+a);
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

/** @typedef {[Map<string, number>, number]} Terms the coefficient of each monomial, over one divisor */

/** @returns {Terms} */
function expand([kind, a, b]) {
  if (kind === "n") return [new Map([["[]", a]]), 1];
  if (kind === "d") {
    const places = a.length - a.indexOf(".") - 1;
    return [new Map([["[]", bounded(+a.replace(".", ""))]]), bounded(10 ** places)];
  }
  if (kind === "s") return [new Map([[JSON.stringify([[a, 1]]), 1]]), 1];
  if (kind === "^") {
    /** @type {Terms} */
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

/** @param {Terms} one @param {Terms} other @returns {Terms} */
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
