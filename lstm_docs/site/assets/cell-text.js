// A cell's text, read as lstm_docs/cells/ reads it (tokens, expressions, text, reading): the same rules, the same sentences.
// The equations come as derive/tree.py writes them; a fault has the line of the text, its sentence the column.
export const FUNCTIONS = ["sigmoid", "tanh", "relu", "exp", "log", "logsigmoid", "softplus", "abs", "sqrt"];
export const CALLS = { ...Object.fromEntries(FUNCTIONS.map((name) => [name, [1]])), max: [2], min: [2], size: [1], layernorm: [2, 3] };
const [MOST_LINES, MOST_LETTERS, LONGEST_NUMBER, DEEPEST, LARGEST_SIZE] = [200, 500, 25, 60, 2 ** 20];
const SIZES = ["I", "H"];
const SAME = { "σ": "sigmoid", "\\sigma": "sigmoid", "\\tanh": "tanh", "−": "-", "–": "-" };
for (const sign of ["⊙", "∘", "·", "×", "\\odot", "\\circ", "\\cdot"]) SAME[sign] = "*";
const NAME = "(?:[A-Za-z][A-Za-z0-9]*|[α-ρτ-ωΓΔΘΛΞΠΦΨΩ][0-9]*)";
const INDEX = "[A-Za-zα-ωΓΔΘΛΞΠΦΨΩ0-9]+";
const TOKEN = new RegExp(
  `[ \\t]*(?:(${NAME})(?:_\\{(${INDEX}(?: ?- ?1)?)\\}|_(${INDEX}))?` + "(?:\\[([^\\]]*)\\])?" +
    "|(\\d+(?:\\.\\d+)?(?:e-?\\d{1,2}(?!\\d))?|\\.\\d+)|(\\^\\{?(?:T|\\\\top)\\b\\}?|⊤|ᵀ)" +
    "|(\\\\(?:sigma|tanh|odot|circ|cdot)\\b|[-+*/@(),σ⊙∘·×−–]))",
  "y",
);
const DECLARED = new RegExp(`^\\s*(${NAME}(?:_\\{?${INDEX}\\}?)?)\\s*:\\s*(.*)$`);
const PLAIN = new RegExp(`^${NAME}$`);

const WAYS_OUT = { "[": "write W_f x + U_f h", "^": "write a * a, or A^T", _: "write W_f, h_t or h_{t-1}", "'": "write h[t-1] and h" };

export class Fault extends Error {
  /** @param {string} message @param {number} [line] */
  constructor(message, line) {
    super(message);
    this.line = line;
  }
}

const fail = (message, line) => {
  throw new Fault(message, line);
};
const at = (token, message) => fail(`column ${token.column}: ${message}`);
const quoted = (text) => {
  const safe = text.replaceAll("\\", "\\\\").replaceAll("\t", "\\t");
  return safe.includes("'") && !safe.includes('"') ? `"${safe}"` : `'${safe.replaceAll("'", "\\'")}'`;
};
const long = (text) => [...text].length;

function tokens(text, first = 1) {
  const line = text.trimEnd().replace(/(?<=[\w}])\((t( ?[-+] ?\d+)?)\)/g, "[$1]");
  const found = [];
  for (let place = 0; place < line.length; place = TOKEN.lastIndex) {
    const rest = line.slice(place).trimStart();
    const column = first + long(line) - long(rest);
    TOKEN.lastIndex = place;
    const match = TOKEN.exec(line);
    if (!match) fail(`column ${column}: ${strange(rest)}`);
    found.push(token(column, ...match.slice(1)));
  }
  return [...found, { kind: "end", text: "the end of the line", column: first + long(line) }];
}

// Why no sign begins here, and what to write.
function strange(rest) {
  const [first] = rest.match(/^\\[A-Za-z]*/) ?? [];
  if (first) return `${first} is not understood; write its meaning in plain letters, such as tanh, htilde or *, and leave out what is only layout`;
  const [letter] = rest;
  const way = WAYS_OUT[letter] ?? ("$&;".includes(letter) ? "leave it out" : "");
  return quoted(letter) + (/^[\p{L}\p{M}]/u.test(rest) ? " cannot stand in a name; write plain letters, such as htilde" : ` is not understood${way && "; "}${way}`);
}

