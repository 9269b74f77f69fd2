// The explorer of gate orders; see lstm_docs/site/explore/gate_order.py and gate_order_drawn.py.
import { explorer } from "./explore.js";
import { block, change, escaped, italic, label, number, picture, refusedAfter, tag } from "./explore-parts.js";

function parts(data, state, before) {
  const cell = data.cells[state.cell];
  const [source, target] = [cell.kept[state.source], cell.kept[state.target]];
  const refused = source.refused ?? target.refused;
  const done = change(data.names, before, state);
  if (refused) return { said: escaped(refusedAfter(done, refused)) };
  const reason = unmoved(cell, source, target);
  const order = reason ? [] : [...target.order].map((gate) => source.order.indexOf(gate));
  const told = [done && `${done}.`, moved(source, target, order, reason), second(cell, source, target)];
  return {
    picture: drawn(source, target, cell, state.hidden),
    numbers: numbers(order, state.hidden, reason),
    said: escaped(told.filter(Boolean).join(" ")),
    program: program(source, target, state.hidden),
  };
}

function unmoved({ gates }, source, target) {
  const opposed = [...gates].find((gate) => source.opposite.includes(gate) !== target.opposite.includes(gate));
  const turned =
    opposed &&
    `${source.name} and ${target.name} have opposite senses of ${opposed} (one is 1 - ${opposed} of the other): its weights must be negated too; use convert`;
  return source.unsliced ?? target.unsliced ?? turned ?? "";
}

function moved(source, target, order, reason) {
  const [here, there] = [source.lies, target.lies];
  const turned = here && there && here !== there && `the gates lie in ${here} in ${source.name} and in ${there} in ${target.name}`;
  if (reason) return `No blocks to move: ${reason}.`;
  const count = order.filter((block, place) => block !== place).length;
  if (count) {
    const also = turned ? ` Every matrix is transposed too: ${turned}.` : "";
    return `${count} of ${order.length} blocks move: ${target.name} takes blocks ${order.join(", ")} of ${source.name}.${also}`;
  }
  const kept = `both keep the gates in the order ${[...target.order.replaceAll("_", "–")].join(" ")}`;
  return turned ? `No block moves, but every matrix is transposed: ${kept}, but ${turned}.` : `Nothing moves: ${kept}.`;
}

// What becomes of two biases, or comes of one.
function second({ own }, source, target) {
  const but = own && `, but for the second one of ${own}`;
  const added = source.biases > 1 && "The two biases are added";
  if (target.biases > 1) return `${added || "The bias goes"} into the first of two, the second is zero${but}.`;
  return added && `${added} into one${but}.`;
}

function numbers(order, units, reason) {
  const rows = [["blocks", reason ? "none" : `[${order.join(", ")}]`], ["check", reason ? "none" : check(order, units)]];
  const told = rows.map(([name, words]) => `<tr><th scope="row">${name}</th><td>${words}</td></tr>`);
  return `<table class="lstm-table"><tbody>${told.join("")}</tbody></table>`;
}

function check(order, units) {
  let total = 0;
  for (const [place, from] of order.entries()) {
    for (let n = 0; n < units; n++) total += (place * units + n) * (from * units + n);
  }
  return `number the rows 0 to ${number(order.length * units - 1)} before; after, the sum of place times number is ${number(total)}`;
}

const program = (source, target, units) =>
  `<code>${escaped(`import numpy as np\nH = ${units}\n# tensors: by name, as arrays, from ${source.name}\n${source.read}\n# new: by name, for ${target.name}\n${target.write}`)}\n</code>`;

const [MIDDLE, LEFT, RIGHT, WIDTH, HEIGHT, BEND, STRIPS] = [56, 58, 214, 384, 246, 40, 214];

function drawn(source, target, { kinds, own }, units) {
  const ways = [...source.order].map((gate, place) => {
    const goal = target.order.indexOf(gate);
    return goal < 0 ? "" : way(source.drawn, place, target.drawn, goal, kinds[gate] ?? "");
  });
  const sides = [[source], [target, source]].flatMap(([side, other]) => {
    const x = other ? RIGHT : LEFT;
    const gates = [...side.order].map((gate, place) => {
      const pieces = [matrix(x, place, gate, side, other), ...strips(x, place, gate, side, other, own), slice(x, place, side, units)];
      return tag("g", { class: kinds[gate] || "lstm-plain" }, ...pieces);
    });
    const bias = label(x + (other ? 124 : -12), STRIPS + 11, italic("b"), "middle", "lstm-letter-label");
    return [...gates, label(x + MIDDLE, 20, escaped(side.name), "middle", "lstm-strong"), bias];
  });
  const told = [source, target].map(({ name, order, lies, biases }) => `${name}: ${[...order].join(", ")}${lies && ` in ${lies}`}, ${biases > 1 ? "two biases" : "one bias"}`);
  return picture(WIDTH, HEIGHT, "Where each block goes", escaped(told.join("; ")), [...ways, ...sides].join(""), "lstm-gate-order");
}

