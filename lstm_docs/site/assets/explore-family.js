// The explorer of the family; see lstm_docs/site/explore/family.py and family_drawn.py.
import { explorer } from "./explore.js";
import { dot, drawn, line, perPixel, word } from "./explore-chart.js";
import { change, escaped, expression, number, significant } from "./explore-parts.js";
import { evaluate } from "./grammar.js";

const QUANTITIES = { macs: "MACs of T steps", waiting_macs: "MACs of T steps that wait", state_bytes: "bytes held after T steps", parameters: "parameters" };
const OVER = { hidden: "units H", steps: "steps T" };
const REACH = { hidden: 4, steps: 5 };
const BESIDE = ["lstm", "transformer", "state-space"];
const LETTER = { hidden: "H", steps: "T" };
const [PARTS, APART, LAST, LEAD, MARKS] = [4, 17, 268, 12, 6];
const KINDS = ["lstm-roof", "lstm-roof lstm-dashed", "lstm-then", "lstm-axis"];

function parts(data, state, before) {
  const sizes = { I: state.input, H: state.hidden, T: state.steps };
  const formulas = Object.fromEntries(Object.entries(data.formulas).map(([name, it]) => [name, it[state.quantity]]));
  const names = [state.cell, ...BESIDE];
  const curves = names.map((name) => [data.rows[name], formulas[name]]);
  const values = Object.fromEntries(names.map((name) => [name, evaluate(formulas[name], sizes)]));
  return {
    picture: picture(data.chart, state, curves, sizes),
    said: escaped(said(data, state, before, values)),
    numbers: numbers(data.rows, formulas, sizes, state.cell),
  };
}

function said(data, state, before, values) {
  const done = change(data.names, before, state);
  const [now, beside] = [values[state.cell], values.lstm];
  const times = now && beside ? `, ${significant(now / beside)} times the LSTM's ${number(beside)}` : `; the LSTM ${number(beside)}`;
  return `${done ? `${done}. ` : ""}${data.rows[state.cell]}: ${number(now)}${times}.`;
}

function numbers(names, formulas, sizes, chosen) {
  const rows = Object.entries(formulas).map(
    ([name, formula]) =>
      `<tr${name === chosen ? ' class="lstm-now"' : ""}${BESIDE.includes(name) ? "" : ` data-set="cell=${name}"`}><th scope="row">${escaped(names[name])}</th><td>${expression(formula)}</td><td class="lstm-number">= ${number(evaluate(formula, sizes))}</td></tr>`,
  );
  return `<table class="lstm-table"><tbody>${rows.join("")}</tbody></table>`;
}

const height = (formula, sizes) => Math.log10(Math.max(evaluate(formula, sizes), 1));

function picture(chart, { quantity, over }, curves, sizes) {
  const [reach, letter] = [REACH[over], LETTER[over]];
  const powers = (first, last, step) => Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, n) => first + n * step);
  const places = powers(0, reach * PARTS, 1).map((part) => Math.floor(10 ** (part / PARTS) + 0.5));
  const shown = curves.map((curve, n) => [KINDS[n], ...curve]).filter((it) => evaluate(it[2], sizes));
  const [low, high] = span(shown, sizes, letter, places);
  const given = Object.entries(sizes).map(([name, size]) => `${name} = ${number(size)}`);
  const scaled = {
    ...chart,
    axes: [[0, reach], [low, high]],
    ticks: [powers(0, reach, 1).map((power) => [power, number(10 ** power)]), []],
    words: [[0, 16, `${QUANTITIES[quantity]}, over ${OVER[over]}; ${given.join(", ")}`, "start"], [168, 322, letter, "middle"], ...zeros(curves, sizes)],
  };
  const marks = powers(low, high, Math.ceil((high - low) / MARKS)).flatMap((power) => [word("10", [0, power], "end", [-24, 6]), word(String(power), [0, power], "start", [-23, 0])]);
  marks.push(...shown.map(([kind, , formula]) => line(kind, ...places.map((at) => [Math.log10(at), height(formula, { ...sizes, [letter]: at })]))));
  const at = Math.log10(sizes[letter]);
  marks.push(...shown.map(([kind, , formula]) => dot("lstm-dot", at, height(formula, sizes), kind === KINDS[0] ? 6 : 3.5)));
  const ends = shown.map(([, , formula]) => height(formula, { ...sizes, [letter]: places.at(-1) }));
  marks.push(...called(scaled, shown.map(([, name]) => name), ends, reach));
  const told = curves.map(([name, formula]) => `${name} ${number(evaluate(formula, sizes))}`).join("; ");
  return drawn(scaled, marks, told);
}

function span(shown, sizes, letter, places) {
  const ends = shown.flatMap(([, , formula]) => [places[0], places.at(-1)].map((at) => height(formula, { ...sizes, [letter]: at })));
  const low = Math.floor(Math.min(...ends));
  return [low, Math.max(Math.ceil(Math.max(...ends)), low + 1)];
}

function zeros(curves, sizes) {
  const names = curves.filter(([, formula]) => !evaluate(formula, sizes)).map(([name]) => name);
  return names.length ? [[0, 34, `Zero: ${names.join(", ")}`, "start"]] : [];
}

function called(chart, names, ends, reach) {
  const [across, down] = perPixel(chart);
  let free = LAST;
  return names
    .map((_, n) => n)
    .sort((a, b) => ends[a] - ends[b])
    .flatMap((n, below) => {
      const natural = chart.box[3] + (ends[n] - chart.axes[1][0]) / down;
      const y = Math.max(Math.min(natural, free), chart.box[2] + APART * (names.length - 1 - below));
      free = y - APART;
      const leader = line("lstm-axis", [reach, ends[n]], [reach + LEAD * across, chart.axes[1][0] + (y - chart.box[3]) * down]);
      return [leader, word(names[n], [reach, ends[n]], "start", [LEAD + 3, y - natural + 4])];
    });
}

explorer("lstm-explore-family", parts);
