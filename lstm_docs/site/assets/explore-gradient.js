// The explorer of what is left of a gradient; see lstm_docs/site/explore/gradient.py and gradient_drawn.py.
import { explorer } from "./explore.js";
import { change, escaped, fixed, label, number, picture, px, significant, tag } from "./explore-parts.js";
import { evaluate } from "./grammar.js";

const [LARGEST, PLAIN_UP_TO, PLAIN_FROM] = [1e12, 1e6, 0.001];

function parts(data, state, before) {
  const shown = data.ways.slice(0, 2).map((way) => ({
    factor: step(way, state, 1),
    before: step(way, before, 1),
    left: share(after(way, state)),
    words: way.words,
  }));
  return {
    picture: drawn(shown, state.steps),
    said: escaped(said(change(data.names, before, state), data, state, before)),
    numbers: numbers(data, state),
  };
}

const step = (way, { gate, slope, radius }, left) => evaluate(way.step, { P: left, F: gate, S: slope, R: radius });

function after(way, state) {
  let left = 1;
  for (let n = 0; n < state.steps && left <= LARGEST; n++) left = step(way, state, left);
  return left;
}

function halved(way, state) {
  let left = step(way, state, 1);
  if (left >= 1) return left === 1 ? "never less" : "it grows";
  let steps = 1;
  for (; left > 0.5; steps++) left = step(way, state, left);
  return `half of it after ${number(steps)}`;
}

function said(done, data, state, before) {
  const [cell, rnn] = data.ways.map((way) => moved(after(way, before), after(way, state)));
  const count = state.steps === 1 ? "1 step" : `${number(state.steps)} steps`;
  return `${done ? `${done}: after` : "After"} ${count} ${cell} of a gradient is left along the cell state, ${rnn} through the RNN.`;
}

function moved(then, now) {
  const [first, last] = [share(then), share(now)];
  return first === last ? last : `${first} → ${last}`;
}

function share(value) {
  if (value > LARGEST) return "more than 10¹²";
  if (value >= PLAIN_FROM && value < PLAIN_UP_TO) return significant(value);
  let power = 0;
  for (; value >= 9.995; power++) value /= 10;
  for (; value < 0.9995; power--) value *= 10; // that is 1.00 with two decimals
  return `${fixed(value, 2)} · 10${raised(power)}`;
}

const raised = (power) => String(power).replace(/./g, (sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]);

function numbers(data, state) {
  const rows = data.ways.map(
    (way) =>
      `<tr><th scope="row">${way.words}</th><td><math aria-label="${way.words} to the power k"><msup><mrow>${way.formula}</mrow><mi>k</mi></msup></math></td><td class="lstm-number">= ${share(after(way, state))}</td><td>${halved(way, state)}</td></tr>`,
  );
  return `<table class="lstm-table"><tbody>${rows.join("")}</tbody></table>`;
}

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [440, 336, 44, 310, 34, 280];
const [FROM, TO, FURTHEST, LEADING, LINE] = [-8, 2, 100, 36, 15];
const STROKES = [{ class: "lstm-f" }, { class: "lstm-h", "stroke-dasharray": "7 4" }];

const across = (steps) => px(LEFT + ((RIGHT - LEFT) * steps) / FURTHEST);
const down = (power) => px(BOTTOM - ((BOTTOM - TOP) * (power - FROM)) / (TO - FROM));
const small = (x, y, words, anchor = "middle") => label(x, y, words, anchor, "lstm-slice");

function drawn(ways, steps) {
  const told = ways.map((way) => `${way.words} ${way.left} after ${steps}`).join("; ");
  const content = [...axes(), tag("path", { d: `M${across(steps)} ${TOP} V${BOTTOM}`, class: "lstm-then" })];
  ways.forEach(({ factor, before }, n) => {
    if (before !== factor) content.push(tag("path", { d: line(before), class: "lstm-then" }));
    content.push(tag("path", { d: line(factor), fill: "none", stroke: "currentColor", "stroke-width": "2.2", ...STROKES[n] }));
    const power = steps * Math.log10(factor);
    if (power < FROM || power > TO) return;
    const dot = tag("circle", { cx: across(steps), cy: down(power), r: 5, class: "lstm-dot" });
    content.push(tag("g", { class: STROKES[n].class }, dot));
  });
  return picture(WIDTH, HEIGHT, "What is left of a gradient", told, [...content, ...names(ways)].join(""), "lstm-left-over");
}

function end(factor) {
  const power = Math.log10(factor);
  const bound = power > 0 ? TO : FROM;
  return (power * FURTHEST) / bound > 1 ? [bound / power, bound] : [FURTHEST, power * FURTHEST];
}

function line(factor) {
  const [steps, power] = end(factor);
  return `M${across(0)} ${down(0)} L${across(steps)} ${down(power)}`;
}

function names(ways) {
  const heights = ways.map(({ factor }) => down(end(factor)[1]));
  const [high, low] = heights[0] <= heights[1] ? [0, 1] : [1, 0];
  const places = [];
  places[high] = Math.min(heights[high], BOTTOM - LEADING);
  places[low] = Math.max(heights[low], places[high] + LEADING);
  return ways.map((way, n) => tag("g", { class: STROKES[n].class }, ...named(way, places[n] + 4.5)));
}

function named({ words, factor }, y) {
  const steps = end(factor)[0];
  const name = label(RIGHT + 18, y, words, "start");
  return steps < FURTHEST ? [name, small(RIGHT + 18, y + LINE, `leaves near step ${Math.floor(steps + 0.5)}`, "start")] : [name];
}

function axes() {
  const every = (from, to, by) => Array.from({ length: (to - from) / by + 1 }, (_, n) => from + by * n);
  const written = (power) => (power < -3 ? `10${raised(power)}` : power < 0 ? (10 ** power).toFixed(-power) : number(10 ** power));
  return [
    tag("path", { d: `M${LEFT} ${TOP} V${BOTTOM} H${RIGHT}`, class: "lstm-axis" }),
    ...every(0, FURTHEST, 20).map((k) => small(across(k), BOTTOM + 20, k)),
    ...every(FROM, TO, 2).map((power) => small(LEFT - 8, down(power) + 4, written(power), "end")),
    small(0, 16, "what is left of a gradient", "start"),
    small((LEFT + RIGHT) / 2, BOTTOM + 44, "steps back"),
  ];
}

explorer("lstm-explore-gradient", parts);