function token(column, name, braced, index, time, number, transposed, sign) {
  if (number) return number.length > LONGEST_NUMBER ? at({ column }, `a number has at most ${LONGEST_NUMBER} signs`) : { kind: "number", text: number, column };
  if (transposed) return { kind: "sign", text: "^T", column };
  if (sign) {
    const text = SAME[sign] ?? sign;
    return { kind: /^[a-z]/.test(text) ? "name" : "sign", text, column };
  }
  const below = (braced ?? index ?? "").replaceAll(" ", "");
  const timed = ["t", "t-1"].includes(below);
  const found = { kind: "name", text: below && !timed ? `${name}_${below}` : name, column, time: timed ? below : "" };
  if (time === undefined) return found;
  const said = time.replaceAll(" ", "");
  if (!["t", "t-1"].includes(said) || timed) at(found, `a time is [t] or [t-1], not [${time.slice(0, 20)}]`);
  return { ...found, time: said };
}

// A right-hand side as a tree of what is written, before names are known.
function written(signs) {
  let [place, depth] = [0, 0];
  const here = () => signs[place];
  const sees = (...texts) => here().kind === "sign" && texts.includes(here().text);
  const node = (what, token, ...parts) => ({ what, token, parts });
  const expect = (text, said) => (text === here().text || text === here().kind ? signs[place++] : at(here(), `${said} was expected, not ${quoted(here().text)}`));
  const deeper = (what) => ++depth > DEEPEST && at(here(), `more than ${DEEPEST} ${what} inside each other`);

  const chain = (of, ...texts) => {
    let left = of();
    while (sees(...texts)) {
      const sign = signs[place++];
      left = node(sign.text, sign, left, of());
    }
    return left;
  };
  const sum = () => {
    deeper("parentheses");
    const whole = chain(() => chain(factor, "*", "/"), "+", "-");
    depth--;
    return whole;
  };
  // A product is read from the right: W (U h) is W times a vector.
  const factor = () => {
    const parts = [unary()];
    const between = [];
    while (sees("@", "(") || ["name", "number"].includes(here().kind)) {
      between.push(sees("@") ? signs[place++] : here());
      parts.push(unary());
    }
    return parts.reduceRight((whole, part, n) => node("@", between[n], part, whole));
  };
  const unary = () => {
    deeper("signs");
    let whole;
    if (sees("-")) {
      const sign = signs[place++];
      whole = node("neg", sign, unary());
    } else {
      whole = atom();
      while (sees("^T")) whole = node("^T", signs[place++], whole);
    }
    depth--;
    return whole;
  };
  const atom = () => {
    const token = here();
    if (token.kind === "number") return node("number", signs[place++]);
    if (sees("(")) {
      place++;
      const inner = sum();
      expect(")", "a closing parenthesis");
      return inner;
    }
    if (token.kind !== "name") at(token, `a name, a number or a parenthesis was expected, not ${quoted(token.text)}`);
    place++;
    if (Object.hasOwn(CALLS, token.text)) return call(token);
    if (sees("(") && !token.text.includes("_") && !token.time && long(token.text) > 2) at(token, `unknown function ${quoted(token.text)}${nearest(token.text, Object.keys(CALLS), 0.3) || `; known: ${Object.keys(CALLS).join(", ")}`}`);
    return node("name", token);
  };
  const call = (token) => {
    expect("(", `a parenthesis after ${token.text}`);
    const parts = [sum()];
    while (sees(",")) {
      place++;
      parts.push(sum());
    }
    expect(")", "a closing parenthesis");
    const counts = CALLS[token.text];
    if (!counts.includes(parts.length)) at(token, `${token.text} takes ${counts.join(" or ")} argument${counts.at(-1) > 1 ? "s" : ""}, not ${parts.length}`);
    return node(token.text, token, ...parts);
  };
  const whole = sum();
  expect("end", "an operator");
  return whole;
}

// The name that was probably meant: so few letters are changed, left out or put in.
function nearest(name, known, most = 0.5) {
  const far = (a, b) => {
    const next = (row, letter) => row.reduce((all, cost, m) => [...all, m ? Math.min(all[m - 1] + 1, cost + 1, row[m - 1] + (letter === b[m - 1] ? 0 : 1)) : cost + 1], []);
    return [...a].reduce(next, [...b, ""].map((_, n) => n)).at(-1);
  };
  const [near] = known.map((other) => [far(name, other) / Math.max(name.length, other.length), other]).sort(([a], [b]) => a - b);
  return near?.[0] <= most ? `; did you mean ${quoted(near[1])}?` : "";
}

