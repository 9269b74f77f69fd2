// What the page shows of a cell: shapes and why, counts, a picture with numbers on its wires, a question. The first state is
// made in Python, letter for letter the same; see lstm_docs/site/fences/cell_block.py.
import { layout } from "./cell-layout.js";
import { SIZES, counts, total, valueOf } from "./cell-counts.js";
import { conform, trace } from "./cell-sizes.js";
import { FUNCTIONS, parse } from "./cell-text.js";
import { escaped, expression, fixed, number } from "./explore-parts.js";
import { wired } from "./explore-wired.js";
import { Stream } from "./streams.js";

const [MOST_ROWS, MOST_DRAWN, MOST_RUN, DIGITS, LARGEST, BYTES] = [4, 400, 20000, 3, Number.MAX_SAFE_INTEGER, 4];
const [SMALL_INPUT, SMALL_HIDDEN, ASKED] = [3, 2, 127];
const AXES = ["rows", "columns"];

function kind(name) {
  const [letter, index = ""] = name.split("_");
  const colour = "WUVbp".includes(letter[0]) ? index.slice(-1) : letter;
  return /^[ifgochn]$/.test(colour) ? `lstm-${colour.replace("n", "g")}` : "";
}

const symbol = (name) => {
  const [letter, index] = name.split("_");
  const colour = kind(name);
  return `<var data-s="${name}"${colour && ` class="${colour}"`}>${letter}${index ? `<sub>${index.replace("-", "−")}</sub>` : ""}</var>`;
};
const by = (sizes) => sizes.map((size) => (typeof size === "number" ? number(size) : size)).join(" × ");
const scaled = (sum, factor) => Object.fromEntries(Object.entries(sum).map(([powers, count]) => [powers, count * factor]));
// What is infinite or no number has no digits.
const digits = (it) => (isFinite(it) ? fixed(it, DIGITS) : `${it}`.replace("-", "−").replace("Infinity", "∞"));
const counted = (value) => (value > LARGEST ? "more than 2^53 − 1" : number(value));

/** A count as a formula, what its terms share before the parenthesis: 2*H*(H + I + 1). */
export function formula(sum) {
  const terms = Object.entries(sum).filter(([, count]) => count).map(([powers, count]) => [...powers.split(",").map(Number), count]);
  if (!terms.length) return "0";
  terms.sort(([a, b], [c, d]) => c - a || d - b);
  const gcd = (a, b) => (b ? gcd(b, a % b) : a);
  const shared = [0, 1].map((n) => Math.min(...terms.map((term) => term[n])));
  const [h, i, count] = [...shared, terms.map((term) => term[2]).reduce(gcd)];
  const product = (powers, number) => {
    const factors = SIZES.flatMap((size, n) => (powers[n] > 1 ? [`${size}^${powers[n]}`] : powers[n] ? [size] : []));
    return [...(number > 1 || !factors.length ? [number] : []), ...factors].join("*");
  };
  const inside = terms.map(([a, b, n]) => product([a - h, b - i], n / count)).join(" + ");
  if (terms.length === 1) return product([h, i], count);
  return h || i || count > 1 ? `${product([h, i], count)}*(${inside})` : inside;
}

/** The cell of a text, with the lines as they are written; throws a Fault. */
export function read(text) {
  const cell = conform(parse(text));
  const rows = text.split("\n");
  return Object.assign(cell, { called: cell.title || "Your cell", written: cell.equations.map(({ line }) => rows[line - 1].split("#")[0].trim()) });
}

/** Every part of the page as HTML. */
export function parts(cell, state) {
  const sizes = { I: state.input, H: state.hidden };
  const small = { I: Math.min(state.input, SMALL_INPUT), H: Math.min(state.hidden, SMALL_HIDDEN) };
  const sum = counts(cell);
  const runs = cell.nodes.length <= MOST_DRAWN && valueOf(sum.parameters, small) + valueOf(sum.state, small) + valueOf(sum.macs, small) <= MOST_RUN;
  const { ask, solution } = question(cell, sum, state);
  const shown = { sizes: shapes(cell, sizes), counts: table(cell, sum, sizes), ask, solution };
  return { ...shown, ...(runs ? living(cell, state, small) : { picture: "", numbers: "", said: "This cell is too large to be drawn and run here." }) };
}

