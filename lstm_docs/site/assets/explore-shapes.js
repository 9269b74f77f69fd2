// The explorer of shapes; see lstm_docs/site/explore/shapes.py and shapes_drawn.py.
import { explorer } from "./explore.js";
import { block, change, compared, escaped, expression, italic, label, number, picture, px, tag, written } from "./explore-parts.js";
import { evaluate } from "./grammar.js";

const EQUATIONS = "none";

function parts(data, state, before) {
  const sizes = sizesOf(state);
  const reason = refusal(data, state);
  const keeper = reason ? EQUATIONS : state.framework;
  const notation = keeper !== EQUATIONS || state.notation !== "stored" ? state.notation : "split";
  const scheme = data.schemes[`${key(state, notation === "stored" ? keeper : EQUATIONS)},${notation}`];
  if (!scheme) return { said: `${escaped(reason)}.` };
  return {
    picture: drawn(heads(state, scheme), scheme, data.items, sizes, sizesOf(before)),
    said: said(data, state, before, reason),
    numbers: numbers(data, state, keeper, sizes),
  };
}

const sizesOf = (state) => ({ I: state.input, H: state.hidden, P: state.projection, L: state.layers });

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

function said(data, state, before, reason) {
  const [now, earlier] = [count(data, state), count(data, before)];
  if (reason) return `${escaped(reason)}. What is shown are the equations.`;
  const done = change(data.names, before, state);
  if (!done || !now || !earlier) return `${number(now)} parameters.`;
  return escaped(compared(done, earlier, now, "parameters"));
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

const [WIDEST, HIGHEST, SIDE, APART, LETTER, SLIM, THIN] = [480, 440, 36, 2, 7.4, 6.4, 6];
const [HEAD, NAME, FIRST, UNDER, ROOM] = [30, 22, 34, 8, 18];
const sum = (values) => values.reduce((total, value) => total + value, 0);

function drawn(titles, scheme, items, sizes, before) {
  const groups = scheme.groups.map((rows) => rows.map((row) => row.map((place) => measured(items[place], sizes, before))));
  const columns = columnsOf(groups.flat());
  const heights = groups.map((rows) => rows.map((row) => Math.max(...row.map((it) => Math.max(it.rows, it.then[0])))));
  const width = Math.max(WIDEST, sum(widths(columns, 0)));
  const scale = fitting(columns, heights, width);
  const lefts = widths(columns, scale);
  let content = "";
  let y = 0;
  groups.forEach((rows, place) => {
    content += heading(y, titles[place], scheme.order);
    y += HEAD;
    rows.forEach((row, n) => {
      content += drawnRow(row, lefts, scale, y, n === 0);
      y += high(heights[place][n], scale, n === 0);
    });
  });
  const told = groups.flat(2).map((it) => `${[it.item.name].flat().join(" ")} is ${number(it.rows)} by ${number(it.columns)}`);
  if (content.includes("lstm-thin")) content += label(0, HIGHEST + 14, "hollow: too thin to be drawn to scale", "start", "lstm-slice");
  return picture(width, HIGHEST + 20, "The tensors, to scale", told.join("; "), content, "lstm-shapes-drawn");
}

const sides = (shape, sizes) => (shape.length > 1 ? shape.slice(-2) : [shape[0], "1"]).map((length) => evaluate(length, sizes));

function measured(item, sizes, before) {
  const [rows, columns] = sides(item.shape, sizes);
  const then = sides(item.shape, before);
  const count = evaluate(item.shape.map((length) => `(${length})`).join("*"), sizes);
  const words = `${item.shape.map(written).join(" × ")} = ${number(count)}`;
  const cuts = item.cuts.map(([, share]) => evaluate(share, sizes));
  const shares = item.cuts.map(([kind, , letter], n) => [kind, cuts[n] / sum(cuts), letter]);
  const name = typeof item.name === "string" ? [...item.name].length * LETTER : 40 * item.name.length;
  return { item, rows, columns, then, words, shares, least: Math.max(name, [...words].length * SLIM) };
}

function columnsOf(rows) {
  const most = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: most }, (_, n) => {
    const held = rows.filter((row) => n < row.length).map((row) => row[n]);
    return [(it) => it.least, (it) => Math.max(it.columns, it.then[1])].map((of) => Math.max(...held.map(of)));
  });
}

