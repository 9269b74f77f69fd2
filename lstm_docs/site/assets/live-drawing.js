// Vectors of many units as grids, a column for each step; see lstm_docs/site/living/grids.py.
import { fixed, symbol, tag } from "./explore-parts.js";

export const LEFT = 30;
export const COLUMN = 64;
export const TOP = 26;
export const ACROSS = 8;
export const SQUARE = 7;
export const GRID = 42;
export const PITCH = 52;
const LEVELS = 8;

/** The first column of a matrix, as a list. */
export const column = ({ v, columns, rows }) => Array.from({ length: rows }, (_, n) => v[n * columns]);

/** How steps stand: so many on a line, lines so far apart, each grid so high. */
const ONE = { steps: Infinity, apart: 0, high: GRID };

/** Left edge of a step, and how far its line is below the first. */
export const place = ({ steps, apart }, t) => [LEFT + COLUMN * (t % steps), apart * Math.floor(t / steps)];

/** One vector at every step: `values` are lists of numbers, `chosen` is the unit in a frame, from 1. */
export function row(name, top, values, chosen, kind, lines = ONE) {
  const largest = Math.max(1, ...values.flat().map(Math.abs));
  const content = [];
  values.forEach((rows, t) => {
    const [x, below] = place(lines, t);
    const y = top + below;
    if (t % lines.steps === 0) content.push(symbol(13, y + lines.high / 2 + 4, name, kind));
    const at = chosen - 1;
    content.push(...shades(x, y, rows.map((value) => value / largest)));
    const frame = { x: x + SQUARE * (at % ACROSS) - 1, y: y + SQUARE * Math.floor(at / ACROSS) - 1 };
    content.push(tag("rect", { ...frame, width: SQUARE + 1, height: SQUARE + 1, class: "lstm-chosen" }));
    if (lines === ONE) content.push(tag("rect", { x, y, width: SQUARE * ACROSS, height: GRID, class: "lstm-go", "data-grid": "" }));
  });
  return tag("g", { class: kind || "lstm-plain", "data-s": name }, ...content);
}

function shades(x, y, values) {
  const paths = Array.from({ length: 2 * LEVELS + 2 }, () => "");
  values.forEach((value, n) => {
    const level = Math.floor(Math.abs(value) * LEVELS + 0.5);
    const [left, top] = [x + SQUARE * (n % ACROSS), y + SQUARE * Math.floor(n / ACROSS)];
    paths[2 * level + +(value < 0)] += value < 0 ? `M${left + 1.5} ${top + 1.5}h3v3h-3z` : `M${left} ${top}h6v6h-6z`;
  });
  return paths.flatMap((d, n) => (d && n > 1 ? [tag("path", { d, class: n % 2 ? "lstm-under" : "lstm-over", opacity: fixed((n >> 1) / LEVELS, 3) })] : []));
}
