// <lstm-reading>: a name read letter by letter as it is typed; see lstm_docs/site/living/reading_parts.py and grids.py.
import { escaped, fixed, label, picture, px, tag } from "./explore-parts.js";
import { ACROSS, COLUMN, column, GRID, LEFT, PITCH, row, SQUARE, TOP } from "./live-drawing.js";
import { living } from "./live-element.js";
import { bytes, END, leftOfTheFirst, nats, readNames, SIGNS, spelled, unpacked, written } from "./reading.js";

const SHORT = { lstm: "LSTM", gru: "GRU", rnn: "RNN" };
const GATES = { f: "forget gate f", i: "input gate i", o: "output gate o", r: "reset gate r", z: "update gate z" };
const SHOWN = { lstm: ["i_t", "f_t", "o_t", "c_t", "h_t"], gru: ["r_t", "z_t", "h_t"], rnn: ["h_t"] };
const [BEST, LINE, BAR] = [4, 17, 16];
const BELOW = 16;
const WRITTEN = 6;

const signWords = (sign) => (sign === END ? "start" : sign);
const nextWords = (sign) => (sign === END ? "the end" : sign);
const percent = (share) => fixed(100 * share, 0);

/** What stands on the page, by its part; `opened` is known once it was fetched. */
export function parts(state, cells, opened, kinds) {
  const cell = cells[state.cell];
  const held = heldOf(cell, state.held);
  const done = readNames(cell, [state.name], held);
  const title = `${state.name}, read by the ${SHORT[state.cell]}`;
  return {
    said: said(cell, state, done, held),
    picture: strip(done, state, title, kinds),
    unit: unit(cell, done, state, opened, kinds),
    left: left(state.name, cells),
    written: wrote(cell, state),
  };
}

function heldOf(cell, held) {
  const [gate, value] = held.split("=");
  return cell.gates.includes(`${gate}_t`) ? { [`${gate}_t`]: +value } : {};
}

const likeliest = (next) => column(next).map((share, n) => [SIGNS[n], share]).sort(([, a], [, b]) => b - a);

function said(cell, { name, cell: key }, done, held) {
  const first = likeliest(done.at(-1).next).slice(0, 3).map(([sign, share]) => `${nextWords(sign)} (${percent(share)} %)`);
  const cost = fixed(nats(name, done), 2);
  const words = `After ${name} the ${SHORT[key]} expects ${first[0]}, ${first[1]} or ${first[2]}. `;
  const [[gate, value] = []] = Object.entries(held);
  if (!gate) return `${words}Each letter of the name, and its end, costs it ${cost} nats in the mean.`;
  const free = fixed(nats(name, readNames(cell, [name])), 2);
  return `${words}With ${gate[0]} held at ${value} a letter costs ${cost} nats in the mean, instead of ${free}.`;
}

function strip(done, { name, cell, unit: chosen }, title, kinds) {
  const signs = [...END + name];
  const shown = SHOWN[cell];
  const bottom = TOP + PITCH * shown.length;
  const heads = signs.map((sign, t) => label(LEFT + COLUMN * t + GRID / 2 + SQUARE, 15, signWords(sign), "middle", "lstm-word"));
  const rows = shown.map((it, n) => row(it, TOP + PITCH * n, done.map((values) => column(values[it])), chosen, kinds[it]));
  const following = done.map(({ next }, t) => best(next, t, signs[t + 1] ?? "", bottom + BELOW));
  const told = done.map(({ next }, t) => {
    const [sign, share] = likeliest(next)[0];
    return `after ${signWords(signs[t])} most likely ${nextWords(sign)}, ${percent(share)} %`;
  });
  const content = [...heads, ...rows, ...following].join("");
  return picture(LEFT + COLUMN * signs.length, bottom + BELOW + LINE * BEST, title, `${told.join("; ")}.`, content, "lstm-grids");
}

function best(next, t, came, y) {
  const x = LEFT + COLUMN * t;
  const content = likeliest(next).slice(0, BEST).flatMap(([sign, share], n) => {
    const line = y + LINE * n;
    const kind = sign === came ? "lstm-word lstm-came" : "lstm-word";
    const bar = tag("rect", { x: x + 22, y: line, width: px(BAR * share), height: 10, class: "lstm-bar" });
    return [bar, label(x + 19, line + 9, sign === END ? "end" : sign, "end", kind), label(x + 60, line + 9, `${percent(share)}%`, "end", kind)];
  });
  return tag("g", {}, ...content);
}

