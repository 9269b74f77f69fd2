// The explorer of one step; see lstm_docs/site/explore/step.py and step_drawn.py.
import { apply, run } from "./explore-equations.js";
import { explorer } from "./explore.js";
import { change, fixed, italic, label, number, picture, px, tag } from "./explore-parts.js";
import { rounded } from "./numbers.js";

const [FEWEST, MOST_DIGITS] = [4, 10];
const PLUS = " +\u00a0";
const SIGNS = { sigmoid: "σ", tanh: "tanh", relu: "ReLU" };
const subscript = (n) => "₀₁₂₃₄₅₆₇₈₉"[n + 1];

function parts(data, state, before) {
  const [done, earlier] = [computed(data, state), computed(data, before)];
  const unit = (state.line - 1) % data.units;
  const equation = data.equations[Math.floor((state.line - 1) / data.units)];
  return {
    picture: drawn(data, state, done, equation, unit),
    numbers: walk(data, equation, done, unit, state),
    said: said(data, state, before, done, earlier),
  };
}

// Every vector by name, and the trace of each equation; what is held wins over what is computed.
function computed(data, state) {
  const values = { ...data.weights };
  for (const name of Object.keys(values)) if (/^[bp]/.test(name)) values[name] = values[name].flat();
  for (const { name } of data.read) {
    const count = name[0] === "x" ? data.input : data.units;
    values[name] = Array.from({ length: count }, (_, n) => state[name[0] + (n + 1)]);
  }
  const traces = {};
  for (const { name, tree } of data.equations) {
    traces[name] = [];
    values[name] = run(tree, values, traces[name]).map((value, n) => held(state, name, n) ?? value);
  }
  return { values, traces };
}

const held = (state, name, unit) => state[`hold-${name[0]}${unit + 1}`];

function walk(data, { name, labels }, { traces }, unit, state) {
  const given = new Set([...data.read.map((it) => it.name), ...Object.keys(data.weights)]);
  const rows = traces[name].map((node, n) =>
    line(labels[n], arithmetic(node, given, unit, state.digits), result(node, given, unit, state.digits)),
  );
  const kept = held(state, name, unit) ?? null;
  if (kept !== null) rows.push(line(labels.at(-1), "held at", equal(number(kept))));
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
  const seen = { line: 0, digits: 0 };
  const words = change(data.names, { ...before, ...seen }, { ...state, ...seen });
  const [now, then] = [done, earlier].map(({ values }) => values.h_t.map((value) => fixed(value, state.digits)));
  const named = (told) => now.map((value, n) => `h${subscript(n)} ${told(value, n)}`).join(", ");
  if (!words) return `After the step ${named((value) => `= ${value}`)}.`;
  if (String(now) === String(then)) return `${words}: still ${named((value) => `= ${value}`)}.`;
  return `${words}: ${named((value, n) => `${then[n]} → ${value}`)}.`;
}

const [BOX, HIGH, GAP, TOP, UNDER, MIDDLE, SPAN, MOST] = [58, 40, 10, 40, 34, 29, 25, 6];

function drawn(data, state, { values }, equation, unit) {
  const vectors = [...data.read, ...data.equations];
  const words = (value) => fixed(value, Math.min(state.digits, FEWEST));
  const high = TOP + HIGH * Math.max(...vectors.map(({ name }) => values[name].length)) + UNDER;
  const split = vectors.length > MOST;
  let [x, y, width] = [1, 0, 0];
  const columns = vectors.map((vector, place) => {
    if (place === data.read.length) [x, y] = split ? [1, high] : [x + GAP, y];
    const made = column(x, y, vector, values[vector.name].map((value) => [value, words(value)]), equation, unit);
    x += BOX + GAP;
    width = Math.max(width, x);
    return made;
  });
  const told = vectors.map(({ name }) => `${name}: ${values[name].map(words).join(", ")}`).join("; ");
  return picture(width, split ? 2 * high : high, "The vectors of one step", told, columns.join(""), "lstm-step");
}

function column(x, y, { name, kind }, components, equation, unit) {
  const now = name === equation.name;
  const boxes = components.map(([value, words], n) => box(x, y + TOP + HIGH * n, value, words, now && n === unit));
  const end = y + TOP + HIGH * components.length;
  const word = now ? "computed" : equation.uses.includes(name) ? "read" : "";
  const rule = tag("path", { d: `M${px(x)} ${px(end + 7)} h${BOX}`, class: "lstm-arrow" });
  const under = word ? label(x + MIDDLE, end + 22, word, "middle", "lstm-slice") + rule : "";
  return tag("g", { class: kind || "lstm-plain" }, symbol(x + MIDDLE, y + 26, name, kind), ...boxes, under);
}

function symbol(x, y, name, kind) {
  const [letter, index] = name.split("_");
  const lowered = tag("tspan", { dy: 4, class: "lstm-index" }, italic(index).replaceAll("-", "−"));
  return tag("text", { x: px(x), y: px(y), "text-anchor": "middle", class: `lstm-symbol ${kind}`.trim() }, italic(letter), lowered);
}

function box(x, y, value, words, strong) {
  const reach = Math.min(Math.abs(value), 1) * SPAN;
  const left = x + MIDDLE - (value < 0 ? reach : 0);
  const frame = { x: px(x), y: px(y), width: BOX, height: HIGH, class: strong ? "lstm-cell lstm-now" : "lstm-cell" };
  const bar = { x: px(left), y: px(y + 27), width: px(reach), height: 6, class: "lstm-block" };
  return tag("g", {}, tag("rect", frame), label(x + MIDDLE, y + 19, words, "middle", "lstm-slice"), tag("rect", bar));
}

explorer("lstm-explore-step", parts);
