// The living cell; see lstm_docs/site/explore/step.py and step_parts.py.
import { apply, run } from "./explore-equations.js";
import { explorer } from "./explore.js";
import { change, expression, fixed, number } from "./explore-parts.js";
import { wired } from "./explore-wired.js";
import { rounded } from "./numbers.js";

const [SHOWN, MOST_DIGITS] = [3, 10];
const PLUS = " +\u00a0";
const SIGNS = { sigmoid: "σ", tanh: "tanh", relu: "ReLU" };
const CHANGED = /(\w+)\.([1-4])\.([1-4])=(-?[0-9](?:\.[0-9])?)/g;
const subscript = (n) => "₀₁₂₃₄₅₆₇₈₉"[n + 1];

function parts(data, state, before) {
  const own = data.cells[data.cell];
  const [done, earlier] = [computed(own, state), computed(own, before)];
  const equation = own.equations[state.at - 1];
  const unit = Math.min(state.unit, state.hidden) - 1;
  const shown = {
    picture: pictures(data, state, done),
    said: said(data, state, before, done, earlier),
    count: count(own, state, done),
  };
  if (!equation.labels.length) return shown;
  return {
    ...shown,
    numbers: walk(own, equation, done, unit, state),
    weights: weights(own, equation, done),
  };
}

const holding = (own, state) =>
  Object.fromEntries(own.holds.filter((gate) => (state[`hold-${gate}`] ?? "free") !== "free").map((gate) => [`${gate}_t`, state[`hold-${gate}`]]));

// Every vector by name, every weight as rows, and the trace of each equation; what is held wins over what is computed.
function computed(own, state) {
  const { input, hidden } = state;
  const matrices = {};
  for (const [name, rows] of Object.entries(own.weights)) matrices[name] = rows.slice(0, hidden).map((row) => row.slice(0, name[0] === "W" ? input : hidden));
  for (const [, name, row, column, value] of state.weights.matchAll(CHANGED)) if (matrices[name]?.[+row - 1]?.[+column - 1] !== undefined) matrices[name][+row - 1][+column - 1] = +value;
  const values = { ...matrices };
  for (const name of Object.keys(values)) if (/^[bp]/.test(name)) values[name] = values[name].flat();
  for (const name of own.read) {
    const count = own.rows[name] === "I" ? input : hidden;
    values[name] = Array.from({ length: count }, (_, n) => state[name[0] + (n + 1)] ?? 0);
  }
  const [traces, held] = [{}, holding(own, state)];
  for (const { name, tree } of own.equations) {
    traces[name] = [];
    const found = run(tree, values, traces[name]);
    values[name] = name in held ? found.map(() => +held[name]) : found;
  }
  return { values, matrices, traces, held };
}

// The formula of the parameters, with the sizes put in, and how many there are, counted on the arrays.
function count({ formula }, { input, hidden }, { matrices }) {
  const filled = formula.replaceAll("I", input).replaceAll("H", hidden);
  return `${expression(formula)} = ${expression(filled)} = ${number(Object.values(matrices).flat(2).length)} parameters`;
}

function pictures(data, state, done) {
  const first = pictured(data.cells[data.cell], state, done, state.at);
  if ((state.beside ?? "none") === "none") return first;
  const other = data.cells[state.beside];
  return first + pictured(other, state, computed(other, state), other.equations.length);
}

function pictured(own, state, { values, held }, at) {
  const lines = own.equations.map((it) => it.name);
  const written = own.equations[0].labels.length > 0;
  const known = new Set([...own.read, ...lines.slice(0, at)]);
  const texts = Object.fromEntries(Object.keys(own.rows).map((name) => [name, values[name].map((value) => (known.has(name) ? fixed(value, SHOWN) : ""))]));
  const look = {
    texts,
    held,
    now: written ? lines[at - 1] : "",
    kinds: own.kinds,
    grabs: Object.fromEntries(own.read.filter((it) => `${it[0]}1` in state).map((it) => [it, it[0]])),
    holds: Object.fromEntries(own.holds.filter((gate) => `hold-${gate}` in state).map((gate) => [`${gate}_t`, `hold-${gate}`])),
    places: written ? Object.fromEntries(lines.map((it, n) => [it, n + 1])) : {},
    sizes: { [own.read[0]]: "input", [lines.at(-1)]: "hidden" },
  };
  const shown = Object.entries(texts).filter(([, rows]) => rows[0]).map(([name, rows]) => `${name} is ${rows.join(", ")}`);
  return wired(own.picture, state, look, own.title, `${own.told}. ${shown.join("; ")}.`);
}

function weights(own, { tree }, { matrices }) {
  const names = new Set([tree].flat(Infinity).filter((name) => name in matrices));
  if (!names.size) return "<p>This line has no weights.</p>";
  return [...names].map((name) => matrix(name, matrices[name], own.kinds[name])).join("");
}