function unit(cell, done, { name, cell: key, unit: number, gate }, opened, kinds) {
  const heads = [...END + name].map((sign) => `<th scope="col">${signWords(sign)}</th>`).join("");
  const rows = SHOWN[key].map((it) => {
    const cells = done.map((values) => `<td class="lstm-number">${fixed(column(values[it])[number - 1], 2)}</td>`).join("");
    return `<tr><th scope="row" class="${kinds[it]}">${it[0]}</th>${cells}</tr>`;
  });
  const table = `<table class="lstm-table"><caption>Unit ${number}</caption><thead><tr><td></td>${heads}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
  return table + opens(cell.gates.map((it) => it[0]), key, gate, number, opened, kinds);
}

function opens(gates, key, chosen, number, opened, kinds) {
  if (!gates.length) return "<p>A plain RNN has no gates: nothing opens or shuts, and every step overwrites h.</p>";
  const gate = gates.includes(chosen) ? chosen : gates[0];
  const all = opened[key][`${gate}_t`];
  /** @type {[string, number][]} */
  const means = [...SIGNS].map((sign, n) => [sign, all[(n * all.length) / SIGNS.length + number - 1] / 255]);
  const order = [...means].sort((one, other) => +other[1] - +one[1]);
  const [most, least] = [order.slice(0, 3), order.slice(-3).reverse()].map((it) => it.map(([sign, value]) => `${signWords(sign)} (${fixed(value, 2)})`).join(", "));
  return `<p>Over all names, the ${GATES[gate]} of unit ${number} is widest open at ${most}, and most shut at ${least}.</p>${bars(means, gate, number, kinds[`${gate}_t`])}`;
}

function bars(means, gate, number, kind) {
  const [high, wide] = [70, 15];
  const content = means.flatMap(([sign, value], n) => {
    const x = 4 + wide * n;
    const bar = tag("rect", { x: x + 2, y: px(10 + high * (1 - value)), width: wide - 4, height: px(high * value), class: "lstm-bar" });
    return [bar, label(x + wide / 2, high + 26, sign === END ? "•" : sign, "middle", "lstm-word")];
  });
  const told = means.map(([sign, value]) => `${signWords(sign)} ${fixed(value, 2)}`).join("; ");
  const end = 4 + wide * means.length;
  const frame = tag("path", { d: `M4 10H${end}M4 ${10 + high}H${end}`, class: "lstm-axis" });
  return picture(4 + end, high + 34, `${gate} of unit ${number} at each letter, from 0 to 1`, `${told}.`, frame + tag("g", { class: kind || "lstm-plain" }, ...content), "lstm-opens");
}

function left(name, cells) {
  const heads = [...name].map((sign) => `<th scope="col">${sign}</th>`).join("");
  const rows = Object.entries(cells).map(([key, cell]) => {
    const shares = leftOfTheFirst(cell, name).map((share) => `<td class="lstm-number">${percent(share)}</td>`).join("");
    return `<tr><th scope="row">${SHORT[key]}</th>${shares}</tr>`;
  });
  const caption = "<caption>Percent of the guess that hangs on the first letter, after each letter</caption>";
  return `<table class="lstm-table">${caption}<thead><tr><td></td>${heads}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function wrote(cell, { cell: key, temperature, seed }) {
  const names = Array.from({ length: WRITTEN }, (_, n) => written(cell, temperature, "reading", seed, n) || "(nothing)");
  return `At temperature ${fixed(temperature, 1)} the ${SHORT[key]} writes ${names.join(", ")}.`;
}

// The trained networks with their equations, and how far their gates are open: fetched once, when somebody comes near.
let fetched;
const fetchAll = (lines) =>
  (fetched ??= Promise.all(["letters", "letters-opens"].map(async (it) => (await fetch(new URL(`${it}.json`, import.meta.url))).json())).then(([stored, opens_]) => ({
    cells: made(stored, lines),
    opened: openings(opens_),
  })));

export const made = (stored, lines) => Object.fromEntries(Object.entries(stored).map(([key, it]) => [key, { weights: unpacked(it), ...lines[key] }]));
export const openings = (opens_) => Object.fromEntries(Object.entries(opens_).map(([key, gates]) => [key, Object.fromEntries(Object.entries(gates).map(([gate, text]) => [gate, bytes(text)]))]));

living("lstm-reading", {
  load: ({ lines }) => fetchAll(lines),
  changed(it, name) {
    if (name === "name") {
      const typed = it.state.name.trim();
      if (!spelled(typed)) return it.write("said", refused(typed));
    }
    it.show({ name: spelled(it.state.name) || it.data.first.name });
  },
  show: (it, { cells, opened }, changes) => parts({ ...it.state, ...changes }, cells, opened, it.data.kinds),
  clicked(it, event) {
    const grid = event.target.closest("[data-grid]");
    if (!grid) return;
    const { left: x, top: y, width, height } = grid.getBoundingClientRect();
    const [across, down] = [Math.floor(((event.clientX - x) / width) * ACROSS), Math.floor(((event.clientY - y) / height) * (GRID / SQUARE))];
    it.set("unit", across + ACROSS * down + 1);
  },
  write(it) {
    it.set("seed", it.state.seed + 1);
  },
});

function refused(typed) {
  const strange = [...typed].find((letter) => !spelled(letter));
  if (!strange) return "Type a name: its letters are read as you type.";
  return `Sorry, ${escaped(strange)} is no letter that these networks know: the list they learnt from writes every name with the 26 letters from a to z. Spell the name with those, and they will read it.`;
}
