// The explorer of what is left of a gradient; see lstm_docs/site/explore/gradient.py and gradient_drawn.py.
import { explorer } from "./explore.js";
import { dot, drawn, free, grab, line, perPixel, word } from "./explore-chart.js";
import { change, escaped, fixed, number, significant } from "./explore-parts.js";
import { evaluate } from "./grammar.js";

const [LARGEST, PLAIN_UP_TO, PLAIN_FROM] = [1e12, 1e6, 0.001];

function parts(data, state, before) {
  const shown = data.ways.slice(0, 2).map((way) => ({
    ...way,
    factor: step(way, state, 1),
    before: step(way, before, 1),
    left: share(after(way, state)),
  }));
  return {
    picture: picture(data.chart, shown, state.steps),
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
  return `half of it at k = ${number(steps)}`;
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
      `<tr><th scope="row">${way.words}</th><td><math aria-label="${way.spoken} to the k"><msup><mrow>${way.formula}</mrow><mi>k</mi></msup></math></td><td class="lstm-number">= ${share(after(way, state))}</td><td>${halved(way, state)}</td></tr>`,
  );
  return `<table class="lstm-table"><tbody>${rows.join("")}</tbody></table>`;
}

const [FROM, TO, FURTHEST, LEADING, LIFTED, BELOW] = [-6, 2, 100, 1.4, 0.7, 17];

function picture(chart, ways, steps) {
  const told = ways.map((way) => `${way.words} ${way.left} after ${steps}`).join("; ");
  const [across, down] = perPixel(chart);
  const places = ways.map(({ factor }) => dragged(factor, steps));
  const spots = [FROM, TO, (FROM + TO) / 2].map((y) => [steps, y]);
  const marks = [line("lstm-then", [steps, FROM], [steps, TO]), grab("steps", free(spots, places, chart), [across, 0])];
  ways.forEach(({ factor, before, kind, field }, n) => {
    const [place, at] = [places[n], places[n][0]];
    if (before !== factor) marks.push(line("lstm-then", [0, 0], end(before)));
    marks.push(line(`lstm-roof ${kind}`, [0, 0], end(factor)));
    if (at === steps) marks.push(dot(`lstm-dot ${kind}`, place[0], place[1]));
    marks.push(grab(field, place, [0, (down * Math.log2(10)) / Math.max(at, 1)], 0));
  });
  return drawn(chart, [...marks, ...names(ways)], told);
}

// Where the line of a factor is dragged: at the steps, or where it leaves the picture before them.
function dragged(factor, steps) {
  const at = Math.min(steps, end(factor)[0]);
  return [at, at * Math.log10(factor)];
}

function end(factor) {
  const power = Math.log10(factor);
  const bound = power > 0 ? TO : FROM;
  return (power * FURTHEST) / bound > 1 ? [bound / power, bound] : [FURTHEST, power * FURTHEST];
}

function names(ways) {
  const heights = ways.map(({ factor }) => end(factor)[1]);
  const [high, low] = heights[0] >= heights[1] ? [0, 1] : [1, 0];
  const places = [];
  places[high] = Math.max(heights[high], FROM + LIFTED + LEADING);
  places[low] = Math.max(Math.min(heights[low], places[high] - LEADING), FROM + LIFTED);
  return ways.flatMap((way, n) => named(way, [FURTHEST, places[n]]));
}

function named({ words, factor, kind }, place) {
  const steps = end(factor)[0];
  const name = word(words, place, "start", [12, 4.5], `lstm-label ${kind}`);
  return steps < FURTHEST ? [name, word(`leaves near step ${Math.floor(steps + 0.5)}`, place, "start", [12, 4.5 + BELOW])] : [name];
}

explorer("lstm-explore-gradient", parts);
