// Charts of the explorers, drawn from data; see lstm_docs/site/explore/chart.py.
import { fixed, label, picture, px, tag } from "./explore-parts.js";

const plain = (value) => fixed(value, 6).replace("−", "-");
const [HAND, RING] = [55, 13];

export const line = (kind, ...points) => ["line", kind, ...points];
export const dot = (kind, x, y, radius = 5) => ["dot", kind, x, y, radius];
/** @type {(words: string, at: number[], anchor?: string, beside?: number[], kind?: string) => any[]} */
export const word = (words, [x, y], anchor = "middle", beside = [0, 4], kind = "lstm-slice") => ["word", kind, x, y, words, anchor, ...beside];
/** @type {(name: string, at: number[], pull: number[], rest?: number | null) => any[]} */
export const grab = (name, [x, y], pull, rest = null) => ["grab", pull[0] ? "lstm-grab lstm-along" : "lstm-grab", x, y, name, ...pull, rest];

// The first of the spots that no finger on one of the others covers, or the last.
export function free(spots, others, data) {
  const [across, down] = perPixel(data);
  const covers = ([x, y], [u, v]) => Math.abs(x - u) < HAND * across && Math.abs(y - v) < -HAND * down;
  return spots.find((one) => !others.some((other) => covers(one, other))) ?? spots.at(-1);
}

export const cell = (kind, x, y, shade = "") => ["cell", kind, x, y, shade];
export const turn = (name, x, y, width, height) => ["switch", "lstm-go", x, y, width, height, name];

export function perPixel({ box: [left, right, top, bottom], axes: [x, y] }) {
  return [(x[1] - x[0]) / (right - left), -(y[1] - y[0]) / (bottom - top)];
}

export function drawn({ title, size, box: [left, right, top, bottom], axes: [x, y], ticks, words }, marks, told) {
  const across = (value) => px(left + ((right - left) * (value - x[0])) / (x[1] - x[0]));
  const down = (value) => px(bottom - ((bottom - top) * (value - y[0])) / (y[1] - y[0]));
  const small = (...placed) => label(...placed, "lstm-slice");
  const content = [
    tag("path", { d: `M${left} ${top} V${bottom} H${right}`, class: "lstm-axis" }),
    ...ticks[0].map(([value, said]) => {
      const mark = tag("path", { d: `M${across(value)} ${bottom} V${bottom + 5}`, class: "lstm-axis" });
      return mark + small(across(value), bottom + 20, said, "middle");
    }),
    ...ticks[1].map(([value, said]) => small(left - 8, down(value) + 4, said, "end")),
    ...words.map((placed) => small(...placed)),
    ...marks.map(([kind, ...rest]) => MARKS[kind](across, down, ...rest)),
  ];
  return picture(...size, title, told, content.join(""), "lstm-chart");
}

function area(across, down, x, y, width, height) {
  const [left, top] = [across(x) + 1, down(y + height) + 1];
  return { x: px(left), y: px(top), width: px(across(x + width) - left - 1), height: px(down(y) - top - 1) };
}

const MARKS = {
  cell: (across, down, kind, x, y, shade) => tag("rect", { ...area(across, down, x, y, 1, 1), ...(shade && { "fill-opacity": shade }), class: kind }),
  switch: (across, down, kind, x, y, width, height, name) => tag("rect", { ...area(across, down, x, y, width, height), class: kind, "data-next": name }),
  line: (across, down, kind, ...points) => tag("path", { d: `M${points.map(([x, y]) => `${across(x)} ${down(y)}`).join(" L")}`, class: kind }),
  dot: (across, down, kind, x, y, r) => tag("circle", { cx: across(x), cy: down(y), r, class: kind }),
  word: (across, down, kind, x, y, words, anchor, dx, dy) => label(across(x) + dx, down(y) + dy, words, anchor, kind),
  grab(across, down, kind, x, y, name, dx, dy, rest) {
    const place = { x: px(across(x) - HAND / 2), y: px(down(y) - HAND / 2), width: HAND, height: HAND };
    const times = rest === null ? {} : { "data-times": fixed(rest, 2) };
    const pull = { "data-grab": name, "data-dx": plain(dx), "data-dy": plain(dy), ...times };
    return tag("circle", { cx: across(x), cy: down(y), r: RING, class: "lstm-ring" }) + tag("rect", { ...place, class: kind, ...pull });
  },
};
