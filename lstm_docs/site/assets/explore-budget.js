// The explorer of budgets; see lstm_docs/site/explore/budget.py and budget_drawn.py.
import { explorer } from "./explore.js";
import { change, compared, escaped, expression, label, number, picture, px, tag } from "./explore-parts.js";
import { evaluate } from "./grammar.js";

const LARGEST = 2 ** 20;

function parts(data, state, before) {
  const rows = formulas(data, state);
  const first = rows[0][1];
  const level = state.given === "hidden" ? answer(data, state)[1] : state.budget;
  const levels = [level, 2 * level, Math.floor(level / 2)].map((amount) => [amount, unitsFor(first, state, amount)]);
  return {
    picture: drawn(levels, (units) => count(first, state, units)),
    said: escaped(said(data, state, before)),
    numbers: numbers(rows, state),
  };
}

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

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM, PIECES, MARGIN] = [440, 300, 84, 428, 16, 246, 24, 1.12];

function drawn(levels, counted) {
  const most = MARGIN * Math.max(...levels.map(([amount]) => amount));
  const widest = MARGIN * Math.max(1, ...levels.map(([, units]) => units));
  const at = (units, amount) => [
    px(LEFT + ((RIGHT - LEFT) * units) / widest),
    px(BOTTOM - ((BOTTOM - TOP) * Math.min(amount, most)) / most),
  ];
  const points = [[0, 0]];
  for (let n = 1; n <= PIECES; n++) {
    const units = (widest * n) / PIECES;
    if (counted(units) <= most) points.push([units, counted(units)]);
  }
  const curve = points.map(([units, amount]) => at(units, amount).join(" ")).join(" L");
  const content = [
    tag("path", { d: `M${LEFT} ${TOP} V${BOTTOM} H${RIGHT}`, class: "lstm-axis" }),
    tag("path", { d: `M${curve}`, class: "lstm-roof" }),
  ];
  const seen = new Set();
  for (const [amount, units] of levels) {
    if (units && !seen.has(units)) content.push(...level(amount, units, at));
    seen.add(units);
  }
  content.push(label(LEFT, BOTTOM + 44, "units H, and the parameters that they may take", "start", "lstm-slice"));
  const told = levels.map(([amount, units]) => `${number(amount)} parameters hold ${number(units)} units`).join("; ");
  return picture(WIDTH, HEIGHT, "Parameters against units", told, content.join(""), "lstm-budget");
}

function level(amount, units, at) {
  const [x, y] = at(units, amount);
  return [
    tag("path", { d: `M${LEFT} ${y} L${x} ${y} L${at(units, 0).join(" ")}`, class: "lstm-then" }),
    tag("circle", { cx: x, cy: y, r: 4, class: "lstm-dot" }),
    label(LEFT - 10, y + 4, number(amount), "end", "lstm-slice"),
    label(x, BOTTOM + 20, number(units), "middle", "lstm-slice"),
  ];
}

explorer("lstm-explore-budget", parts);