function matrix(x, place, gate, side, source) {
  const [left, y, width, height] = side.drawn.blocks[place];
  const letter = gate === "_" ? "–" : (side.opposite.includes(gate) ? "1 − " : "") + italic(gate);
  const content = [block(x + left, y, width, height), label(x + left + width / 2, y + height / 2 + 6, letter, "middle", "lstm-letter-label")];
  if (!source?.order.includes(gate)) return tag("g", {}, ...content);
  const start = source.drawn.blocks[source.order.indexOf(gate)];
  return tag("g", { "data-fly": flight(start, side.drawn.blocks[place], 90 * (source.drawn.upright - side.drawn.upright)) }, ...content);
}

// From the middle of one to the middle of the other, and the degrees it is turned by before.
function flight(start, end, turn) {
  const [across, down] = [0, 1].map((n) => start[n] + start[n + 2] / 2 - end[n] - end[n + 2] / 2);
  return `${across + LEFT - RIGHT} ${down} ${turn}`;
}

function strips(x, place, gate, side, source, own) {
  return side.drawn.strips.flatMap((strip, row) => {
    const [left, y, width, height] = strip[place];
    if (!source) return [tag("g", {}, block(x + left, y, width, height))];
    const known = source.order.includes(gate) ? source.drawn.strips : [];
    const kept = own.includes(gate);
    const taken = row ? (kept ? known.slice(1) : []) : kept ? known.slice(0, 1) : known;
    if (!taken.length) return [tag("g", { class: "lstm-zero" }, block(x + left, y, width, height))];
    return taken.map((other, n) => {
      const box = [left, y + (height * n) / taken.length, width, height / taken.length];
      return tag("g", { "data-fly": flight(other[source.order.indexOf(gate)], box, 0) }, block(x + box[0], box[1], box[2], box[3]));
    });
  });
}

function slice(x, place, { drawn: { blocks, upright }, unsliced }, units) {
  if (unsliced) return tag("g", {});
  const [left, y, width, height] = blocks[place];
  const cut = `${number(place * units)}:${number((place + 1) * units)}`;
  if (upright) return tag("g", { transform: `translate(${x + left + width / 2 + 4} ${y - 6}) rotate(-90)` }, label(0, 0, cut, "start", "lstm-slice"));
  const [at, anchor] = x === LEFT ? [x + left - 8, "end"] : [x + left + width + 8, "start"];
  return tag("g", {}, label(at, y + height / 2 + 5, cut, anchor, "lstm-slice"));
}

function way(here, start, there, end, kind) {
  const [[x, y, a, b], [goalX, goalY, goalA, goalB]] = [port(LEFT, here, start), port(RIGHT, there, end)];
  return tag("path", { d: `M${x} ${y} C${x + a} ${y + b} ${goalX + goalA} ${goalY + goalB} ${goalX} ${goalY}`, class: `lstm-way ${kind}`.trim() });
}

function port(x, { blocks, upright }, place) {
  const [left, y, width, height] = blocks[place];
  if (upright) return [x + left + width / 2, y + height, 0, BEND];
  return x === LEFT ? [x + left + width, y + height / 2, BEND, 0] : [x + left, y + height / 2, -BEND, 0];
}

// Each block comes from where it was, turned if its matrix is transposed.
function fly(element) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  for (const it of element.querySelectorAll("[data-fly]")) {
    const [across, down, turn] = it.dataset.fly.split(" ");
    it.animate([{ transform: `translate(${across}px, ${down}px) rotate(${turn}deg)` }, { transform: "none" }], { duration: 1200, easing: "ease-in-out" });
  }
}

explorer("lstm-explore-gate-order", parts, {
  fly,
  drawn: (element, before) => ["source", "target", "cell"].some((it) => element.state[it] !== before[it]) && fly(element),
});