function size(name, side) {
  if (/^\d{1,8}$/.test(side) && +side >= 1 && +side <= LARGEST_SIZE) return +side;
  return SIZES.includes(side) ? side : fail(`${name}: a size is ${SIZES.join(", ")} or a whole number, not ${quoted(side.slice(0, 20))}`);
}

function shape(name, said) {
  const sides = said.split(/\s+[xX]\s+|×/).map((side) => side.trim());
  if (sides.length > 2 || !sides.every(Boolean)) fail(`${name}: expected one size or two, such as H or H x H, not ${quoted(said.trim().slice(0, 30))}`);
  return [size(name, sides[0]), sides[1] ? size(name, sides[1]) : 1];
}

function stated(said) {
  const names = said.trim().split(/[,\s]+/).filter(Boolean);
  for (const name of names) if (!PLAIN.test(name)) fail(`states: ${quoted(name.slice(0, 20))} is no name of a state`);
  return names;
}

function equation(text, number, lines) {
  const place = text.indexOf("=");
  if (place < 0 && text.includes(":")) tokens(text.split(":")[0]);
  if (place < 0) fail(`expected an equation, name = …, or a declaration, name: …; not ${quoted(text.trim().slice(0, 40))}`);
  const left = text.slice(0, place);
  const [name, next] = tokens(left);
  if (name.kind !== "name" || next.kind !== "end" || name.time === "t-1") at(name, "one name stands on the left of =, for this step's value");
  const taken = Object.hasOwn(CALLS, name.text) ? "a function" : name.text === "x" ? "the input" : name.text.includes("_") && "a weight's name, having an underscore";
  if (taken) at(name, `${quoted(name.text)} is ${taken}, and cannot be computed`);
  if (lines.has(name.text)) at(name, `${name.text} has an equation already, in line ${lines.get(name.text).number}`);
  return { number, name: name.text, right: written(tokens(text.slice(place + 1), long(left) + 2)) };
}

const AFTER = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/; // eslint-disable-line no-control-regex

