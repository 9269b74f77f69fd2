// The explorer of gate orders; see lstm_docs/site/explore/gate_order.py and gate_order_drawn.py.
import { explorer } from "./explore.js";
import { block, change, escaped, italic, label, number, picture, tag } from "./explore-parts.js";

const MOST_GATES = 4;

function parts(data, state, before) {
  const cell = data.cells[state.cell];
  const [source, target] = [found(data.words, cell, state.source), found(data.words, cell, state.target)];
  const refused = source.refused ?? target.refused;
  if (refused) return { said: `${escaped(refused)}.` };
  const reason = unmoved(cell, source, target);
  const order = reason ? [] : [...target.order].map((gate) => source.order.indexOf(gate));
  return {
    picture: drawn(source, target, cell.kinds, state.hidden),
    numbers: numbers(source, target, state.matrix, order, state.hidden, reason),
    said: escaped(said(change(data.names, before, state), source, target, order, reason, transposed(source, target, state))),
  };
}

const sorted = (letters) => [...letters].sort().join("");

// A framework by a name of it, or an order as if it were one.
function found(words, cell, typed) {
  const word = typed.toLowerCase().replace(/[^a-z0-9]/g, "");
  if (Object.hasOwn(words, word)) return cell.kept[words[word]];
  const ends = { W: ["W", ""], U: ["W", ""] };
  if (sorted(word) === sorted(cell.gates)) return { name: `the order ${word}`, order: word, opposite: "", ends };
  return { refused: `${typed || "nothing"} is neither a framework nor an order of ${[...cell.gates].join(", ")}` };
}

function unmoved({ gates }, source, target) {
  const opposed = [...gates].find((gate) => source.opposite.includes(gate) !== target.opposite.includes(gate));
  const turned =
    opposed &&
    `${source.name} and ${target.name} have opposite senses of ${opposed} (one is 1 - ${opposed} of the other): its weights must be negated too; use convert`;
  return source.unsliced ?? target.unsliced ?? turned ?? "";
}

function transposed(source, target, { matrix }) {
  const [head, tail] = [source.ends[matrix], target.ends[matrix]];
  if (typeof head === "string" || typeof tail === "string") return "";
  const [here, there] = [head[0].endsWith(".T"), tail[1].startsWith(".T")].map((turned) => (turned ? "columns" : "rows"));
  return here === there ? "" : `the gates lie in ${here} in ${source.name} and in ${there} in ${target.name}`;
}

function numbers(source, target, kind, order, units, reason) {
  const ends = [source.ends[kind], target.ends[kind]];
  const alone = reason || ends.find((end) => typeof end === "string");
  const rows = [
    ["blocks", reason ? "none" : `[${order.join(", ")}]`],
    ["NumPy", alone ? escaped(alone) : `<code>${escaped(joined(ends[0][0], order, ends[1][1]))}</code>`],
    ["check", reason ? "none" : check(order, units)],
  ].map(([name, told]) => `<tr><th scope="row">${name}</th><td>${told}</td></tr>`);
  return `<table class="lstm-table"><tbody>${rows.join("")}</tbody></table>`;
}

// As lstm_docs/frameworks/ordering.py joins it.
function joined(head, order, tail) {
  const gates = order.length;
  const moved = order.some((block, place) => block !== place)
    ? `.reshape(${gates}, H, -1)[[${order.join(", ")}]].reshape(${gates} * H, -1)`
    : "";
  return `${head}${moved}${tail}`.replaceAll(".T.T", "").replaceAll("[0][None]", "");
}

function check(order, units) {
  let total = 0;
  for (const [place, from] of order.entries()) {
    for (let n = 0; n < units; n++) total += (place * units + n) * (from * units + n);
  }
  return `number the rows 0 to ${number(order.length * units - 1)} before; after, the sum of place times number is ${number(total)}`;
}

function said(done, source, target, order, reason, turned) {
  const lead = done ? `${done}. ` : "";
  if (reason) return `${lead}No blocks to move: ${reason}.`;
  const moved = order.filter((block, place) => block !== place).length;
  if (moved) {
    const also = turned && ` Every matrix is transposed too: ${turned}.`;
    return `${lead}${moved} of ${order.length} blocks move: ${target.name} takes blocks ${order.join(", ")} of ${source.name}.${also}`;
  }
  const kept = `both keep the gates in the order ${[...target.order.replaceAll("_", "–")].join(" ")}`;
  const still = turned ? `No block moves, but every matrix is transposed: ${kept}, but ${turned}` : `Nothing moves: ${kept}`;
  return `${lead}${still}.`;
}

const [WIDTH, TOP, HIGH, WIDE, UNDER, LEFT, RIGHT] = [352, 34, 38, 64, 12, 66, 222];

function drawn(source, target, kinds, units) {
  const here = [...source.order].map((gate, place) => {
    const goal = target.order.indexOf(gate);
    return drawnGate(LEFT, place, gate, source, kinds, units, true) + (goal < 0 ? "" : way(place, goal, kinds[gate] ?? ""));
  });
  const there = [...target.order].map((gate, place) => drawnGate(RIGHT, place, gate, target, kinds, units, false));
  const heads = [source, target].map(({ name }, n) => label([LEFT, RIGHT][n] + WIDE / 2, 20, escaped(name), "middle", "lstm-strong"));
  const told = [source, target].map(({ name, order }) => `${name}: ${[...order].join(", ")}`).join("; ");
  const content = [...heads, ...here, ...there].join("");
  return picture(WIDTH, TOP + HIGH * MOST_GATES + UNDER, "Where each block goes", escaped(told), content, "lstm-gate-order");
}

function drawnGate(x, place, gate, { opposite, unsliced }, kinds, units, first) {
  const y = TOP + HIGH * place;
  const shown = gate === "_" ? "–" : (opposite.includes(gate) ? "1 − " : "") + italic(gate);
  const letter = label(x + WIDE / 2, y + HIGH / 2 + 6, shown, "middle", "lstm-letter-label");
  const cut = `${number(place * units)}:${number((place + 1) * units)}`;
  const words = unsliced ? "" : label(first ? x - 10 : x + WIDE + 10, y + HIGH / 2 + 5, cut, first ? "end" : "start", "lstm-slice");
  return tag("g", { class: kinds[gate] || "lstm-plain" }, block(x, y, WIDE, HIGH), letter, words);
}

function way(start, end, kind) {
  const [left, middle] = [LEFT + WIDE, (LEFT + WIDE + RIGHT) / 2];
  const [y, goal] = [start, end].map((place) => TOP + HIGH * (place + 0.5));
  return tag("path", { d: `M${left} ${y} C${middle} ${y} ${middle} ${goal} ${RIGHT} ${goal}`, class: `lstm-way ${kind}`.trim() });
}

explorer("lstm-explore-gate-order", parts);
