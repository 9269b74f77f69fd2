// The explorer of shapes; see lstm_docs/site/explore/shapes.py and shapes_drawn.py.
import { explorer } from "./explore.js";
import { block, change, compared, escaped, expression, label, number, px, refusedAfter, tag } from "./explore-parts.js";
import { evaluate } from "./grammar.js";

const EQUATIONS = "none";

function parts(data, state, before) {
  const sizes = sizesOf(state);
  const reason = refusal(data, state);
  const keeper = reason ? EQUATIONS : state.framework;
  const notation = keeper !== EQUATIONS || state.notation !== "stored" ? state.notation : "split";
  const scheme = data.schemes[`${key(state, notation === "stored" ? keeper : EQUATIONS)},${notation}`];
  const done = change(data.names, before, { ...state, fit: before.fit });
  const refused = reason && refusedAfter(done, reason);
  if (!scheme) return { said: escaped(refused) };
  return {
    picture: drawn(heads(state, scheme), scheme, data.items, sizes, sizesOf(before), sizesOf(fitted(data, state))),
    said: escaped(refused ? `${refused} What is shown are the equations.` : said(data, state, before, done)),
    numbers: numbers(data, state, keeper, sizes),
  };
}

const sizesOf = (state) => ({ I: state.input, H: state.hidden, P: state.projection, L: state.layers });

// The sizes that the scale was made to fit: the first ones, until a reader asks for others.
function fitted({ first }, state) {
  const found = /^(\d{1,7})\.(\d{1,7})\.(\d{1,7})$/.exec(state.fit);
  return found ? { ...first, input: +found[1], hidden: +found[2], projection: +found[3] } : first;
}

const key = (state, keeper) => {
  const flags = [state.projection !== 0, state.bias === "yes", state.bidirectional === "yes", state.layers !== 1];
  return [state.cell, keeper, ...flags.map(Number)].join();
};

function refusal({ refused, narrow, names }, state) {
  const kinds = [EQUATIONS, state.framework].map((name) => `${state.cell},${name},${+(state.projection !== 0)}`);
  const found = kinds.map((kind) => refused[kind]).find(Boolean);
  if (found) return found;
  const wide = narrow.includes(state.framework) && state.projection >= state.hidden;
  return wide ? `${names.framework[1][state.framework]} needs a projection narrower than H` : "";
}

function count(data, state) {
  const formula = data.counts[key(state, refusal(data, state) ? EQUATIONS : state.framework)];
  return formula && evaluate(formula, sizesOf(state));
}

function heads({ layers, bidirectional }, { both }) {
  const told = bidirectional === "no" ? "" : both ? ", both directions" : ", each of two directions";
  if (layers === 1) return [`One layer${told}`];
  const others = layers === 2 ? "Layer 1" : `Layers 1 to ${number(layers - 1)}, all alike`;
  return [`Layer 0${told}`, others + told];
}

function said(data, state, before, done) {
  const [now, earlier] = [count(data, state), count(data, before)];
  if (!done || !now || !earlier) return `${state.fit === before.fit ? "" : "Drawn to fit: "}${number(now)} parameters.`;
  return compared(done, earlier, now, "parameters");
}

function numbers(data, state, keeper, sizes) {
  const rows = [["By the equations", EQUATIONS]];
  if (keeper !== EQUATIONS) rows.push([`${escaped(data.names.framework[1][keeper])} stores`, keeper]);
  const told = rows.map(([words, name]) => {
    const formula = data.counts[key(state, name)];
    return `<tr><th scope="row">${words}</th><td>${expression(formula)}</td><td class="lstm-number">= ${number(evaluate(formula, sizes))}</td><td>parameters</td></tr>`;
  });
  return `<table class="lstm-table"><tbody>${told.join("")}</tbody></table>`;
}

