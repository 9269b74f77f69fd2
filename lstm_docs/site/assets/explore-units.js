// The explorer of rules of thumb; see lstm_docs/site/explore/units.py and units_drawn.py.
import { explorer } from "./explore.js";
import { change, escaped, expression, label, number, picture, px, significant, tag } from "./explore-parts.js";
import { evaluate } from "./grammar.js";

function parts(data, state, before) {
  const rules = asked(data, state);
  return { picture: drawn(rules), said: escaped(said(change(data.names, before, state), rules)), numbers: numbers(data, state, rules) };
}

const sizes = ({ input, output, samples, alpha, steps }) => ({ I: input, K: output, S: samples, A: alpha, T: steps });
const units = (formula, given) => Math.max(1, Math.floor(evaluate(formula, given) + 0.5));

function asked({ rules, alphas }, state) {
  const given = sizes(state);
  return rules.map(([words, formula]) => {
    const [high, low] = alphas.map((A) => units(formula, { ...given, A }));
    return { words, units: units(formula, given), low, high };
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

const [WIDTH, LEFT, RIGHT, TOP, ROW, LEAST, TICKS] = [440, 172, 400, 12, 30, 6, 6];

function drawn(rules) {
  let doublings = LEAST;
  while (2 ** doublings < Math.max(...rules.map((it) => it.high))) doublings++;
  const bottom = TOP + ROW * rules.length;
  const at = (count) => px(LEFT + ((RIGHT - LEFT) * Math.log2(count)) / doublings);
  const content = [tag("path", { d: `M${LEFT} ${bottom} H${RIGHT}`, class: "lstm-axis" })];
  for (let power = 0; power <= doublings; power += Math.ceil(doublings / TICKS)) {
    const x = at(2 ** power);
    content.push(tag("path", { d: `M${x} ${bottom} V${bottom + 5}`, class: "lstm-axis" }), small(x, bottom + 20, number(2 ** power)));
  }
  content.push(small(LEFT - 12, bottom + 20, "units", "end"));
  rules.forEach((it, place) => content.push(...line(it, TOP + ROW * (place + 0.5), at)));
  const told = rules.map((it) => `${it.words}: ${number(it.units)}`).join("; ");
  return picture(WIDTH, bottom + 32, "Units by rule", told, content.join(""), "lstm-rules");
}

const small = (x, y, words, anchor) => label(x, y, words, anchor, "lstm-slice");

function line({ words, units, low, high }, y, at) {
  const range = low < high ? tag("path", { d: `M${at(low)} ${y} H${at(high)}`, class: "lstm-roof" }) : "";
  const dot = tag("circle", { cx: at(units), cy: y, r: 5, class: "lstm-dot" });
  return [small(LEFT - 12, y + 4, words, "end"), range, dot, small(at(units) + 11, y - 5, number(units), "start")];
}

explorer("lstm-explore-units", parts);
