// The explorer of what a run costs; see lstm_docs/site/explore/cost.py and cost_drawn.py.
import { explorer } from "./explore.js";
import { dot, drawn, free, grab, line, perPixel, word } from "./explore-chart.js";
import { change, compared, escaped, expression, number, significant } from "./explore-parts.js";
import { evaluate } from "./grammar.js";

const BATCHES = [1, 4, 16, 64, 256, 1024, 4096];
const [GIGA, MICRO, PICO] = [1e9, 1e6, 1e12];
const ENERGIES = ["pJ", "nJ", "µJ", "mJ", "J", "kJ"];
const TIMES = ["ps", "ns", "µs", "ms", "s"];
const LETTERS = { macs: "M=", step_bytes: "Y=" };
const NOTE =
  "<p>The energies first assumed are those of a 45 nm process (Horowitz, 2014): a MAC in this precision, a byte from DRAM. They, the speeds and the launches are yours to change.</p>";
const ROWS = [
  ["macs", "MACs of the run", ""],
  ["step_bytes", "bytes moved in a step", ""],
  ["intensity", "intensity of the run", "operations for a byte"],
  ["balance", "balance of the machine", "operations for a byte"],
  ["arithmetic_seconds", "time of the MACs", ""],
  ["memory_seconds", "time of the bytes", ""],
  ["launch_seconds", "time of the launches", ""],
  ["arithmetic_energy", "energy of the MACs", ""],
  ["memory_energy", "energy of the bytes", ""],
];

function parts(data, state, before) {
  const [found, earlier] = [quantities(data, state), quantities(data, before)];
  const batches = BATCHES.map((batch) => [batch, run(quantities(data, { ...state, batch }))]);
  const title = `share of the peak, ${number(state.peak)} · 10⁹ MACs a second`;
  return {
    picture: picture(data.chart, run(found), run(earlier), batches, title),
    said: escaped(said(change(data.names, before, state), found, earlier)),
    numbers: numbers(formulas(data, state), found),
  };
}

const formulas = ({ work, machine }, { cell, bidirectional, layers }) => ({
  ...work[[cell, +(bidirectional === "yes"), +(layers !== 1)].join()],
  ...machine,
});

function quantities(data, state) {
  const known = formulas(data, state);
  const sizes = {
    ...{ I: state.input, H: state.hidden, L: state.layers, T: state.steps, B: state.batch },
    ...{ E: state.mac_energy, Q: state.byte_energy, N: data.bytes[state.dtype] },
    ...{ F: state.peak * GIGA, S: state.bandwidth * GIGA, A: state.launch / MICRO },
  };
  Object.assign(sizes, { M: evaluate(known.macs, sizes), Y: evaluate(known.step_bytes, sizes) });
  return Object.fromEntries(ROWS.map(([name]) => [name, evaluate(known[name], sizes)]));
}

const energy = (it) => it.arithmetic_energy + it.memory_energy;

function said(done, found, earlier) {
  const [now, then] = [energy(found), energy(earlier)];
  const { limit, share } = run(found);
  const speed = `${limit}: ${significant(100 * share)} % of the peak.`;
  if (!done) return `${speed} The run takes ${scaled(now, ENERGIES)}.`;
  return `${compared(done, then, now, "for the run", [scaled(then, ENERGIES), scaled(now, ENERGIES)])} ${speed}`;
}

function numbers(known, found) {
  const rows = ROWS.map(
    ([name, words, unit]) =>
      `<tr><th scope="row">${words}</th><td>${expression((LETTERS[name] ?? "") + known[name])}</td><td class="lstm-number">= ${shown(name, found[name], unit)}</td></tr>`,
  );
  return `<table class="lstm-table"><tbody>${rows.join("")}</tbody></table>${NOTE}`;
}

function shown(name, value, unit) {
  if (name.endsWith("energy")) return scaled(value, ENERGIES);
  if (name.endsWith("seconds")) return scaled(value * PICO, TIMES);
  return unit ? `${significant(value)} ${unit}` : number(value);
}

