// The picture of a cell; see lstm_docs/site/figures/wired/drawing.py.
import { italic, label, picture, px, symbol, tag } from "./explore-parts.js";

const [BOX, CHIP, HEAD, ROW, RADIUS] = [52, 54, 23, 17, 11];
export { BOX, CHIP, HEAD, RADIUS, ROW };
const [REACH, BEND, TIP] = [5, 7, 8];
export const half = (sign) => (sign.length < 2 ? RADIUS : RADIUS + 3.5 * (sign.length - 1));
const at = ([x, y]) => `${px(x)} ${px(y)}`;
/** @type {(from: any, to: any) => number} */
const away = ([x, y], [a, b]) => Math.abs(a - x) + Math.abs(b - y);

// A point on the way along an upright or level line.
/** @returns {[number, number]} */
const towards = ([x, y], goal, distance) => {
  const part = distance / (away([x, y], goal) || 1);
  return [x + (goal[0] - x) * part, y + (goal[1] - y) * part];
};

function through(points) {
  const pieces = points.slice(1, -1).map((corner, n) => {
    const [before, after] = [points[n], points[n + 2]];
    const bend = Math.min(BEND, away(before, corner) / 2, away(corner, after) / 2);
    return `L${at(towards(corner, before, bend))} Q${at(corner)} ${at(towards(corner, after, bend))}`;
  });
  return [`M${at(points[0])}`, ...pieces, `L${at(points.at(-1))}`].join(" ");
}

function head(before, end) {
  const back = towards(end, before, TIP);
  const across = [(end[1] - back[1]) / 2, (back[0] - end[0]) / 2];
  return `M${[end, [back[0] + across[0], back[1] + across[1]], [back[0] - across[0], back[1] - across[1]]].map(at).join(" L")} z`;
}

/** The shapes in a state: see `Look` in Python. @param {any} look */
export function wired([width, height, shapes], { input, hidden }, look, title, told) {
  const size = (value) => (Array.isArray(value) ? value[0] + value[1] * (input - 1) + value[2] * (hidden - 1) : value);
  const drawn = shapes.map(([kind, ...rest]) => DRAWN[kind](look, ...rest.map(size)));
  return picture(size(width), size(height), title, told, drawn.join(""), "lstm-wired");
}

const kind = ({ kinds, now }, own, name, equation) =>
  [own, kinds[name], equation && equation === now && "lstm-now"].filter(Boolean).join(" ");

const rect = (x, y, width, height, more) => tag("rect", { x: px(x), y: px(y), width: px(width), height: px(height), ...more });

const DRAWN = {
  frame: (_look, _name, x, y, width, height) => rect(x, y, width, height, { rx: 10, class: "lstm-frame" }),

  wire(look, carries, colour, reader, weight, ...flat) {
    const points = flat.flatMap((x, n) => (n % 2 ? [] : [[x, flat[n + 1]]]));
    const named = weight || carries ? { "data-s": weight || carries } : {};
    const [before, end] = points.slice(-2);
    const content = [tag("path", { d: through(points) }), tag("path", { d: head(before, end), class: "lstm-tip" })];
    return tag("g", { class: kind(look, "lstm-wire", colour, reader), ...named }, ...content);
  },

  op(look, equation, x, y, sign) {
    const wide = half(sign);
    const words = label(x, y + 5, sign, "middle", sign.length < 2 ? "lstm-sign" : "lstm-word");
    return tag("g", { class: kind(look, "lstm-op", equation, equation) }, rect(x - wide, y - RADIUS, 2 * wide, 2 * RADIUS, { rx: RADIUS }), words);
  },

  box(look, equation, x, y, sign, names) {
    const held = look.held[equation] ?? "";
    const does = look.holds[equation] && names.split(" ").includes(equation) ? { "data-next": look.holds[equation] } : {};
    const block = rect(x - BOX / 2, y, BOX, BOX, { rx: 5, class: "lstm-block" });
    const own = kind(look, held ? "lstm-box lstm-held" : "lstm-box", equation, equation);
    return tag("g", { class: own, "data-s": names, ...does }, block, label(x, y + BOX / 2 + 5, held || sign, "middle", "lstm-word"));
  },

  chip(look, name, x, y) {
    const [rows, letter] = [look.texts[name], look.grabs[name]];
    const words = rows.map((row, n) => label(x + CHIP / 2, y + HEAD + 11 + ROW * n, row, "middle", "lstm-word"));
    const grabs = letter ? rows.map((_, n) => grab(x, y, n, rows.length, letter + (n + 1))) : [];
    const does = look.places[name] ? { "data-set": `at=${look.places[name]}` } : look.holds[name] ? { "data-next": look.holds[name] } : {};
    const ground = rect(x, y, CHIP, HEAD + ROW * rows.length, { rx: 4 });
    const content = [ground, symbol(x + CHIP / 2, y + 16, name, look.kinds[name]), ...words, ...grabs];
    return tag("g", { class: kind(look, "lstm-chip", name, name), "data-s": name, ...does }, ...content);
  },

  handle(look, name, x, y) {
    const size = look.sizes[name];
    const words = `${italic(size === "input" ? "I" : "H")} = ${look.texts[name].length}`;
    const pulled = rect(x, y + REACH, CHIP, BOX, { class: "lstm-grab", "data-grab": size, "data-dx": "0", "data-dy": "0.0625" });
    return tag("g", { class: kind(look, "lstm-handle", name) }, rect(x + 13, y + 8, CHIP - 26, 4, { rx: 2 }), label(x + CHIP / 2, y + 29, words, "middle", "lstm-word"), pulled);
  },

  name: (look, name, x, y) => tag("g", { class: kind(look, "", name), "data-s": name }, symbol(x, y, name, look.kinds[name], "start")),
};

function grab(x, y, place, count, name) {
  const top = place ? y + HEAD + ROW * place : y - REACH;
  const bottom = y + HEAD + ROW * (place + 1) + (place === count - 1 ? REACH : 0);
  return rect(x, top, CHIP, bottom - top, { class: "lstm-grab", "data-grab": name });
}