function shapes(cell, sizes) {
  const vectors = cell.equations.map(({ name }) => name);
  const rows = [...cell.weights, ...vectors].map((name) => {
    const shape = cell.shape(name);
    const why = AXES.slice(0, shape[1] === 1 ? 1 : 2).map((axis, n) => {
      const chain = cell.why(name, n).map(([it, other]) => `${AXES[other]} of ${symbol(it)}`);
      return `${chain.join(" = ")} = ${shape[n]}`;
    });
    return `<tr><th scope="row">${symbol(name)}</th><td class="lstm-fact">${by(shape)}</td><td class="lstm-fact">${by(shape.map((size) => sizes[size] ?? size))}</td><td class="lstm-reason">${why.join("; ")}</td></tr>`;
  });
  const heads = ["symbol", "shape", "here", "because"].map((head) => `<th scope="col">${head}</th>`).join("");
  return `<table class="lstm-table"><thead><tr>${heads}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

// The components that each function is sent: of a norm a root for each column.
const evaluations = ({ nodes, shape }) =>
  [...FUNCTIONS, "max", "min"].sort().flatMap((name) => {
    const sent = nodes.flatMap((node) => (node[0] === name ? [shape(node)] : node[0] === "norm" && name === "sqrt" ? [[shape(node)[1]]] : []));
    return sent.length ? [[`${name} evaluations`, total(sent)]] : [];
  });

function table(cell, sum, sizes) {
  const rows = [
    ["parameters, biases as written", sum.parameters],
    ["parameters, one bias for each sum that has any", sum.one],
    ["parameters, one bias for each product of a weight in such a sum", sum.two],
    ["multiply–accumulates of a step, each product where it is written", sum.macs],
    ...evaluations(cell),
    ["state, numbers from step to step", sum.state],
    ["state in float32, bytes", scaled(sum.state, BYTES)],
    ["left-hand sides, numbers kept for training", sum.activations],
  ].map(([label, count]) => `<tr><th scope="row">${label}</th><td>${equal(formula(count), counted(valueOf(count, sizes)))}</td></tr>`);
  return `<table class="lstm-table"><tbody>${rows.join("")}</tbody></table>`;
}

const equal = (text, value) => (/[A-Z]/.test(text) ? `${expression(text)} = ${value}` : value);

const cut = (all) => (all.length > MOST_ROWS ? [...all.slice(0, MOST_ROWS - 1), "…"] : all);

// The numbers of a value, the first of each side.
function told(value) {
  const rows = value.map((row) => cut(row.map(digits)).join(", "));
  return cut(rows).join(value[0].length > 1 ? "; " : ", ");
}

const shapeOf = (value) => by([value.length, value[0].length]);

function living(cell, state, small) {
  const values = trace(cell, small, state.t, state.seed);
  const lines = cell.equations.map(({ name }) => name);
  const at = Math.min(state.at, lines.length);
  const entering = [cell.input, ...cell.states];
  const reached = new Set([...entering, ...lines.slice(0, at)]);
  const texts = {};
  for (const name of [...entering, ...lines]) {
    const value = values[name];
    const rows = value[0].length > 1 ? [shapeOf(value)] : cut(value.flat().map(digits));
    texts[name] = reached.has(name) ? rows : rows.map(() => "");
  }
  const kinds = Object.fromEntries([...entering, ...lines, ...cell.weights].map((name) => [name, kind(name)]));
  const places = Object.fromEntries(lines.map((name, n) => [name, n + 1]));
  const look = { texts, kinds, now: lines[at - 1], held: {}, grabs: {}, holds: {}, sizes: {}, places };
  const rows = Object.fromEntries(Object.entries(texts).map(([name, all]) => [name, all.length]));
  const result = lines[at - 1];
  const wide = values[result][0].length > 1 ? `, ${shapeOf(values[result])},` : "";
  const listed = [...entering, ...lines, ...cell.weights].map(
    (name) => `<tr><th scope="row">${symbol(name)}</th><td class="lstm-fact">${shapeOf(values[name])}</td><td>${told(values[name])}</td></tr>`,
  );
  return {
    picture: wired(layout(cell, rows), { input: 0, hidden: 0 }, look, escaped(cell.called), escaped(cell.written.join("; "))),
    said: `Step ${state.t}, line ${at} of ${lines.length}: <code>${escaped(cell.written[at - 1])}</code> gives ${symbol(result)}${wide} = ${told(values[result])}.`,
    numbers: `<table class="lstm-table"><tbody>${listed.join("")}</tbody></table>`,
  };
}

/** Question number n: what it asks, the answer, what leads to others. */
export function question(cell, sum, state) {
  const stream = new Stream("cell", state.seed, state.n, "ask");
  const sizes = { I: 2 + stream.below(ASKED), H: 2 + stream.below(ASKED) };
  const weight = cell.weights[stream.below(cell.weights.length || 1)];
  const [one, two, written, biases] = [sum.one, sum.two, sum.parameters, sum.biases].map((it) => valueOf(it, sizes));
  const none = written - biases;
  const memory = scaled(sum.parameters, BYTES);
  const bytes = scaled(sum.state, BYTES);
  const left = [none, "that leaves the biases out"];
  const all = [
    ["How many parameters does it have, with one bias for each sum that has any?", sum.one, [[two, "that has one bias for each product of a weight"], [written, "that has the biases as they are written"], left]],
    weight && [`What is the shape of ${symbol(weight)}, rows × columns?`, weight, []],
    ["How many multiply–accumulates do its matrix products take for one step of one sequence?", sum.macs, [[one, "that is the number of parameters"], [none, "a weight that multiplies component by component is in no matrix product"]]],
    ["How many parameters does it have, with one bias for each product of a weight in a sum that has any?", sum.two, [[one, "that has one bias for each sum"], [written, "that has the biases as they are written"], left]],
    ["How many bytes of state does it hand from one step to the next, in float32?", bytes, [[valueOf(sum.state, sizes), "that is how many numbers"]]],
    ["How many bytes do its weights take in float32, the biases as they are written?", memory, [[written, "that is how many numbers"], [BYTES * none, left[1]]]],
  ].filter(Boolean);
  const [ask, key, wrong] = all[state.n % all.length];
  const lead = `<strong>${escaped(cell.called)}</strong> has I = ${sizes.I} inputs and H = ${sizes.H} units. ${ask}`;
  if (key === weight) {
    const shape = cell.shape(weight);
    const answer = shape.map((size) => sizes[size] ?? size);
    return { ask: lead, answer, wrong: [[[...answer].reverse(), "that is the shape transposed; rows come first"]], solution: `${by(shape)} = ${by(answer)}` };
  }
  const text = formula(key);
  const filled = text.replaceAll("I", String(sizes.I)).replaceAll("H", String(sizes.H));
  const value = valueOf(key, sizes);
  return { ask: lead, answer: [value], wrong: wrong.map(([other, why]) => [[other], why]), solution: text === filled ? number(value) : `${expression(text)} = ${expression(filled)} = ${number(value)}` };
}

/** The verdict on what is typed: whether it is right and what to say; null for what is no answer. */
export function judged({ answer, wrong, solution }, typed) {
  const sides = typed.trim().split(answer.length > 1 ? /\s*[x×*,]\s*/i : /$^/).map((side) => side.replace(/[\s\u202f,.'’_]/g, ""));
  if (sides.length !== answer.length || !sides.every((side) => /^\d{1,16}$/.test(side))) return null;
  const numbers = sides.map(Number);
  if (String(numbers) === String(answer)) return { right: true, said: `${solution}.` };
  const why = wrong.find(([other]) => String(other) === String(numbers))?.[1];
  return { right: false, said: `You wrote ${by(numbers)}${why ? `: ${why}` : ""}. It is ${solution}.` };
}
