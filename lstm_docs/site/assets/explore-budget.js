// The explorer of budgets; see lstm_docs/site/explore/budget.py and budget_drawn.py.
import { explorer } from "./explore.js";
import { dot, drawn, grab, line, perPixel, word } from "./explore-chart.js";
import { change, compared, escaped, expression, number } from "./explore-parts.js";
import { evaluate } from "./grammar.js";

const LARGEST = 2 ** 20;

function parts(data, state, before) {
  const rows = formulas(data, state);
  const [now, then] = [curve(rows[0][1], state), curve(formulas(data, before)[0][1], before)];
  const others = ["cell", "input", "layers", "bidirectional", "bias"].some((key) => state[key] !== before[key]);
  return {
    picture: picture(data.chart, now, others ? then : null, [level(data, state), level(data, before)], state.given),
    said: escaped(said(data, state, before)),
    numbers: numbers(rows, state),
  };
}

const curve = (formula, state) => ({ count: (units) => count(formula, state, units), units: (amount) => unitsFor(formula, state, amount) });
const level = (data, state) => (state.given === "hidden" ? answer(data, state)[1] : state.budget);

const formulas = ({ rows }, { cell, bias, bidirectional, layers }) =>
  rows[[cell, +(bias === "yes"), +(bidirectional === "yes"), +(layers !== 1)].join()];

const count = (formula, state, units) => evaluate(formula, { I: state.input, L: state.layers, H: units });

// The most units whose parameters are within the budget, found by halving; 0 if there are none.
function unitsFor(formula, state, budget) {
  let [low, high] = [0, LARGEST];
  while (low < high) {
    const middle = Math.floor((low + high + 1) / 2);
    if (count(formula, state, middle) <= budget) low = middle;
    else high = middle - 1;
  }
  return low;
}

const found = (formula, state) => (state.given === "hidden" ? state.hidden : unitsFor(formula, state, state.budget));

function answer(data, state) {
  const formula = formulas(data, state)[0][1];
  const units = found(formula, state);
  return [units, units && count(formula, state, units)];
}

function said(data, state, before) {
  const [[units, taken], [earlier, counted]] = [answer(data, state), answer(data, before)];
  if (!units) {
    const one = count(formulas(data, state)[0][1], state, 1);
    return `Too few: by the equations one unit takes ${number(one)} parameters.`;
  }
  const done = change(data.names, before, state);
  const turned = state.given !== before.given || !done || !earlier;
  if (state.given === "hidden") {
    if (turned) return `${number(units)} units take ${number(taken)} parameters by the equations.`;
    return compared(done, counted, taken, "parameters by the equations");
  }
  if (turned) return `${number(state.budget)} parameters hold ${number(units)} units by the equations.`;
  return compared(done, earlier, units, "units by the equations");
}

function numbers(rows, state) {
  const heads = ["counted by", "parameters", "H", "they take", ...(state.given === "budget" ? ["left over"] : [])];
  const head = heads.map((words) => `<th scope="col">${words}</th>`).join("");
  const body = rows.map(([words, formula]) => row(words, formula, state)).join("");
  return `<table class="lstm-table"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function row(words, formula, state) {
  const units = found(formula, state);
  const taken = units && count(formula, state, units);
  const values = state.given === "budget" ? [units, taken, state.budget - taken] : [units, taken];
  const shown = values.map((value) => `<td class="lstm-number">${number(value)}</td>`).join("");
  return `<tr><th scope="row">${escaped(words)}</th><td>${expression(formula)}</td>${shown}</tr>`;
}

const [PIECES, LEAST, NEAR, APART] = [24, 5, 0.22, 0.1];
const PARTS = { 1: 5, 2: 4, 5: 5 };
const WORDS = Object.entries({ trillion: 1e12, billion: 1e9, million: 1e6 });

function picture(chart, now, then, amounts, given) {
  const [amount] = amounts;
  const most = round(2 * Math.max(...amounts));
  const [reach, reached] = [now.units(most), then ? then.units(most) : 0];
  const widest = round(Math.max(reach, reached));
  const scaled = { ...chart, axes: [[0, widest], [0, most]], ticks: [ticks(widest), ticks(most)] };
  const marks = then ? [traced("lstm-then", then, reached)] : [];
  marks.push(traced("lstm-roof", now, reach));
  if (reach) marks.push(word("goes on", [reach, most], "start", [-6, -14]));
  const levels = [amount, 2 * amount, Math.floor(amount / 2)].map((it) => [it, now.units(it)]);
  const seen = new Set();
  for (const [it, units] of levels) {
    if (units && !seen.has(units)) {
      marks.push(line("lstm-then", [0, it], [units, it], [units, 0]));
      marks.push(dot("lstm-dot", units, it, it === amount ? 6 : 4));
      if (it === amount || Math.abs(it - amount) > APART * most) marks.push(word(number(units), [units, it], ...beside(units / widest)));
    }
    seen.add(units);
  }
  const [across, down] = perPixel(scaled);
  marks.push(grab(given, [levels[0][1], amount], given === "hidden" ? [across, 0] : [0, down]));
  const told = levels.map(([it, units]) => `${number(it)} parameters hold ${number(units)} units`).join("; ");
  return drawn(scaled, marks, told);
}

/** @type {(across: number) => [string, number[]]} */
const beside = (across) => (across >= NEAR ? ["end", [-12, -12]] : ["start", [12, -12]]);

function traced(kind, { count }, reach) {
  const points = Array.from({ length: PIECES }, (_, n) => (reach * (n + 1)) / PIECES).map((units) => [units, count(units)]);
  return line(kind, [0, 0], ...points);
}

function round(value) {
  for (let unit = 1; ; unit *= 10) for (const most of [1, 2, 5]) if (most * unit >= Math.max(value, LEAST)) return most * unit;
}

function ticks(most) {
  const part = most / PARTS[String(most)[0]];
  return Array.from({ length: most / part + 1 }, (_, n) => [part * n, short(part * n)]);
}

function short(value) {
  for (const [words, size] of WORDS) if (value >= size) return `${value / size} ${words}`;
  return number(value);
}

explorer("lstm-explore-budget", parts);
