// The picture of a cell as data, from its equations; see lstm_docs/site/figures/wired/: parts, places, layout. The same shapes,
// which explore-wired.js draws.
import { STEP, parted } from "./cell-detours.js";
import { BOX, CHIP, HEAD, RADIUS, ROW, half } from "./explore-wired.js";

const [LINE, BUS, EDGE, OUT] = [38, 18, 2, 26];
const [FIRST, PITCH, LANE, APART] = [90, 60, 6, 34];
const SIGNS = { sigmoid: "σ", tanh: "tanh", relu: "ReLU", logsigmoid: "log σ", softplus: "soft+", abs: "|·|", sqrt: "√", "1-": "1−", "-": "−", "+": "+", "*": "⊙", scale: "·", "@": "·", T: "ᵀ" };
export const is = (tree, what) => typeof tree !== "string" && tree[0] === what;
const termsOf = (tree) => (is(tree, "+") ? tree.slice(1) : [tree]);
export const isConstant = (tree) => typeof tree !== "string" && (tree[0] === "n" || tree.slice(1).every(isConstant));
const sum = (all, by) => all.reduce((total, it) => total + by(it), 0);
const [least, most] = [(all) => Math.min(...all), (all) => Math.max(...all)];

function said([what, left, right]) {
  if (what === "n") return String(left);
  if (what === "/") return `${said(left)}/${said(right)}`;
  if (what === "-") return `−${said(left)}`;
  return right === undefined && what !== "norm" && what !== "T" && what !== "1-" ? (SIGNS[what] ?? what) + said(left) : "…";
}

// For each left-hand side the part that computes it: a box, which has weights, or an operation.
function partsOf({ equations, weights }) {
  const isWeight = (tree) => weights.includes(tree);
  // What a term multiplies with a weight, and which; a term without one as it is.
  const weighed = (term) => {
    const [what, left, right] = typeof term === "string" ? [] : term;
    const inner = what === "@" && is(left, "T") && isWeight(left[1]) ? left[1] : left;
    if (what === "@" ? ofWeights(inner) : ["*", "scale"].includes(what) && isWeight(inner)) return [right, inner];
    return what === "*" && isWeight(right) ? [left, right] : [term, ""];
  };
  // What has weights and numbers in it and nothing else, such as W - W^T; what stands in its box.
  const ofWeights = (tree) => (typeof tree === "string" ? isWeight(tree) : !isConstant(tree) && tree.slice(1).every((it) => isConstant(it) || ofWeights(it)));
  const names = (tree) => (typeof tree === "string" ? [tree] : is(tree, "n") ? [] : tree.slice(1).flatMap(names));
  const lettered = (tree) => {
    if (typeof tree === "string") return tree.split("_")[0];
    const [what, left, right] = tree;
    if (what === "T" && isWeight(left)) return `${lettered(left)}ᵀ`;
    if (what === "-" && (isWeight(left) || (is(left, "T") && isWeight(left[1])))) return `−${lettered(left)}`;
    return what === "+" && tree.length === 3 ? `${lettered(left)}+${lettered(right)}`.replaceAll("+−", "−") : "W…";
  };
  const weighs = (tree) => termsOf(tree).some((term) => weighed(term)[1]) && !termsOf(tree).some(isConstant);
  const known = {};
  const made = (equation, sign, reads, more = {}) => ({ equation, sign, reads, weights: [], biases: [], box: false, name: "", ...more });

  const reader = (equation) => {
    const operation = (sign, operands) => {
      const words = operands.map((it) => (isConstant(it) ? said(it) : ""));
      const between = sign.length > 2 ? " " : "";
      const first = words.length === 2 && words[0] && !between;
      const told = first ? words[0] + sign : [sign, ...words.filter(Boolean)].join(between);
      return made(equation, told, operands.filter((it) => !isConstant(it)).map(part));
    };
    const box = (sign, tree) => {
      const terms = termsOf(tree);
      const read = terms.filter((term) => !isWeight(term)).map(weighed);
      const reads = read.map(([by]) => part(by));
      const letter = reads.length > 1 ? "W" : lettered(read[0][1]);
      return made(equation, sign || letter, reads, { weights: read.map(([, weight]) => [...new Set(names(weight))].join(" ")), biases: terms.filter(isWeight), box: true });
    };
    const part = (tree) => {
      if (isWeight(tree)) return made(equation, tree.split("_")[0], [], { biases: [tree], box: true });
      if (typeof tree === "string") return known[tree] ?? tree;
      const [what, left, right] = tree;
      const isFunction = right === undefined && !["1-", "-", "T", "norm", "+"].includes(what);
      if (isFunction) return weighs(left) ? box(SIGNS[what] ?? what, left) : operation(SIGNS[what] ?? what, [left]);
      if (weighs(tree)) return box("", tree);
      if (what === "/") return operation(isConstant(left) || isConstant(right) ? "/" : "÷", [left, right]);
      if (what === "@" && is(right, "T")) return operation("⊗", [left, right[1]]);
      if (what === "@" && is(left, "T")) return operation("·", [left[1], right]);
      if (what === "+" && tree.length === 3 && is(right, "-")) return operation("−", [left, right[1]]);
      return operation(SIGNS[what] ?? what, tree.slice(1));
    };
    return part;
  };
  for (const { name, tree } of equations) {
    let part = reader(name)(tree);
    if (typeof part === "string" || part.name) part = made(name, "=", [part]);
    part.name = name;
    known[name] = part;
  }
  return known;
}