const [HIGH, WIDE, LOW, SLIM, LETTERED, TOOTH, THIN] = [240, 220, 44, 68, 18, 4, 6];
const GRABBED = { I: "input", H: "hidden", P: "projection" };
const KEYS = { "lstm-thin": "hollow: too thin for the scale", "lstm-torn": "torn: goes on, press Fit to see all" };
const sum = (values) => values.reduce((total, value) => total + value, 0);

function drawn(heads, { groups, order }, items, now, before, fit) {
  const twice = { I: 2 * fit.I, H: 2 * fit.H, P: 2 * fit.P, L: fit.L };
  const most = (held, axis) => Math.max(...held.map((place) => sides(items[place], twice)[axis]));
  const high = groups.flat().map((row) => most(row, 0));
  const columns = [];
  for (const row of groups.flat()) row.forEach((place, n) => (columns[n] ??= []).push(place));
  const wide = columns.map((column) => most(column, 1));
  const scale = Math.min(40, HIGH / Math.max(sum(high), 1), WIDE / Math.max(sum(wide), 1));
  const [highs, gripped] = [high.values(), grips(groups[0][0].map((place) => items[place]), now)];
  let content = "";
  groups.forEach((rows, place) => {
    const made = rows.map((row, n) => {
      const low = Math.max(LOW, highs.next().value * scale);
      const room = (column) => [low, Math.max(SLIM, wide[column] * scale)];
      return tag("ul", {}, ...row.map((place, m) => tensor({ item: items[place], first: !n, letters: at(items[place], gripped), room: room(m), scale, now, before })));
    });
    content += tag("p", {}, tag("b", {}, heads[place]), order) + tag("div", { class: "lstm-tensors" }, ...made);
  });
  const keys = Object.keys(KEYS).filter((kind) => content.includes(kind)).map((kind) => KEYS[kind]);
  return content + tag("p", { class: "lstm-scale" }, tag("span", { "aria-hidden": true }, ruler(scale)), tag("span", {}, keys.join(" · ")));
}

const sides = ({ shape }, sizes) => (shape.length > 1 ? shape.slice(-2) : [...shape, "1"]).map((length) => evaluate(length, sizes));

// How many rows and columns one more of a size adds.
function grown(item, sizes, letter) {
  const [old, more] = [sides(item, sizes), sides(item, { ...sizes, [letter]: sizes[letter] + 1 })];
  return more.map((count, axis) => count - old[axis]);
}

// At which tensor each size is dragged: at one of its own if there is one, and there where it moves most.
function grips(row, sizes) {
  const found = [];
  for (const letter of Object.keys(GRABBED)) {
    const moved = row.map((item) => grown(item, sizes, letter).filter(Boolean).length * (at(item, found).length ? 1 : 3));
    const most = Math.max(...moved);
    if (most) found.push([row[moved.indexOf(most)], letter]);
  }
  return found;
}

const at = (item, gripped) => gripped.filter(([it]) => it === item).map(([, letter]) => letter);

// Name and sides, in the first row also the formula and the count, then the tensor as large as it is, or as its room.
function tensor(it) {
  const { item, first, letters, room, scale, now, before } = it;
  const [rows, columns] = sides(item, now);
  const count = evaluate(item.shape.map((length) => `(${length})`).join("*"), now);
  const lengths = item.shape.map((length) => expression(length.includes("+") ? `(${length})` : length));
  const formula = first && ` ${tag("small", {}, lengths.join(" × "), ` = ${number(count)}`)}`;
  const words = `${named(item)} ${tag("span", {}, `${number(rows)} × ${number(columns)}`)}${formula || ""}`;
  const shown = (sizes) => sides(item, sizes).map((count, axis) => Math.min(count * scale, room[axis]));
  const [[height, width], then] = [shown(now).map((side) => Math.max(side, THIN)), shown(before)];
  const parts = [tag("g", { class: Math.min(rows, columns) * scale < THIN ? "lstm-thin" : "lstm-true" }, ...blocks(it, height, width))];
  if (columns * scale > width) parts.push(tear(height, (along, deep) => [width - deep, along]));
  if (rows * scale > height) parts.push(tear(width, (along, deep) => [along, height - deep]));
  if (String(sides(item, before)) !== String([rows, columns])) parts.push(rect(0, 0, then[1], then[0], { class: "lstm-then" }));
  parts.push(...letters.map((letter) => grip(it, letter, height, width)));
  const [high, wide] = room.map(px);
  const place = { class: "lstm-figure", viewBox: `0 0 ${wide} ${high}`, width: wide, height: high, "aria-hidden": true };
  return tag("li", { class: item.kind || "lstm-plain" }, words, tag("svg", place, tag("g", item.symbols ? { "data-s": item.symbols } : {}, ...parts)));
}

