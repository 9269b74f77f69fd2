// What follows from a cell's equations: sizes by union-find, with the reason for each (lstm_docs/cells/conform.py solves the same
// equalities), and values, every one a list of rows (lstm_docs/derive/).
import { FUNCTIONS, Fault } from "./cell-text.js";
import { exp, tanh } from "./explore-equations.js";
import { Stream } from "./streams.js";

const isNumber = (tree) => Array.isArray(tree) && tree[0] === "n";
const partsOf = (tree) => (typeof tree === "string" || isNumber(tree) ? [] : tree.slice(1));
const AXES = ["rows", "columns"];

/** A tree and all below it, parts before wholes. @returns {any[]} */
export const walk = (tree) => [...partsOf(tree).flatMap(walk), tree];

/** What a tree says, as the text does. @returns {string} */
export function shown(tree) {
  if (typeof tree === "string") return tree;
  const [what, ...parts] = tree;
  const inner = (part) => (["+", "1-", "-"].includes(part[0]) ? `(${shown(part)})` : shown(part));
  if (what === "n") return String(parts[0]);
  if (what === "+") return parts.map(shown).join(" + ").replaceAll(" + -", " - ");
  if (what === "1-") return `1 - ${inner(parts[0])}`;
  if (what === "-") return `-${inner(parts[0])}`;
  if (what === "T") return `${inner(parts[0])}^T`;
  const sign = { "@": " ", scale: " ", "*": " ⊙ ", "/": " / " }[what];
  return sign ? parts.map(inner).join(sign) : `${what}(${parts.map(shown).join(", ")})`;
}

const sized = (terms, scalar) => {
  const vectors = terms.filter((term) => !scalar(term));
  return vectors.length ? vectors : terms.filter((term) => !isNumber(term));
};

// Pairs of [tree, axis] that must be equal, each with its rule.
function rules(tree, scalar) {
  const alike = (a, b, rule) => [0, 1].map((axis) => [[a, axis], [b, axis], rule]);
  const [what, left, right] = tree;
  if (typeof tree === "string" || what === "n") return [];
  if (what === "@")
    return [
      [[left, 1], [right, 0], `in ${shown(tree)}, columns of the left = rows of the right`],
      [[tree, 0], [left, 0], "a product has the rows of its left factor"],
      [[tree, 1], [right, 1], "a product has the columns of its right factor"],
    ];
  if (what === "+") return sized(tree.slice(1), scalar).flatMap((term) => alike(tree, term, "the terms of a sum are alike"));
  if (what === "*") return [...alike(left, right, `⊙ pairs ${shown(left)} with ${shown(right)}, component by component`), ...alike(tree, left, "⊙ keeps the size of its factors")];
  if (what === "scale") return alike(tree, right, "a scalar acts on each component");
  if (what === "/" && scalar(right) && !scalar(left)) return alike(tree, left, "a scalar divides each component");
  if (what === "T")
    return [
      [[tree, 0], [left, 1], `the rows of ${shown(tree)} are the columns of ${shown(left)}`],
      [[tree, 1], [left, 0], `the columns of ${shown(tree)} are the rows of ${shown(left)}`],
    ];
  if (["/", "max", "min"].includes(what)) return [left, right].filter((side) => !isNumber(side)).flatMap((side) => alike(tree, side, `${shown(tree)} is taken component by component`));
  if (what === "norm") return alike(tree, left, "a layer norm keeps the size of its argument");
  return alike(tree, left, `${FUNCTIONS.includes(what) ? what : what === "-" ? "a sign" : "1 - v"} acts on each component`);
}

// What multiplies, divides or is added as a scalar, and so must be one.
function scalars(tree, scalar) {
  const [what, left, right] = tree;
  if (what === "scale") return isNumber(left) ? [] : [left];
  if (what === "+") return tree.slice(1).filter((term) => !isNumber(term) && !sized(tree.slice(1), scalar).includes(term));
  return what === "/" && scalar(right) && !scalar(left) && !isNumber(right) ? [right] : [];
}

/**
 * The cell with `shape(tree)`, `why(name, axis)` and `nodes`. Throws a Fault where two sizes contradict each other, or where
 * nothing determines one.
 */
