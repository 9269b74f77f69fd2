// The explorer of what a run costs; see lstm_docs/site/explore/cost.py and cost_drawn.py.
import { explorer } from "./explore.js";
import { change, compared, escaped, expression, label, number, picture, px, significant, tag } from "./explore-parts.js";
import { evaluate } from "./grammar.js";

const BATCHES = [1, 4, 16, 64, 256, 1024, 4096];
const [GIGA, PICO] = [1e9, 1e12];
const ENERGIES = ["pJ", "nJ", "µJ", "mJ", "J", "kJ"];
const TIMES = ["ps", "ns", "µs", "ms", "s"];
const LETTERS = { macs: "M=", step_bytes: "Y=" };
const NOTE =
  "<p>The energies first assumed are those of a 45 nm process (Horowitz, 2014): a MAC in this precision, a byte from DRAM. They and the speeds are yours to change.</p>";
const ROWS = [
  ["macs", "MACs of the run", ""],
  ["step_bytes", "bytes moved in a step", ""],
  ["intensity", "intensity of the run", "operations for a byte"],
  ["balance", "balance of the machine", "operations for a byte"],
  ["arithmetic_seconds", "time of the MACs", ""],
  ["memory_seconds", "time of the bytes", ""],
  ["arithmetic_energy", "energy of the MACs", ""],
  ["memory_energy", "energy of the bytes", ""],
];

function parts(data, state, before) {
  const [found, earlier] = [quantities(data, state), quantities(data, before)];
  const batches = BATCHES.map((batch) => [batch, quantities(data, { ...state, batch }).intensity]);
  return {
    picture: drawn(found, earlier, batches, `share of the peak, ${number(state.peak)} · 10⁹ MACs a second`),
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
    ...{ F: state.peak * GIGA, S: state.bandwidth * GIGA },
  };
  Object.assign(sizes, { M: evaluate(known.macs, sizes), Y: evaluate(known.step_bytes, sizes) });
  return Object.fromEntries(ROWS.map(([name]) => [name, evaluate(known[name], sizes)]));
}

const energy = (it) => it.arithmetic_energy + it.memory_energy;

function said(done, found, earlier) {
  const [now, then] = [energy(found), energy(earlier)];
  const share = found.intensity / found.balance;
  const bound = share < 1 ? "Memory is the limit" : "Arithmetic is the limit";
  const speed = `${bound}: ${significant(100 * Math.min(1, share))} % of the peak.`;
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

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [440, 372, 66, 424, 44, 312];
const [FROM, TO, DEEPEST, ROOM, APART] = [-4, 12, -12, 150, 38];

const share = (intensity, balance) => Math.min(1, intensity / balance);
const across = (power) => px(LEFT + ((RIGHT - LEFT) * (Math.min(Math.max(power, FROM), TO) - FROM)) / (TO - FROM));
const down = (power) => px(TOP + ((BOTTOM - TOP) * Math.max(power, DEEPEST)) / DEEPEST);
/** @returns {[x: number, y: number]} */
const point = ({ intensity, balance }) => [across(Math.log2(intensity)), down(Math.log2(share(intensity, balance)))];
const small = (x, y, words, anchor = "middle") => label(x, y, words, anchor, "lstm-slice");

function drawn(found, earlier, batches, words) {
  const [now, then] = [point(found), point(earlier)];
  const content = [...axes(words), ...ridge(found.balance), roof(found.balance), ...dots(batches, found.balance)];
  if (now[0] !== then[0] || now[1] !== then[1]) {
    content.push(tag("path", { d: `M${then.join(" ")} L${now.join(" ")}`, class: "lstm-then" }), circle(then, 6, "lstm-then"));
  }
  content.push(circle(now, 7, "lstm-dot"));
  const told = `${significant(found.intensity)} operations for a byte, ${significant(100 * share(found.intensity, found.balance))} % of the peak`;
  return picture(WIDTH, HEIGHT, "The roofline", told, content.join(""), "lstm-roofline");
}

const circle = ([cx, cy], r, kind) => tag("circle", { cx, cy, r, class: kind });

function roof(balance) {
  const bend = Math.log2(balance);
  const start = Math.max(FROM, bend + DEEPEST);
  const points = [start, Math.min(TO, Math.max(bend, FROM)), TO].map((x) => `${across(x)} ${down(Math.min(0, x - bend))}`);
  return tag("path", { d: `M${points.join(" L")}`, class: "lstm-roof" });
}

function ridge(balance) {
  const x = across(Math.log2(balance));
  const content = [tag("path", { d: `M${x} ${TOP} V${BOTTOM}`, class: "lstm-then" })];
  if (x - LEFT >= ROOM) content.push(small(x - 10, BOTTOM - 10, "memory is the limit", "end"));
  if (RIGHT - x >= ROOM) content.push(small(x + 10, BOTTOM - 10, "arithmetic is the limit", "start"));
  return content;
}

function dots(batches, balance) {
  let last = 0;
  return batches.map(([batch, intensity]) => {
    const [x, y] = point({ intensity, balance });
    const dot = circle([x, y], 2.5, "lstm-dot");
    if (x - last < APART) return dot;
    last = x;
    return dot + small(y > TOP ? x - 12 : x, y - 12, batch === 1 ? "B = 1" : number(batch));
  });
}

function axes(words) {
  const powers = (low, high) => Array.from({ length: (high - low) / 2 + 1 }, (_, n) => low + 2 * n);
  return [
    tag("path", { d: `M${LEFT} ${TOP} V${BOTTOM} H${RIGHT}`, class: "lstm-axis" }),
    ...powers(FROM, TO).map((power) => small(across(power), BOTTOM + 20, power < 0 ? `1/${2 ** -power}` : number(2 ** power))),
    ...powers(DEEPEST, 0).map((power) => small(LEFT - 8, down(power) + 4, `${significant(100 * 2 ** power)} %`, "end")),
    small(0, 16, words, "start"),
    small((LEFT + RIGHT) / 2, BOTTOM + 44, "operations for each byte moved"),
  ];
}

explorer("lstm-explore-cost", parts);