// The parts that a part needs, each before what reads it, and itself.
const below = (part, met = new Set()) => {
  if (!met.has(part)) for (const other of part.reads.filter(isPart)) below(other, met);
  return met.add(part);
};
const isPart = (it) => typeof it !== "string";

// The operations that a state passes on its way to its next value, first to last; none if a box is between.
function carried(part, state, met = new Set()) {
  if (part.box || met.has(part)) return [];
  if (part.reads.includes(state)) return [part];
  met.add(part);
  for (const other of part.reads.filter(isPart)) {
    const way = carried(other, state, met);
    if (way.length) return [...way, part];
  }
  return [];
}

// Where the parts stand: boxes in a row, operations above them, what carries a state on a line along the top.
function placed(cell) {
  const parts = partsOf(cell);
  const ways = new Map();
  for (const state of cell.states) {
    const end = parts[state.slice(0, -2)];
    const way = end ? carried(end, state) : [];
    if (way.length) ways.set(state, way);
  }
  const everything = [...new Set(Object.values(parts).flatMap((part) => [...below(part)]))];
  const lines = new Set([...ways.values()].flat());
  const [x, level, hanging, taken] = [new Map(), new Map(), new Set(), new Map()];
  const readers = (part) => sum(everything, ({ reads }) => reads.filter((it) => it === part).length);
  let last = FIRST - PITCH + LANE * [...ways.keys()].filter((name) => everything.some((part) => part.box && part.reads.includes(name))).length;
  const column = (more = 0) => (last += PITCH + more);
  const hasChipBelow = (part) => hanging.has(part) && part.name && everything.some((reader) => reader.box && reader.reads.includes(part));

  // Over what is read last, or beside it if others read it too; what comes next then keeps its distance.
  const over = (rightmost) => {
    if (readers(rightmost) === 1) return x.get(rightmost);
    const others = [...x].filter(([part]) => !part.box).map(([, at]) => at);
    let place = x.get(rightmost) + PITCH / 2;
    while (others.includes(place)) {
      place += APART;
      last = Math.max(last, place - PITCH / 2);
    }
    return place;
  };
  // Over what it reads beside the state, and right of the operation before it and of what reads the state as it was.
  const along = (part, before) => {
    const [state, way] = [...ways].find(([, way]) => way.includes(part));
    const passed = [...x].filter(([other]) => way.includes(other) || (!other.box && other.reads.includes(state)));
    const sides = before.filter((other) => !way.includes(other)).map((other) => x.get(other));
    return most([...passed.map(([other, at]) => at + Math.max(APART, half(other.sign) + half(part.sign) + 8)), ...sides, FIRST]);
  };
  const stand = (part) => {
    if (x.has(part)) return;
    const before = part.reads.filter(isPart);
    if (part.box || !before.length) x.set(part, column(LANE * Math.max(0, before.length - 1)));
    else if (lines.has(part)) x.set(part, along(part, before));
    else if (before.some((other) => lines.has(other) || hanging.has(other))) {
      hanging.add(part);
      const hung = before.find((other) => hanging.has(other) && !hasChipBelow(other));
      x.set(part, hung ? x.get(hung) : column());
    } else x.set(part, over(before.reduce((right, other) => (x.get(other) > x.get(right) ? other : right))));
  };
  // What reads a state off its line comes first, then each line from left to right, then the rest.
  const off = everything.filter((part) => !part.box && !lines.has(part) && [...ways.keys()].some((name) => part.reads.includes(name)));
  for (const part of [...off, ...[...ways.values()].flat()].flatMap((part) => [...below(part)]).concat(everything)) stand(part);

  // What an operation and its wires take of a row, and the lowest row that is free.
  const span = (part) => {
    const [own, wide] = [x.get(part), half(part.sign)];
    const read = part.reads.filter((other) => isPart(other) && !lines.has(other)).map((other) => x.get(other));
    const into = [...x].filter(([box]) => box.box && box.reads.includes(part) && !hanging.has(part)).map(([, at]) => at - PITCH / 2);
    return [least([own - wide, ...read]), most([own + wide, ...into])];
  };
  const take = (part, row) => {
    const [from, to] = span(part);
    while ((taken.get(row) ?? []).some(([first, end]) => first < to && from < end)) row++;
    level.set(part, row);
    taken.set(row, [...(taken.get(row) ?? []), [from, to]]);
  };
  for (const part of x.keys()) {
    if (part.box || lines.has(part) || hanging.has(part)) continue;
    const before = part.reads.filter((other) => level.has(other));
    take(part, most([1, ...before.map((other) => level.get(other) + (x.get(other) !== x.get(part) && readers(other) === 1 ? 0 : 1))]));
  }
  [...x.keys()].filter((part) => hanging.has(part)).reverse().forEach((part, n) => take(part, n + 1));

  const straight = (reader, state) => {
    const [first] = ways.get(state);
    return reader === first || (!reader.box && x.get(reader) < x.get(first));
  };
  const lowered = [...ways.keys()].filter((name) => [...x.keys()].some((part) => part.reads.includes(name) && !straight(part, name)));
  return { parts, ways, x, level, hanging, lines, lowered, straight, hasChipBelow };
}