export function conform(cell) {
  const { given, scalar, equations, states, weights } = cell;
  const nodes = equations.flatMap(({ tree }) => walk(tree));
  const links = equations.flatMap(({ name, tree }) => [
    ...walk(tree).flatMap((node) => rules(node, scalar)),
    ...[0, 1].map((axis) => [[name, axis], [tree, axis], `both sides of the equation for ${name} are alike`]),
  ]);
  for (const state of states) {
    const next = state.slice(0, -2);
    for (const axis of [0, 1]) links.push([[next, axis], [state, axis], `${next} is the next step's ${state}`]);
  }

  // A dimension by its number: where it leads to, and the size declared for it.
  const ids = new Map();
  const dimensions = [];
  const id = ([tree, axis]) => {
    if (!ids.has(tree)) {
      ids.set(tree, dimensions.length);
      dimensions.push([tree, 0], [tree, 1]);
    }
    return ids.get(tree) + axis;
  };
  const declared = new Map();
  const declare = (tree, sizes) => sizes.forEach((size, axis) => declared.set(id([tree, axis]), size));
  for (const name of ["x_t", ...states, ...weights, ...equations.map((it) => it.name)]) if (Object.hasOwn(given, name)) declare(name, given[name]);
  for (const node of nodes) for (const it of scalars(node, scalar)) declare(it, [1, 1]);
  const linked = links.map(([left, right, rule]) => [id(left), id(right), rule]);
  const near = dimensions.map(() => []);
  for (const [left, right, rule] of linked) {
    near[left].push([left, right, rule]);
    near[right].push([right, left, rule]);
  }

  const parent = dimensions.map((_, n) => n);
  const root = (n) => {
    while (parent[n] !== n) n = parent[n] = parent[parent[n]];
    return n;
  };
  for (const [left, right] of linked) parent[root(left)] = root(right);
  const size = new Map();
  for (const [n, value] of declared) {
    if (size.has(root(n)) && size.get(root(n)) !== value) throw conflict(cell, dimensions, near, declared);
    size.set(root(n), value);
  }
  const unknown = linked.flatMap(([left, right]) => [left, right]).filter((n) => !size.has(root(n))).map((n) => dimensions[n]);
  if (unknown.length) {
    const [tree, axis] = unknown.find(([it]) => typeof it === "string") ?? unknown[0];
    const declare = `declare it, ${String(tree).replace("_t", "")}: ${weights.includes(tree) && /^[A-Z]/.test(tree) ? "H x I" : "H"} for example, or `;
    throw placed(cell, [tree, ...users(cell, tree)], `nothing determines the ${AXES[axis]} of ${shown(tree)}; ${typeof tree === "string" ? declare : ""}use it beside something of known size`);
  }
  const shape = (tree) => (isNumber(tree) ? [1, 1] : [0, 1].map((axis) => size.get(root(id([tree, axis])))));
  for (const { name, tree } of equations) {
    for (const node of walk(tree)) {
      const [what, weight, right] = node;
      if (what === "@" && !weights.includes(weight) && shape(weight)[0] !== 1 && String([shape(weight)[1], shape(right)]) === "1,1,1" && !scalar(right) && !stated(cell, right)) throw beside(cell, node);
      if (what !== "T" || !weights.includes(weight) || given[weight] || shape(weight)[1] === 1 || weight[0] === weight[0].toUpperCase()) continue;
      const made = name.replace(/_t$/, "");
      throw placed(cell, [node], `${weight}^T makes ${weight} a matrix; declare ${made}: 1 if ${made} is one number, or ${weight}: ${shape(weight).join(" x ")}`);
    }
  }
  // The named dimensions on the shortest way to a declared size: why it is what it is.
  const why = (name, axis) => [id([name, axis]), ...path(near, id([name, axis]), (n) => declared.has(n)).map(([, right]) => right)].map((n) => dimensions[n]).filter(([tree]) => typeof tree === "string");
  // What stands alone as a term of a sum of matrices is no bias; its size says so.
  const biases = cell.biases.filter((name) => shape(name)[1] === 1);
  return Object.assign(cell, { shape, why, biases, nodes });
}

function path(near, start, isGoal) {
  const reached = new Map([[start, []]]);
  for (const [here, way] of reached) {
    if (isGoal(here)) return way;
    for (const link of near[here]) if (!reached.has(link[1])) reached.set(link[1], [...way, link]);
  }
  return [];
}

const users = ({ equations }, tree) => equations.flatMap((it) => walk(it.tree)).filter((node) => partsOf(node).includes(tree));

// A fault at the first of the trees that stands in the text.
function placed({ places }, trees, message) {
  const [line, column] = places.get(trees.find((tree) => places.has(tree))) ?? [];
  return new Fault(`${line ? `column ${column}: ` : ""}${message}`, line);
}

const beside = (cell, node) => placed(cell, [node], `${shown(node)} puts two vectors side by side; write ${shown(["*", ...node.slice(1)]).replaceAll("⊙", "*")}`);

// Whether there is a row in what makes a tree, or a weight of declared size, so that it may well be one number.
const stated = (cell, tree) => {
  if (typeof tree !== "string") return tree[0] === "T" || partsOf(tree).some((part) => stated(cell, part));
  return cell.weights.includes(tree) ? cell.given[tree] : cell.equations.some((it) => it.name === tree && stated(cell, it.tree));
};