const widths = (columns, scale) => columns.map(([least, most]) => SIDE + APART + Math.max(least, most * scale, THIN));

const high = (rows, scale, first) => NAME + (first ? FIRST : 0) + UNDER + Math.max(rows * scale, THIN);

function fitting(columns, heights, width) {
  let [low, top] = [0, 40];
  for (let n = 0; n < 24; n++) {
    const middle = (low + top) / 2;
    const down = sum(heights.map((group) => HEAD + sum(group.map((rows, place) => high(rows, middle, place === 0)))));
    if (sum(widths(columns, middle)) <= width && down <= HIGHEST) low = middle;
    else top = middle;
  }
  return low;
}

function heading(y, head, [words, letters]) {
  const told = words ? tag("tspan", { class: "lstm-quiet" }, ` · ${words}`) : "";
  const order = (letters ?? []).map(([kind, letter]) =>
    tag("tspan", { class: `lstm-letter-label ${kind}`.trim() }, letter === "_" ? " –" : ` ${italic(letter)}`),
  );
  return tag("text", { x: 0, y: px(y + 16) }, tag("tspan", { class: "lstm-strong" }, head), told, ...order);
}

function drawnRow(row, lefts, scale, y, first) {
  let x = 0;
  const drawn = row.map((it, n) => {
    const made = tensor(it, x + SIDE, y, scale, first);
    x += lefts[n];
    return made;
  });
  return tag("g", {}, ...drawn);
}

function tensor(it, x, y, scale, first) {
  const [width, height] = [Math.max(it.columns * scale, THIN), Math.max(it.rows * scale, THIN)];
  const top = y + NAME + (first ? FIRST : 0);
  const { name, kind } = it.item;
  const words = typeof name === "string" ? [tag("text", { x: px(x), y: px(y + 13), class: "lstm-code" }, name)] : [symbols(x, y + 13, name)];
  if (first) {
    words.push(label(x, y + 30, it.words, "start", "lstm-slice"));
    words.push(label(x + width / 2, top - 5, number(it.columns), "middle", "lstm-slice"));
  }
  words.push(label(x - 4, top + height / 2 + 4, number(it.rows), "end", "lstm-slice"));
  const thin = Math.min(it.rows, it.columns) * scale < THIN;
  words.push(tag("g", { class: thin ? "lstm-thin" : "lstm-true" }, ...blocks(it, x, top, width, height)));
  const [rows, columns] = it.then;
  if (rows !== it.rows || columns !== it.columns) words.push(tag("rect", { x: px(x), y: px(top), width: px(columns * scale), height: px(rows * scale), class: "lstm-then" }));
  return tag("g", { class: kind || "lstm-plain" }, ...words);
}

function blocks(it, x, y, width, height) {
  if (!it.shares.length) return [block(x, y, width, height)];
  return it.shares.map(([kind, share, letter]) => {
    const [across, down] = it.item.axis ? [width * share, height] : [width, height * share];
    const inside = letter && across >= ROOM && down >= ROOM;
    const words = inside ? label(x + across / 2, y + down / 2 + 5, italic(letter), "middle", "lstm-letter-label") : "";
    const made = tag("g", { class: kind }, block(x, y, across, down), words);
    if (it.item.axis) x += across;
    else y += down;
    return made;
  });
}

function symbols(x, y, names) {
  const pieces = names.map((name, n) => {
    const [letter, index] = name.split("_");
    return (
      tag("tspan", n ? { dy: -4 } : {}, (n ? " " : "") + italic(letter[0])) +
      tag("tspan", { dy: 4, class: "lstm-index" }, italic(letter.slice(1) + index))
    );
  });
  return tag("text", { x: px(x), y: px(y), class: "lstm-symbol" }, ...pieces);
}

explorer("lstm-explore-shapes", parts);