function named({ symbols, name }) {
  if (!symbols) return tag("code", {}, escaped(name));
  return symbols.split(" ").map((it) => tag("var", { "data-s": it }, it[0], tag("sub", {}, it.slice(1).replace("_", "")))).join(" ");
}

const rect = (x, y, width, height, more) => tag("rect", { x: px(x), y: px(y), width: px(width), height: px(height), ...more });

// Teeth over the whole of an edge, behind which a tensor goes on.
function tear(long, at) {
  const count = Math.max(2 * Math.floor(long / 8 + 0.5), 2);
  const teeth = Array.from({ length: count + 1 }, (_, n) => at((long * n) / count, TOOTH * (n % 2) + 1));
  const points = [at(-2, -3), ...teeth, at(long + 2, -3)].map(([a, b]) => `${px(a)} ${px(b)}`);
  return tag("path", { d: `M${points.join(" L")}`, class: "lstm-torn" });
}

// Where a size is dragged: the edge or the corner that it moves, which follows the pointer.
function grip({ item, now, scale }, letter, height, width) {
  const growth = grown(item, now, letter);
  const far = sum(growth.map((it) => it * it)) * scale;
  const [dy, dx] = growth.map((it) => Math.floor((it / far) * 10000 + 0.5) / 10000);
  const grab = { class: "lstm-grab", "data-grab": GRABBED[letter], "data-dx": dx, "data-dy": dy };
  return rect((growth[1] ? width : width / 2) - 3, (growth[0] ? height : height / 2) - 3, 6, 6, grab);
}

function blocks({ item: { axis, cuts }, now }, height, width) {
  const shares = (cuts.length ? cuts : [["", "1", ""]]).map(([kind, share, letter]) => [kind, evaluate(share, now), letter]);
  const whole = sum(shares.map(([, share]) => share));
  let [x, y] = [0, 0];
  return shares.map(([kind, share, letter]) => {
    const [across, down] = axis ? [(width * share) / whole, height] : [width, (height * share) / whole];
    const inside = letter && across >= LETTERED && down >= LETTERED;
    const words = inside ? label(x + across / 2, y + down / 2 + 4, letter, "middle", "lstm-letter-label") : "";
    const made = tag("g", { class: kind }, block(x, y, across, down), words);
    if (axis) x += across;
    else y += down;
    return made;
  });
}

// A round number of components at the scale of the picture.
function ruler(scale) {
  let [count, step] = [1, 0];
  while (count * scale < 24 && count < 1e7) count *= step++ % 3 === 1 ? 2.5 : 2;
  const long = px(count * scale);
  const bar = tag("path", { d: `M0 1 v8 m0 -4 H${long} m0 -4 v8`, class: "lstm-axis" });
  return `${tag("svg", { class: "lstm-figure", viewBox: `0 0 ${long} 10`, width: long, height: 10 }, bar)} ${number(count)}`;
}

explorer("lstm-explore-shapes", parts, {
  fit(it) {
    it.go({ fit: [it.state.input, it.state.hidden, it.state.projection].join(".") });
    it.settle();
  },
});