/**
 * Width, height and shapes of a cell whose vectors have so many rows, by name.
 * @returns {[number, number, any[][]]}
 */
export function layout(cell, rows) {
  const { parts, ways, x, level, hanging, lines, lowered, straight, hasChipBelow } = placed(cell);
  const all = [...x.keys()];
  const high = (name) => HEAD + ROW * rows[name];
  const entering = [...cell.states, cell.input];
  // What leaves at the right, with the state that it is the next value of; an h may be that of none.
  const ends = new Map([...(cell.states.includes("h_t-1") ? [] : [["h_t", ""]]), ...cell.states.filter((name) => parts[name.slice(0, -2)]).map((name) => [name.slice(0, -2), name])]);
  const line = new Map();
  let free = EDGE;
  for (const name of [...ways.keys()].reverse()) {
    line.set(name, free + high(name) / 2);
    free += high(name) + 8;
  }
  const lowRow = (line.size ? most([...line.values()]) + LINE + 4 : OUT) + LINE * (level.size && most([...level.values()]) - 1);
  const chipsY = level.size || line.size ? lowRow + RADIUS + 13 : EDGE + 12 + most([...ends.keys()].map((name) => (high(name) - BOX) / 2));
  const hasChip = (part) => part.box && part.name && !ends.has(part.name);
  const hangs = (part) => hasChipBelow(part) && !ends.has(part.name);
  const over = all.filter(hasChip).map(({ name }) => high(name));
  const boxY = chipsY + (over.length ? most(over) + 9 : 0);
  const read = entering.filter((name) => all.some((part) => part.reads.includes(name)) && (!line.has(name) || lowered.includes(name)));
  const buses = new Map(read.map((name, n) => [name, boxY + BOX + BUS * (n + 1) + 4]));
  const sources = new Map(line);
  let under = most([EDGE - 8, ...[...line].map(([name, y]) => y + high(name) / 2)]) + 8;
  for (const name of entering.filter((it) => !line.has(it))) {
    sources.set(name, Math.max(buses.get(name) ?? 0, under + high(name) / 2));
    under = sources.get(name) + high(name) / 2 + 8;
  }
  const right = most([...x].map(([part, at]) => at + (part.box ? CHIP / 2 + 16 : ends.has(part.name) ? half(part.sign) + 15 : OUT)));
  const yOf = (part) => {
    if (part.box) return boxY + BOX / 2;
    for (const [name, way] of ways) if (way.includes(part)) return line.get(name);
    return lowRow - LINE * (level.get(part) - 1);
  };
  const boxBetween = (from, to) => all.some((part) => part.box && x.get(part) > from && x.get(part) < to);
  const wouldLeave = (part) => (hanging.has(part) || (part.box && boxBetween(x.get(part), Infinity)) ? (buses.get(ends.get(part.name)) ?? boxY + BOX + BUS + 4) : yOf(part));
  const leaving = new Map();
  let room = EDGE;
  for (const { name } of [...ends.keys()].map((name) => parts[name]).sort((a, b) => wouldLeave(a) - wouldLeave(b))) {
    leaving.set(name, Math.max(wouldLeave(parts[name]), room + high(name) / 2));
    room = leaving.get(name) + high(name) / 2 + 8;
  }
  const taken = [...x].filter(([part]) => part.box || hangs(part)).map(([, at]) => at);
  const channel = (at) => (taken.some((other) => Math.abs(other - at) < CHIP / 2 + 1) ? channel(at - 6) : at);

  // Where a wire begins, and its way to the height on which it runs.
  const start = (from, reader) => {
    if (isPart(from)) return leave(from, reader);
    const [at, y] = [EDGE + CHIP, sources.get(from)];
    if (line.has(from) && straight(reader, from)) return [[at, y]];
    const lane = 63 + (line.has(from) ? lowered.indexOf(from) * 8 : 0);
    const bus = buses.get(from);
    return y === bus ? [[at, y]] : [[at, y], [lane, y], [lane, bus]];
  };
  const leave = (part, reader) => {
    const [at, y] = [x.get(part), yOf(part)];
    if (part.box) return [[at, hasChip(part) ? chipsY : y - BOX / 2]];
    if (lines.has(part)) return [[at + RADIUS, y]];
    if (hanging.has(part)) {
      if (reader.box && hangs(part)) return [[at, chipsY + high(part.name)]];
      return [[at, !reader.box && yOf(reader) < y ? y - RADIUS : y + RADIUS]];
    }
    const beside = reader.box || (level.get(reader) === level.get(part) && x.get(reader) > at);
    return beside ? [[at + half(part.sign), y]] : [[at, y - RADIUS]];
  };
  // The rest of a wire's way, into what it reads there.
  const into = (part, from, begin) => {
    const [a, b] = begin;
    const [at, y, wide] = [x.get(part), yOf(part), half(part.sign)];
    if (part.box) return intoBox(part, from, begin);
    if (b === y) return [[at - wide, y]];
    if (a === at) return [[at, b > y ? y + RADIUS : y - RADIUS]];
    if (lines.has(part)) return [[a, y + RADIUS + 10], [at, y + RADIUS + 10], [at, y + RADIUS]];
    if (!isPart(from) && b > boxY) {
      const way = channel(at - PITCH / 2);
      return [[way, b], [way, y - 20], [at, y - 20], [at, y - RADIUS]];
    }
    if (!isPart(from) || lines.has(from)) return [[at, b], [at, y - RADIUS]];
    return [[a, y], [a < at ? at - wide : at + wide, y]];
  };
  const intoBox = (part, from, begin) => {
    const [a, b] = begin;
    const [at, y] = [x.get(part), yOf(part)];
    if (!isPart(from)) {
      const taps = [...buses.keys()].filter((name) => part.reads.includes(name));
      const tap = at + 14 * (taps.indexOf(from) - (taps.length - 1) / 2);
      return [[tap, buses.get(from)], [tap, y + BOX / 2]];
    }
    const side = at - BOX / 2;
    const hung = hanging.has(from);
    if (hung && !boxBetween(x.get(from), at)) return [[a, y], [side, y]];
    const bend = from.box || hung ? [[a, hung ? boxY - 5 : b - 8]] : [];
    const way = channel(at - PITCH / 2);
    return [...bend, [way, (bend[0] ?? begin)[1]], [way, y], [side, y]];
  };
  const out = (part) => {
    const [at, y, end] = [x.get(part), yOf(part), leaving.get(part.name)];
    if (hanging.has(part)) return [[at, y + RADIUS], [at, end], [right, end]];
    const first = [at + (part.box ? BOX / 2 : half(part.sign)), y];
    if (end === y) return [first, [right, y]];
    const lane = part.box ? at + PITCH / 2 : right - 12 - 4 * [...leaving.keys()].indexOf(part.name);
    return [first, [lane, y], [lane, end], [right, end]];
  };
  const chips = [...sources].map(([name, y]) => ["chip", name, EDGE, y - high(name) / 2]);
  for (const part of all) {
    const { name, box } = part;
    if (ends.has(name)) chips.push(["chip", name, right, leaving.get(name) - high(name) / 2]);
    else if (name && (box || hangs(part))) chips.push(["chip", name, x.get(part) - CHIP / 2, chipsY]);
    else if (name) chips.push(["name", name, x.get(part) + 14, yOf(part) - 13]);
  }
  const operations = all.map((part) => {
    if (!part.box) return ["op", part.equation, x.get(part), yOf(part), part.sign];
    return ["box", part.equation, x.get(part), boxY, part.sign, [part.name || part.equation, ...part.weights, ...part.biases].filter(Boolean).join(" ")];
  });
  const boxes = new Map(all.map((part) => [part, part.box ? [x.get(part), yOf(part), BOX / 2, BOX / 2] : [x.get(part), yOf(part), half(part.sign), RADIUS]]));
  const sides = (part) => {
    const [at, y, wide, tall] = boxes.get(part);
    return [[at + wide, y, 0], [at, y + tall, 1], [at - wide, y, 2], [at, y - tall, 3]];
  };
  // Where a wire may leave what it carries: a box and what hangs with its numbers.
  const exits = (from) => {
    if (!isPart(from)) return [[EDGE + CHIP, sources.get(from), 0]];
    const [side, under, left, above] = sides(from);
    if (from.box) return [side, [above[0], hasChip(from) ? chipsY : above[1], 3]];
    return [side, hangs(from) ? [under[0], chipsY + high(from.name), 1] : under, left, above];
  };
  // Where it may come in: on every side, three beside each other; not on top of a box, where its numbers stand.
  const entries = (part) =>
    sides(part).slice(0, part.box ? 3 : 4).flatMap(([at, y, ahead]) => [-1, 0, 1].map((n) => {
      const apart = n * (part.box ? 14 : 5);
      return ahead % 2 ? [at + apart, y, ahead] : [at, y + apart, ahead];
    }));
  const wire = (source, reader, weight, way, into) => {
    const points = way.filter((point, n) => String(point) !== String(way[n - 1]));
    return { source, reader, weight, points, starts: exits(source), ends: into };
  };
  const alone = all.flatMap((part) => {
    const inward = part.reads.map((from, n) => {
      const begin = start(from, part);
      return wire(from, part.equation, part.weights[n] ?? "", [...begin, ...into(part, from, begin.at(-1))], entries(part));
    });
    return ends.has(part.name) ? [...inward, wire(part, "", "", out(part), [[right, leaving.get(part.name), 2]])] : inward;
  });
  const lowest = most([...buses.values(), boxY + BOX]);
  const things = [
    ...chips.filter(([kind]) => kind === "chip").map(([, name, at, y]) => [at, y, at + CHIP, y + high(name)]),
    ...[...boxes.values()].map(([at, y, wide, tall]) => [at - wide, y - tall, at + wide, y + tall]),
  ];
  const wires = parted(alone, things, [EDGE + CHIP + STEP, EDGE + 8, right - STEP, lowest + STEP]).map(({ source, reader, weight, points }) => {
    const name = isPart(source) ? source.name : source;
    return ["wire", name, isPart(source) ? name || source.equation : source, reader, weight, ...points.flat()];
  });
  const ys = wires.flatMap((it) => it.slice(5).filter((_, n) => n % 2));
  const bottom = most([...chips.map(([, name, , y]) => y + high(name)), ...ys]);
  const frame = ["frame", "", 60, EDGE + 4, right - 65, lowest + 4];
  return [right + CHIP + EDGE, bottom + EDGE, [frame, ...wires, ...operations, ...chips]];
}