// The first two declared sizes that a way of equalities joins although they differ.
function conflict(cell, dimensions, near, declared) {
  const { given, weights, scalar, column, equations } = cell;
  const vector = (tree) => (typeof tree === "string" ? (weights.includes(tree) ? tree[0] !== tree[0].toUpperCase() && !given[tree] : column(tree) && !scalar(tree)) : !["@", "T", "n"].includes(tree[0]) && tree.slice(1).some(vector));
  const both = equations.flatMap((it) => walk(it.tree)).find(([what, ...sides]) => what === "@" && sides.every(vector));
  if (both) return beside(cell, both);
  const told = (n) => `${shown(dimensions[n][0])} is ${[0, 1].map((axis) => declared.get(n - dimensions[n][1] + axis)).join("×")}`;
  const of = (n) => `${AXES[dimensions[n][1]]} of ${shown(dimensions[n][0])}`;
  for (const [start, size] of declared) {
    const way = path(near, start, (n) => declared.has(n) && declared.get(n) !== size);
    if (!way.length) continue;
    const end = way.at(-1)[1];
    const culprit = way.find(([, , rule]) => rule.startsWith("⊙") || rule.startsWith("in ")) ?? way[0];
    const [left, right] = culprit.slice(0, 2).map((n) => dimensions[n][0]);
    // A name stands in many places, what is made of both sides in one.
    const made = [...[left, right].filter((tree) => partsOf(tree).length), ...users(cell, left).filter((it) => partsOf(it).includes(right))];
    return placed(cell, [...made, left, right], `${told(start)} and ${told(end)}, but the ${of(start)} must equal the ${of(end)}: ${size} ≠ ${declared.get(end)} (${culprit[2]})`);
  }
  return new Fault("the sizes of the equations contradict each other");
}

const bounded = (x) => (x > 710 ? Infinity : x < -746 ? 0 : exp(x));
const squashed = (x) => (Math.abs(x) > 20 ? Math.sign(x) : tanh(x));
const softplus = (a) => Math.max(a, 0) + Math.log1p(bounded(-Math.abs(a)));
const POINTWISE = {
  "1-": (a) => 1 - a,
  "-": (a) => -a,
  sigmoid: (a) => (1 + squashed(a / 2)) / 2,
  tanh: squashed,
  relu: (a) => Math.max(a, 0),
  exp: bounded,
  log: Math.log,
  logsigmoid: (a) => -softplus(-a),
  softplus,
  abs: Math.abs,
  sqrt: Math.sqrt,
};
const PAIRWISE = {
  "+": (a, b) => a + b,
  "*": (a, b) => a * b,
  scale: (a, b) => a * b,
  "/": (a, b) => a / b,
  max: Math.max,
  min: Math.min,
};

// Component by component; one number stands beside anything.
function paired(apply, a, b) {
  const [rows, columns] = [Math.max(a.length, b.length), Math.max(a[0].length, b[0].length)];
  const at = (m, row, column) => m[m.length > 1 ? row : 0][m[0].length > 1 ? column : 0];
  return Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => apply(at(a, row, column), at(b, row, column))));
}

/** The value of a tree. `values` by name, `sizes` I and H. */
export function run(tree, values, sizes) {
  if (typeof tree === "string") return values[tree];
  const [what, ...parts] = tree;
  if (what === "n") return [[sizes[parts[0]] ?? parts[0]]];
  const found = parts.map((part) => run(part, values, sizes));
  const [a, b] = found;
  if (what === "@") return a.map((row) => b[0].map((_, column) => row.map((w, n) => w * b[n][column]).reduce(PAIRWISE["+"])));
  if (what === "T") return a[0].map((_, column) => a.map((row) => row[column]));
  if (Object.hasOwn(PAIRWISE, what)) return found.reduce((left, right) => paired(PAIRWISE[what], left, right));
  return what === "norm" ? normalized(a) : a.map((row) => row.map(POINTWISE[what]));
}

const EPSILON = 1e-5;

// Each column less its mean, over the root of its variance and EPSILON.
function normalized(a) {
  const mean = (rows) => [rows.reduce((sum, row) => sum.map((it, n) => it + row[n])).map((sum) => sum / rows.length)];
  const centred = paired((it, by) => it - by, a, mean(a));
  return paired((it, square) => it / Math.sqrt(square + EPSILON), centred, mean(paired(PAIRWISE["*"], centred, centred)));
}

/** One step: the values given, and those computed, by name. */
export function step(cell, given, sizes) {
  const values = { ...given };
  for (const { name, tree } of cell.equations) values[name] = run(tree, values, sizes);
  return values;
}

/** Tenths from −0.9 to 0.9, the same in Python; see lstm_docs/site/fences/cell_block.py. */
export function drawn(name, [rows, columns], seed) {
  const stream = new Stream("cell", seed, name);
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => (stream.below(19) - 9) / 10));
}

export const zero = ([rows, columns]) => Array.from({ length: rows }, () => Array(columns).fill(0));

/** The values of step number `steps` from states of zero, with drawn weights and inputs. */
export function trace(cell, sizes, steps, seed) {
  const shape = (name) => cell.shape(name).map((size) => sizes[size] ?? size);
  const weights = Object.fromEntries(cell.weights.map((name) => [name, drawn(name, shape(name), seed)]));
  const zeros = Object.fromEntries(cell.states.map((name) => [name, zero(shape(name))]));
  const next = (before, t) => {
    const states = Object.fromEntries(cell.states.map((name) => [name, before[name.slice(0, -2)] ?? zeros[name]]));
    return step(cell, { ...weights, ...states, x_t: drawn(`x${t}`, shape("x_t"), seed) }, sizes);
  };
  return Array.from({ length: steps }, (_, t) => t + 1).reduce(next, {});
}
