// The explorer of rules of thumb; see lstm_docs/site/explore/units.py and units_drawn.py.
import { explorer } from "./explore.js";
import { dot, drawn, grab, line, perPixel, word } from "./explore-chart.js";
import { change, escaped, expression, number, significant } from "./explore-parts.js";
import { evaluate } from "./grammar.js";

function parts(data, state, before) {
  const rules = asked(data, state);
  return { picture: picture(data.chart, rules, asked(data, before)), said: escaped(said(change(data.names, before, state), rules)), numbers: numbers(data, state, rules) };
}

const sizes = ({ input, output, samples, alpha, steps }) => ({ I: input, K: output, S: samples, A: alpha, T: steps });
const units = (formula, given) => Math.max(1, Math.floor(evaluate(formula, given) + 0.5));

const FIELDS = { A: "alpha", I: "input", K: "output", T: "steps" };

function asked({ rules, alphas }, state) {
  const given = sizes(state);
  return rules.map(([words, formula, letter]) => {
    const [high, low] = alphas.map((A) => units(formula, { ...given, A }));
    const open = letter === "A";
    const [none, one] = open ? [0, 1] : [0, 1].map((value) => evaluate(formula, { ...given, [letter]: value }));
    return { words, units: units(formula, given), low, high, field: FIELDS[letter], sign: open ? -1 : 1, rest: none / (one - none) };
  });
}

function said(done, rules) {
  const [low, high] = [Math.min(...rules.map((it) => it.low)), Math.max(...rules.map((it) => it.high))];
  const alone = `The first alone asks for ${number(rules[0].low)} to ${number(rules[0].high)}, by its α.`;
  return `${done ? `${done}: the` : "The"} rules ask for ${number(low)} to ${number(high)} units. ${alone}`;
}

const HEADS = ["rule", "units", "formula", "parameters", "per sample", "MACs"];

function numbers(data, state, rules) {
  const head = HEADS.map((words) => `<th scope="col">${words}</th>`).join("");
  const body = data.rules.map(([words, formula], n) => row(data, state, words, formula, rules[n].units)).join("");
  return `<table class="lstm-table"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function row(data, state, words, formula, H) {
  const given = { ...sizes(state), H };
  const [parameters, macs] = [evaluate(data.parameters, given), evaluate(data.macs, given)];
  const cell = (value) => `<td class="lstm-number">${value}</td>`;
  const told = `<td>${expression(formula.replace("A", state.alpha))}</td>`;
  const cells = [cell(number(parameters)), cell(significant(parameters / given.S)), cell(number(macs))];
  return `<tr><th scope="row">${words}</th>${cell(number(H))}${told}${cells.join("")}</tr>`;
}

const [LEAST, SHORT, FAR] = [6, 10, 0.75];

function picture(chart, rules, before) {
  let doublings = LEAST;
  while (2 ** doublings < Math.max(...[...rules, ...before].map((it) => it.high))) doublings++;
  const [every, count] = [Math.ceil(doublings / (doublings <= SHORT ? 5 : 3)), chart.axes[1][1]];
  const powers = Array.from({ length: Math.floor(doublings / every) + 1 }, (_, n) => n * every);
  const scaled = { ...chart, axes: [[0, doublings], chart.axes[1]], ticks: [powers.map((it) => [it, number(2 ** it)]), chart.ticks[1]] };
  const [across] = perPixel(scaled);
  const marks = rules.flatMap((it, place) => {
    const far = Math.log2(it.units) > FAR * doublings;
    const [x, y, then] = [Math.log2(it.units), count - place - 0.5, before[place]];
    return [
      ...(it.low < it.high ? [line("lstm-roof", [Math.log2(it.low), y], [Math.log2(it.high), y])] : []),
      ...(then.units === it.units ? [] : [dot("lstm-then", Math.log2(then.units), y, 6)]),
      ...[dot("lstm-dot", x, y, 6), word(number(it.units), [x, y], far ? "end" : "start", [far ? -13 : 13, -9])],
      grab(it.field, [x, y], [it.sign * across, 0], it.rest),
    ];
  });
  return drawn(scaled, marks, rules.map((it) => `${it.words}: ${number(it.units)}`).join("; "));
}

explorer("lstm-explore-units", parts);