function matrix(name, rows, kind) {
  const body = rows.map((row, n) => `<tr>${row.map((value, m) => field(name, n + 1, m + 1, value)).join("")}</tr>`).join("");
  return `<table class="${kind}" data-s="${name}"><caption>${name}</caption><tbody>${body}</tbody></table>`;
}

const field = (name, row, column, value) =>
  `<td><input type="number" min="-9" max="9" step="0.1" value="${value || 0}" data-weight="${name}.${row}.${column}" aria-label="${name}, row ${row}, column ${column}"></td>`;

function walk(own, { name, labels }, { traces, held }, unit, state) {
  const given = new Set([...own.read, ...Object.keys(own.weights)]);
  const rows = traces[name].map((node, n) =>
    line(labels[n], arithmetic(node, given, unit, state.digits), result(node, given, unit, state.digits)),
  );
  if (name in held) rows.push(line(labels.at(-1), "held at", equal(held[name])));
  return `<table class="lstm-table lstm-walk"><tbody>${rows.join("")}</tbody></table>`;
}

const line = (name, told, result) =>
  `<tr><td>${name}</td><td>${told}</td>${result}</tr>`;

const equal = (value) => `<td class="lstm-number">= ${value}</td>`;

// Where the rounded numbers before a value come to another one, that is said, with more digits.
function result(node, given, unit, digits) {
  const value = fixed(node.value[unit], digits);
  if (fixed(ofShown(node, given, unit, digits), digits) === value) return equal(value);
  const more = `${arithmetic(node, given, unit, MOST_DIGITS)} = ${fixed(node.value[unit], MOST_DIGITS)}`;
  return `<td class="lstm-number" tabindex="0">≈ ${value}<span class="lstm-more">${more}</span></td>`;
}

function ofShown({ operator, parts: trees, found }, given, unit, digits) {
  const shown = (value, part) => (given.has(trees[part]) ? value : rounded(value, digits) / 10 ** digits);
  if (operator === "@") return apply("@", [[found[0][unit]], found[1].map((value) => shown(value, 1))])[0];
  return apply(operator, found.map((values, part) => [shown(values[unit], part)]))[0];
}

const bracketed = (text, first) => (first || text[0] !== "−" ? text : `(${text})`);

function arithmetic({ operator, parts: trees, found }, given, unit, digits) {
  const shown = (part, first, place = unit) => {
    const value = found[part][place];
    return bracketed(given.has(trees[part]) ? number(value) : fixed(value, digits), first);
  };
  if (operator === "@") return found[0][unit].map((w, n) => `${bracketed(number(w), n === 0)}·${shown(1, false, n)}`).join(PLUS);
  if (operator === "+") return trees.map((_, n) => shown(n, n === 0)).join(PLUS);
  if (operator === "*") return `${shown(0, true)} · ${shown(1, false)}`;
  return operator === "1-" ? `1 − ${shown(0, false)}` : `${SIGNS[operator]}(${shown(0, true)})`;
}

function said(data, state, before, done, earlier) {
  const { equations } = data.cells[data.cell];
  const seen = { at: 0, weights: "" };
  const changed = change(data.names, { ...before, ...seen }, { ...state, ...seen }) || weightChanged(state, before);
  const held = Object.keys(state).some((name) => name.startsWith("hold-") && state[name] !== before[name]);
  const moved = !changed && state.at !== before.at;
  const words = moved ? `Line ${state.at} of ${equations.length}` : changed;
  const shown = held && done.values.c_t ? ["c_t", "h_t"] : ["h_t"]; // what a gate does is seen in c first
  const names = moved ? [equations[state.at - 1].name] : shown;
  const letters = names.flatMap((name) => done.values[name].map((_, n) => name.replace("_t", "") + subscript(n)));
  const [now, then] = [done, earlier].map(({ values }) => names.flatMap((name) => values[name].map((value) => fixed(value, state.digits))));
  const named = (told) => now.map((value, n) => `${letters[n]} ${told(value, n)}`).join(", ");
  const same = String(now) === String(then);
  if (words && now.length === then.length && !same) return `${words}: ${named((value, n) => `${then[n]} → ${value}`)}.`;
  const values = named((value) => `= ${value}`);
  return words ? `${words}: ${same && !moved ? "still " : ""}${values}.` : `After the step ${values}.`;
}

function weightChanged(state, before) {
  if (state.weights === before.weights) return "";
  const [, name, row, column, value] = [...state.weights.matchAll(CHANGED)].at(-1) ?? [];
  return name ? `${name} in row ${row}, column ${column} is ${value}`.replaceAll("-", "−") : "Every weight as it was";
}

explorer("lstm-explore-step", parts);
