// Wires that would run along another's, or through what they do not touch, take another way; see wired/detours.py.
const [STEP, CLEAR, STUB, TURN, CROSSING, ROUNDS, LONGEST] = [6, 3, 6, 20, 30, 3, 9000];
export { STEP };
const AHEAD = [[1, 0], [0, 1], [-1, 0], [0, -1]];

/**
 * The wires, none of which runs along one with another source or through a thing, if there is a way within the room.
 * @param {any[]} wires
 */
export function parted(wires, things, room) {
  const ways = [...wires];
  for (let round = 0; round < ROUNDS; round++) {
    wires.forEach((_, place) => {
      const wire = ways[place];
      const others = ways.filter((other) => other !== wire);
      if (clashes(wire, others, things)) ways[place] = { ...wire, points: search(wire, others, things, room) ?? wire.points };
    });
  }
  return ways;
}

// The straight pieces of a way: 0 for a level one or 1 for an upright one, its line, and from where to where.
const stretches = ({ points }) =>
  points.slice(1).map((to, n) => {
    const axis = to[0] === points[n][0] ? 1 : 0;
    return [axis, to[1 - axis], ...[points[n][axis], to[axis]].sort((a, b) => a - b)];
  });

function clashes(wire, others, things) {
  const foreign = others.filter(({ source }) => source !== wire.source).flatMap(stretches);
  return stretches(wire).some(
    ([axis, line, low, high]) =>
      things.some((it) => it[1 - axis] + 1 < line && line < it[3 - axis] - 1 && it[axis] + 1 < high && low < it[axis + 2] - 1) ||
      foreign.some(([way, at, first, last]) => way === axis && at === line && first + 1 < high && low + 1 < last),
  );
}

const before = ([x, y, ahead]) => [x + STUB * AHEAD[ahead][0], y + STUB * AHEAD[ahead][1], ahead];

// The points of the cheapest way, if there is one. A state is a point and the direction in which it was reached.
function search({ source, starts, ends }, others, things, room) {
  const goals = new Map(ends.map((end) => [String(before(end).slice(0, 2)), end]));
  const aims = ends.map(before);
  const taken = others.flatMap((other) => stretches(other).map((it) => [other.source === source, ...it]));
  const own = others.flatMap((other) => (other.source === source ? other.points : [])).concat([...starts, ...ends].map(before));
  const lines = [0, 1].map((axis) => {
    const evenly = Array.from({ length: Math.floor((room[axis + 2] - room[axis]) / STEP) + 1 }, (_, n) => room[axis] + STEP * n);
    return [...new Set([...evenly, ...own.map((point) => point[axis])])].sort((a, b) => a - b);
  });

  // What lies on a line: from where to where, and what it costs to pass.
  const barriers = (axis, line) => [
    ...things.filter((it) => it[1 - axis] - CLEAR < line && line < it[3 - axis] + CLEAR).map((it) => [it[axis] - CLEAR, it[axis + 2] + CLEAR, Infinity]),
    ...taken.flatMap(([mine, way, at, first, last]) => {
      if (way === axis) return Math.abs(at - line) < CLEAR && !(mine && at === line) ? [[first - CLEAR, last + CLEAR, Infinity]] : [];
      if (mine || line <= first - CLEAR || line >= last + CLEAR) return [];
      return [[at - 1, at, first + CLEAR <= line && line <= last - CLEAR ? CROSSING : Infinity]];
    }),
  ];
  const known = {};
  const passing = (axis, line, one, other) => {
    const [low, high] = [Math.min(one, other), Math.max(one, other)];
    return (known[[axis, line]] ??= barriers(axis, line)).reduce((sum, [first, last, cost]) => (first < high && low < last ? sum + cost : sum), high - low);
  };
  // Straight on where a way begins, or to where it ends.
  const stub = (port) => {
    const [axis, ahead] = [port[2] % 2, port[2] < 2 ? 1 : -1];
    return passing(axis, port[1 - axis], port[axis] + CLEAR * ahead, port[axis] + STUB * ahead);
  };

  const [spent, came, waiting] = [new Map(), new Map(), []];
  const reach = (state, cost, from) => {
    const key = String(state);
    if (!(cost < (spent.get(key) ?? Infinity))) return;
    spent.set(key, cost);
    came.set(key, from);
    const ahead = Math.min(...aims.map(([x, y]) => Math.abs(x - state[0]) + Math.abs(y - state[1])));
    (waiting[Math.floor(cost + ahead)] ??= []).push(state);
  };
  for (const start of starts) reach(before(start), stub(start), start);
  let [least, last] = [Infinity, []];
  for (let bound = 0; bound < LONGEST; bound++) {
    for (const state of waiting[bound] ?? []) {
      const cost = spent.get(String(state));
      const end = goals.get(String(state.slice(0, 2)));
      const whole = end && end[2] !== state[2] ? cost + stub(end) + TURN * (Math.abs(end[2] - state[2]) % 2) : Infinity;
      if (whole < least) [least, last] = [whole, [end, state]];
      for (const turn of [0, 1, 3]) {
        const ahead = (state[2] + turn) % 4;
        const axis = ahead % 2;
        const to = lines[axis][lines[axis].indexOf(state[axis]) + (ahead < 2 ? 1 : -1)];
        if (to === undefined) continue;
        const there = axis ? [state[0], to, ahead] : [to, state[1], ahead];
        reach(there, cost + passing(axis, state[1 - axis], state[axis], to) + (turn ? TURN : 0), state);
      }
    }
    if (bound >= least) break;
  }
  if (!last.length) return undefined;
  const states = last;
  for (let from; (from = came.get(String(states.at(-1)))); ) states.push(from);
  const points = states.map((state) => state.slice(0, 2)).reverse();
  return points.filter((_, n) => !points[n - 1] || !points[n + 1] || (points[n - 1][0] !== points[n + 1][0] && points[n - 1][1] !== points[n + 1][1]));
}
