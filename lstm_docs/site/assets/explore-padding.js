// The explorer of padding; see lstm_docs/site/explore/padding.py.
import { run } from "./explore-equations.js";
import { explorer } from "./explore.js";
import { cell, drawn, grab, perPixel, word } from "./explore-chart.js";
import { change, escaped, fixed, number, significant } from "./explore-parts.js";

const [LONGEST, SIZE] = [12, 2];
const NAMES = ["first", "second", "third"];

const lengthsOf = (state) => NAMES.map((name) => state[name]);

function last({ equations, weights, inputs }, place, length, steps) {
  const zeros = Array(SIZE).fill(0);
  const values = { ...weights, "h_t-1": zeros, "c_t-1": zeros };
  for (let step = 0; step < steps; step++) {
    values.x_t = step < length ? inputs[place][step] : zeros;
    for (const [name, tree] of equations) values[name] = run(tree, values);
    Object.assign(values, { "h_t-1": values.h_t, "c_t-1": values.c_t });
  }
  return values["h_t-1"][0];
}

function parts(data, state, before) {
  return { picture: picture(data, state), said: escaped(said(data, state, before)), numbers: numbers(state) };
}

function picture(data, state) {
  const [lengths, [across]] = [lengthsOf(state), perPixel(data.chart)];
  const [longest, packed, padded] = [Math.max(...lengths), state.way === "packed", state.way === "padded"];
  const marks = lengths.flatMap((length, place) => {
    const y = lengths.length - 1 - place;
    const row = Array.from({ length: longest }, (_, step) => {
      if (step < length) return cell("lstm-shade lstm-h", step, y, "0.70");
      return packed ? cell("lstm-then", step, y) : cell("lstm-shade", step, y, "0.18");
    });
    const [right, found] = [length, longest].map((steps) => fixed(last(data, place, length, steps), 3));
    row.push(word(padded ? found : right, [LONGEST, y + 0.5], "start", [14, 0]));
    if (padded && found !== right) row.push(word(`not ${right}`, [LONGEST, y + 0.5], "start", [14, 17]));
    return [...row, grab(NAMES[place], [length, y + 0.5], [across, 0])];
  });
  return drawn(data.chart, marks, `lengths ${lengths.map(number).join(", ")} in ${number(longest)} steps`);
}

function computed(state) {
  const lengths = lengthsOf(state);
  const real = lengths.reduce((sum, length) => sum + length);
  const all = state.way === "packed" ? real : lengths.length * Math.max(...lengths);
  return [all, all - real];
}

function said(data, state, before) {
  const [done, [all, padding], lengths] = [change(data.names, before, state), computed(state), lengthsOf(state)];
  const told = `${number(all)} steps are computed, ${number(padding)} of them padding (${significant((100 * padding) / all)} %). `;
  const short = lengths.filter((length) => length < Math.max(...lengths)).length;
  const moved = `The last states of ${number(short)} are not those of their sequences: zeros have moved them on.`;
  return `${done && `${done}: `}${told}${state.way === "padded" && short ? moved : "Each last state is that of its sequence."}`;
}

function numbers(state) {
  const [lengths, [all, padding]] = [lengthsOf(state), computed(state)];
  const running = Array.from({ length: Math.max(...lengths) }, (_, step) => number(lengths.filter((length) => step < length).length));
  const rows = [
    ["steps of the sequences", number(all - padding)],
    ["steps computed", number(all)],
    ["of them padding", number(padding)],
    ["still running at each step", running.join(" ")],
  ].map(([words, value]) => `<tr><th scope="row">${words}</th><td class="lstm-number">${value}</td></tr>`);
  return `<table class="lstm-table"><tbody>${rows.join("")}</tbody></table>`;
}

explorer("lstm-explore-padding", parts);
