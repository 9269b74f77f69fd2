// The explorer of dropout; see lstm_docs/site/explore/dropout.py.
import { explorer } from "./explore.js";
import { cell, drawn, grab, perPixel } from "./explore-chart.js";
import { change, escaped, number, significant } from "./explore-parts.js";
import { Stream } from "./streams.js";

const [STEPS, UNITS, NEW] = [12, 8, "between"];

function mask({ rate, steps, features, draw, where }) {
  const [zero, stream] = [Math.floor(rate * 100 + 0.5), new Stream("dropout", draw)];
  const all = Array.from({ length: UNITS }, () => Array.from({ length: STEPS }, () => stream.below(100) >= zero));
  return all.slice(0, features).map((row) => Array.from({ length: steps }, (_, step) => row[where === NEW ? step : 0]));
}

const zeros = (rows) => rows.flat().filter((passes) => !passes).length;

function parts(data, state, before) {
  const rows = mask(state);
  return { picture: picture(data.chart, rows), said: escaped(said(data, state, before, rows)), numbers: numbers(state) };
}

function picture(chart, rows) {
  const [across, down] = perPixel(chart);
  const [steps, features] = [rows[0].length, rows.length];
  const marks = rows.flatMap((values, row) => values.map((passes, step) => (passes ? cell("lstm-shade lstm-h", step, row, "0.70") : cell("lstm-then", step, row))));
  marks.push(grab("steps", [steps, features / 2], [across, 0]), grab("features", [steps / 2, features], [0, down]));
  return drawn(chart, marks, `${number(zeros(rows))} of ${number(steps * features)} values are zero`);
}

function said(data, state, before, rows) {
  const [done, steps] = [change(data.names, before, state), rows[0].length];
  const all = `A new mask at every step: ${number(zeros(rows))} of ${number(steps * rows.length)} values are zero`;
  const out = rows.filter((values) => !values[0]).length;
  const one = `One mask for all steps: ${number(out)} of ${number(rows.length)} features are zero at each of ${number(steps)}`;
  return `${done && `${done}. `}${state.where === NEW ? all : one}; what passes is multiplied by ${significant(1 / (1 - state.rate))}.`;
}

function numbers({ rate, steps, where }) {
  let passing = 1;
  for (let n = 0; n < (where === NEW ? steps : 1); n++) passing *= 1 - rate;
  const rows = [
    ["what passes is multiplied by 1 / (1 − p)", significant(1 / (1 - rate))],
    ["of a feature's steps, zero on average", `${significant(100 * rate)} %`],
    ["a feature passes at every step", `${significant(100 * passing)} %`],
  ].map(([words, value]) => `<tr><th scope="row">${escaped(words)}</th><td class="lstm-number">${value}</td></tr>`);
  return `<table class="lstm-table"><tbody>${rows.join("")}</tbody></table>`;
}

explorer("lstm-explore-dropout", parts);