function scaled(value, units) {
  let place = 0;
  for (; value >= 1000 && place < units.length - 1; place++) value /= 1000;
  return `${significant(value)} ${units[place]}`;
}

const [FROM, TO, DEEPEST, ROOM, APART] = [-2, 4, -5, 2.4, 0.64];

/** @param {number[]} place */
const inside = ([x, y]) => [Math.min(Math.max(x, FROM), TO), Math.max(y, DEEPEST)];
const same = (a, b) => a[0] === b[0] && a[1] === b[1];

/** @param {any} costs */
function run({ intensity, balance, arithmetic_seconds, launch_seconds }) {
  const launches = launch_seconds ? arithmetic_seconds / launch_seconds : 1;
  const memory = intensity / balance;
  const share = Math.min(1, memory, launches);
  const limit = launches < Math.min(1, memory) ? "Launches are the limit" : memory < 1 ? "Memory is the limit" : "Arithmetic is the limit";
  const exact = [Math.log10(intensity), Math.log10(share)];
  const place = inside(exact);
  return { intensity, balance, launches, share, limit, place, outside: !same(place, exact) };
}

function picture(chart, now, then, batches, title) {
  const [across, down] = perPixel(chart);
  const [bend] = inside([Math.log10(now.balance), 0]);
  const marks = [...ceilings(now, bend, batches[0][1].place[1]), ...others(batches)];
  if (!same(now.place, then.place)) marks.push(line("lstm-then", then.place, now.place), dot("lstm-then", ...then.place, 6));
  marks.push(dot(now.outside ? "lstm-then" : "lstm-dot", ...now.place, 7));
  const [x, y] = now.place;
  if (now.outside) marks.push(word("outside the picture", [x, y], x < 1 ? "start" : "end", [x < 1 ? 18 : -18, y > -1 ? 22 : -34]));
  const [doublings, launches] = [Math.log2(10), Math.log10(now.launches)];
  const spots = [0, DEEPEST / 2, DEEPEST].map((y) => [bend, y]);
  marks.push(grab("bandwidth", free(spots, [now.place, [TO, launches]], chart), [-across * doublings, 0], 0));
  if (DEEPEST < launches && launches < 0) marks.push(grab("launch", [TO, launches], [0, -down * doublings], 0));
  marks.push(grab("batch", now.place, [across * doublings, 0], 0));
  const told = `${significant(now.intensity)} operations for a byte, ${significant(100 * now.share)} % of the peak`;
  return drawn({ ...chart, words: [[0, 16, title, "start"], ...chart.words] }, marks, told);
}

function ceilings({ balance, launches }, bend, lowest) {
  const [ridge, held] = [Math.log10(balance), Math.log10(launches)];
  const start = Math.max(FROM, ridge + DEEPEST);
  const roof = [start, bend, TO].map((x) => inside([x, Math.min(0, x - ridge)]));
  const marks = [line("lstm-then", [bend, DEEPEST], [bend, 0]), line("lstm-roof", ...roof)];
  if (DEEPEST < held && held < 0) {
    marks.push(line("lstm-roof lstm-dashed", [Math.max(start, Math.min(ridge + held, TO)), held], [TO, held]));
    marks.push(word("launches", [TO, held], "end", [-30, 17]));
  }
  if (lowest <= DEEPEST + 1) return marks;
  if (bend - FROM >= ROOM) marks.push(word("memory is the limit", [bend, DEEPEST], "end", [-10, -10]));
  if (TO - bend >= ROOM) marks.push(word("arithmetic is the limit", [bend, DEEPEST], "start", [10, -10]));
  return marks;
}

function others(batches) {
  let last = FROM - APART;
  return batches.flatMap(([batch, { place }]) => {
    const [x, y] = place;
    const mark = dot("lstm-dot", x, y, 2.5);
    if (x - last < APART) return [mark];
    last = x;
    return [mark, word(batch === 1 ? "B = 1" : number(batch), place, "middle", [y < 0 ? -12 : 0, -16])];
  });
}

explorer("lstm-explore-cost", parts);