function parts(text) {
  const rows = text.replace(/(\r\n|[\n\r])$/, "").split(AFTER);
  if (rows.length > MOST_LINES) fail(`a cell has at most ${MOST_LINES} lines, and this text has ${rows.length}`);
  const found = { comments: [], declared: /** @type {Record<string, any>} */ ({}), states: [], lines: new Map() };
  rows.forEach((row, n) => {
    const [, before, comment] = /^([^#]*)#?(.*)$/s.exec(row);
    try {
      if (long(row) > MOST_LETTERS) fail(`a line has at most ${MOST_LETTERS} letters, and this one has ${long(row)}`);
      const [, name, said] = DECLARED.exec(before) ?? [];
      if (!before.trim()) {
        if (comment.trim() && !found.lines.size) found.comments.push(comment.trim());
      } else if (said?.startsWith("=")) fail(`write ${name} = …, without the colon`);
      else if (name === "states") found.states = stated(said);
      else if (name) found.declared[name.replace(/[{}]/g, "").replace(/_t$/, "")] = shape(name, said);
      else {
        const line = equation(before, n + 1, found.lines);
        found.lines.set(line.name, line);
      }
    } catch (error) {
      throw error instanceof Fault ? new Fault(error.message, n + 1) : error;
    }
  });
  return found.lines.has("h") ? found : fail("no line computes h, which is what a cell gives out");
}

const namesIn = (right) => (right.what === "name" ? [right] : right.what === "size" ? [] : right.parts.flatMap(namesIn));

/**
 * The cell of a text: its equations in the order of computation, each a name and a tree, and what is known of its names.
 * Throws a Fault.
 * @param {string} text
 */
export function parse(text) {
  const { comments, declared, states: said, lines } = parts(text);
  const isState = (name) => name === "h" || name === "c" || said.includes(name);
  for (const line of lines.values()) {
    for (const read of namesIn(line.right)) {
      const { text: name, time } = read.token;
      read.previous = time === "t-1" ? lines.has(name) || name === "x" : lines.has(name) && !time && isState(name) && lines.get(name).number >= line.number;
    }
  }
  const all = [...lines.values()].flatMap((line) => namesIn(line.right));
  const needs = (line) => namesIn(line.right).filter(({ token, previous }) => lines.has(token.text) && !previous).map(({ token }) => token.text);
  const inLine = (line, token, message) => fail(`${token ? `column ${token.column}: ` : ""}${message}`, line.number);

  const order = new Set();
  const place = (name, waiting) => {
    const line = lines.get(name);
    if (order.has(line)) return;
    if (waiting.includes(name)) {
      const around = waiting.slice(waiting.indexOf(name));
      const state = around.findLast(isState) ?? name;
      const hint = `if one of them means the previous value, write ${state}[t-1]${around.length > 1 ? `, or put the line of ${state} last` : ""}`;
      inLine(line, null, `these lines need each other's new values: ${[...around, name].join(" → ")}; ${hint}`);
    }
    for (const needed of needs(line)) place(needed, [...waiting, name]);
    order.add(line);
  };

  // A bare state above its own line, in the line of another state, could mean either value unless one needs the other.
  const reaches = (name, goal) => {
    const met = new Set([name]);
    for (const it of met) for (const needed of needs(lines.get(it))) met.add(needed);
    return met.has(goal);
  };
  const check = (line, token) => {
    const { text: name, time } = token;
    if (lines.has(name)) {
      const between = isState(line.name) && isState(name) && name !== line.name && !time;
      if (!between || lines.get(name).number <= line.number || reaches(name, line.name)) return;
      const hint = `write ${name}[t-1] for the previous value, or put the line of ${name} above this one for the new one`;
      inLine(line, token, `${name} may be the previous value here or the new one; ${hint}`);
    } else if (name !== "x" && (time || !(name.includes("_") || Object.hasOwn(declared, name)))) {
      if (SIZES.includes(name)) inLine(line, token, `${name} is a size and no matrix; for a * I h write a * h, and size(${name}) for the number`);
      if (name.includes("_") || Object.hasOwn(declared, name)) inLine(line, token, `${name} is a weight, which has no time`);
      const [letter, rest] = [name[0], name.slice(1)];
      const upper = letter !== letter.toLowerCase();
      if (upper && (rest === "x" || lines.has(rest))) inLine(line, token, `${name}: for ${letter} times ${rest} write ${letter}_${rest} ${rest}`);
      const problem = `no line computes ${quoted(name)}, and a weight has an underscore in its name or is declared, as in ${name}: ${upper ? "H x I" : `H, or ${name}: 1 for a scalar`}`;
      inLine(line, token, problem + nearest(name, [...lines.keys(), "x"]));
    }
  };
  for (const name of said) if (!lines.has(name)) fail(`${name} is declared a state, and no line computes it`);
  for (const name of lines.keys()) place(name, []);
  for (const line of order) for (const { token } of namesIn(line.right)) check(line, token);
  const met = new Set(all.map(({ token }) => token.text));
  if (!met.has("x")) fail("no line reads the input x");
  for (const line of lines.values()) if (line.name !== "h" && !met.has(line.name)) inLine(line, null, `no line reads ${line.name}; use it or leave it out`);

  const read = new Set(all.filter(({ previous }) => previous).map(({ token }) => token.text));
  const states = ["h", "c", ...lines.keys(), "x"].filter((name, n, names) => read.has(name) && names.indexOf(name) === n);
  const cell = { title: comments[0]?.split(". ")[0], input: "x_t", states: states.map((name) => `${name}_t-1`), weights: [], biases: [], equations: [], given: {}, places: new Map() };
  build(cell, declared, states, order, inLine);
  return cell;
}

// The terms of a sum from left to right, each with its sign.
function terms(node) {
  const { what, parts: [left, right] } = node;
  return what === "+" || what === "-" ? [...terms(left), [what, right]] : [["+", node]];
}

function isOneMinus(node) {
  const [[, first], [sign] = [], ...others] = terms(node);
  return first.what === "number" && +first.token.text === 1 && sign === "-" && !others.length;
}

// The weights that stand alone as terms of sums and nowhere else. A sum of weights and numbers alone has no bias, nor has
// one that multiplies a vector or is transposed.
function biasesOf(sides, lines) {
  const [alone, elsewhere] = [new Set(), new Set()];
  const constant = ({ what, token, parts }) => (what === "neg" ? constant(parts[0]) : what === "number" || (what === "name" && !lines.has(token.text) && token.text !== "x"));
  const visit = (node, term = false, matrix = false) => {
    const { what, token, parts } = node;
    if (what === "name") (term ? alone : elsewhere).add(token.text);
    else if (what === "neg") visit(parts[0], term, matrix);
    else if (what === "+" || what === "-") {
      const all = terms(node).map(([, part]) => part);
      const holds = !matrix && !isOneMinus(node) && !all.every(constant);
      for (const part of all) visit(part, holds, matrix);
    } else if (what !== "size") parts.forEach((part, n) => visit(part, what === "layernorm" && n === 2, what === "^T" || (what === "@" && n === 0)));
  };
  for (const side of sides) visit(side);
  return [...alone].filter((name) => !elsewhere.has(name));
}

// The trees; `given` are the shapes that need no equation: of the input, of states, and what is declared.
function build(cell, declared, states, order, inLine) {
  const { given, equations, weights } = cell;
  const own = (name) => (Object.hasOwn(declared, name) ? declared[name] : undefined);
  given.x_t = own("x") ?? ["I", 1];
  for (const name of states) given[`${name}_t-1`] = own(name) ?? [name === "x" ? "I" : "H", 1];
  const biases = biasesOf([...order].map(({ right }) => right), new Set([...order].map(({ name }) => name)));

  const known = new Map();
  const scalar = (tree) => {
    if (!known.has(tree)) known.set(tree, scalarOf(tree));
    return known.get(tree);
  };
  const scalarOf = (tree) => {
    if (typeof tree === "string") return Object.hasOwn(given, tree) && String(given[tree]) === "1,1";
    const [what, ...others] = tree;
    if (what === "n") return true;
    if (what === "@" && others[0][0] === "T") {
      const pair = [others[0][1], others[1]];
      return pair.every(column) || pair.every(scalar);
    }
    return others.every(scalar);
  };
  const column = (tree) => typeof tree === "string" && (weights.includes(tree) ? Object.hasOwn(given, tree) : true) && (given[tree]?.[1] ?? 1) === 1;
  const isNumber = (tree) => tree[0] === "n" && typeof tree !== "string";
  const times = (left, right) => {
    if (scalar(left) === scalar(right) && !isNumber(left) && !isNumber(right)) return ["*", left, right];
    return scalar(left) ? ["scale", left, right] : ["scale", right, left];
  };
  // Where a part of a line stands; a name, where it is met first.
  const tree = (line, node) => {
    const made = treeOf(line, node);
    if (!cell.places.has(made)) cell.places.set(made, [line.number, node.token.column]);
    return made;
  };
  const treeOf = (line, node) => {
    const { what, token, parts } = node;
    if (what === "name") return named(node);
    if (what === "number") return ["n", +token.text];
    if (what === "size") {
      const [{ what: inner, token: name }] = parts;
      if (inner !== "name" || !SIZES.includes(name.text)) inLine(line, name, `size() takes one of ${SIZES.join(", ")}, not ${quoted(name.text)}`);
      return ["n", name.text];
    }
    if (what === "+" || what === "-") return sum(line, node);
    const [left, right, third] = parts.map((part) => tree(line, part));
    if (what === "*") return times(left, right);
    if (what === "@") return scalar(left) || isNumber(right) ? times(left, right) : ["@", left, right];
    if (what === "neg") return ["-", left];
    if (what === "^T") return ["T", left];
    if (what === "layernorm") return third ? ["+", times(right, ["norm", left]), third] : times(right, ["norm", left]);
    return right === undefined ? [what, left] : [what, left, right];
  };
  const named = ({ token: { text: name }, previous }) => {
    if (previous) return `${name}_t-1`;
    if (name === "x") return "x_t";
    if (equations.some((it) => it.name === `${name}_t`)) return `${name}_t`;
    if (!weights.includes(name)) {
      weights.push(name);
      if (own(name)) given[name] = own(name);
      if (biases.includes(name)) cell.biases.push(name);
    }
    return name;
  };
  const sum = (line, node) => {
    const signed = terms(node);
    if (isOneMinus(node)) return ["1-", tree(line, signed[1][1])];
    return ["+", ...signed.map(([sign, term]) => (sign === "+" ? tree(line, term) : ["-", tree(line, term)]))];
  };

  for (const line of order) {
    const body = tree(line, line.right);
    const name = `${line.name}_t`;
    if (isNumber(body)) inLine(line, null, `${line.name} is a number; a line computes something from x or a state`);
    const size = own(line.name) ?? (line.name === "h" && !states.includes("h") ? ["H", 1] : undefined);
    if (size) given[name] = size;
    known.set(name, size ? String(size) === "1,1" : scalar(body));
    equations.push({ name, tree: body, line: line.number });
  }
  const met = (tree) => (Array.isArray(tree) ? tree.slice(1).flatMap(met) : [tree]);
  const places = equations.flatMap((it) => met(it.tree));
  weights.sort((a, b) => places.indexOf(a) - places.indexOf(b));
  cell.biases.sort((a, b) => weights.indexOf(a) - weights.indexOf(b));
  Object.assign(cell, { scalar, column });
}
