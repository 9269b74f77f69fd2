// Which tensors of a file are a recurrent layer, by their names and shapes: lstm_docs/models/naming.py and guessing.py in
// the browser. What frameworks call their tensors is data, the same rows that Python reads.
export class Refused extends Error {}

export const refuse = (said) => {
  throw new Refused(said);
};
export const product = (numbers) => numbers.reduce((a, b) => a * b, 1);
const same = (one, other) => one?.length === other?.length && one.every((value, n) => value === other[n]);
const within = (text, words) => words.some((word) => text.toLowerCase().includes(word));
const normal = (name) => name.replace(/:0$/, "").replaceAll(".", "/");
const grouped = (map, key, fresh) => map.get(key) ?? (map.set(key, fresh), fresh);
export const filled = (text, fields) => text.replace(/{(\w+)}/g, (_, field) => fields[field]);
const uses = /** @type {string[]} */ ([]);

/** How tensors are read by the rules that Python exports. @param {any} rules */
export function namesOf(rules) {
  const known = new Map();
  const { guesses: words, most, said } = rules;
  const tables = rules.tables.map((table, number) => ({
    ...table,
    row: rules.frameworks[table.of],
    tensors: table.tensors.map((of) => ({ ...of, number, last: new RegExp(`^(?:${of.last})$`), whole: new RegExp(`^(?:${of.whole})$`) })),
  }));

  // Note a tensor in every group, by table and prefix, in which its name has a place.
  const into = (groups, tensor, matrix) => {
    const name = normal(tensor.name);
    const last = name.split("/").slice(-2).join("/");
    const key = `${matrix} ${last}`;
    if (!known.has(key)) known.set(key, tables.flatMap((table) => table.tensors.filter((of) => of.matrix === matrix && of.last.test(last))));
    for (const of of known.get(key)) {
      const fields = of.whole.exec(name)?.groups;
      if (!fields) continue;
      const { prefix = "", layer = "", direction = "", pseudo = "", gate = "" } = fields;
      const id = `${of.number} ${prefix}`;
      const group = matrix ? grouped(groups, id, { table: tables[of.number], prefix, members: new Map() }) : groups.get(id);
      if (group) grouped(group.members, String([of.name, layer, direction, pseudo, gate]), { of, layer, direction, pseudo, tensor });
    }
  };

  const claimsOf = (tensors) => {
    const groups = new Map();
    for (const tensor of tensors) if (tensor.shape.length > 1) into(groups, tensor, true);
    for (const [key, { table, prefix, members }] of groups) {
      const kinds = [...members.values()].flatMap(({ of }) => of.kinds);
      if (!rules.matrices.every((kind) => kinds.includes(kind)) || (table.vague && !within(prefix, rules.cell_words))) groups.delete(key);
    }
    const prefixes = new Set([...groups.values()].map(({ prefix }) => prefix));
    if (prefixes.size > most.layers) refuse(`the names are those of more than ${most.layers} recurrent layers`);
    if (prefixes.size) for (const tensor of tensors) into(groups, tensor, false);
    return [...groups.values()].flatMap(({ table, prefix, members }) =>
      members.size > most.group ? [] : table.cells.flatMap((cell) => readings(table, cell, members).map((one) => ({ prefix, reading: one }))),
    );
  };

  // The networks of which these are all the tensors.
  const readings = (table, cell, members) =>
    depths(table, [...members.values()]).flatMap(([layers, directions]) => {
      const network = networkOf(table, cell, [...members.values()], layers, directions);
      const tensors = network && assigned(table, network, members);
      return tensors ? [reading(table, network, tensors, "names", [filled(said.names, table.row)])] : [];
    });
  const reading = (table, network, tensors, how, because, notes = []) => ({ network, framework: table.of, table, tensors, known: how, because, also: [], notes });

  // [layers, directions] that the names allow.
  const depths = ({ row }, places) => {
    const pseudo = new Set(places.map((place) => place.pseudo).filter(Boolean)).size;
    if (pseudo) return [1, 2].filter((both) => pseudo % both === 0).map((both) => [pseudo / both, both]);
    const layers = new Set(places.map(({ layer }) => layer).filter(Boolean)).size;
    const backward = places.some(({ of, direction }) => of.as.includes("{direction}") && direction === row.directions[1]);
    return [[Math.max(1, layers), backward ? 2 : 1]];
  };

  const networkOf = (table, cell, places, layers, directions) => {
    const sizes = {};
    const kinds = [];
    for (const of of table.tensors) {
      const first = places.find((place) => place.of === of && "0".includes(place.layer) && "0".includes(place.pseudo));
      if (!first) continue;
      kinds.push(...of.kinds);
      const { D = 1, ...found } = extents(of, first.tensor.shape) ?? { H: NaN };
      directions = Math.max(directions, D);
      for (const [letter, length] of Object.entries(found)) if ((sizes[letter] ??= length) !== length) return null;
    }
    const has = (kind) => kinds.includes(kind);
    if (!has("W") || !has("U") || !sizes.H || directions > 2 || has("p") !== (cell === "lstm-peephole")) return null;
    const { H: hidden, P: projection = null } = sizes;
    const input = sizes.W ?? (sizes.WU ?? 0) - (projection ?? hidden);
    const network = { cell, input, hidden, layers, bidirectional: directions === 2, projection, bias: has("b") || has("bh") };
    return stands(table, network) ? network : null;
  };

  // H, P, D, and what the matrices multiply (W, U, or WU for both), from a shape; null for one that cannot be.
  const extents = (of, shape) => {
    const fixed = { G: of.name.includes("{gate}") || of.kinds.includes("V") ? 1 : of.gates.length, K: of.parts.length, 1: 1 };
    const found = /** @type {Record<string, number>} */ ({});
    const fits = of.axes.every((group, n) => {
      const [open, ...more] = [...group].filter((letter) => !(letter in fixed));
      const rest = product([...group].map((letter) => fixed[letter] ?? 1));
      if (open) found[open] = shape[n] / rest;
      return shape[n] && shape[n] % rest === 0 && (open || shape[n] === rest) && !more.length;
    });
    if (!fits || shape.length !== of.axes.length) return null;
    const { N, ...others } = found;
    if (N && String(of.kinds) !== "U") others[of.matrix ? [...of.kinds].sort().reverse().join("") : "N"] = N;
    return others;
  };

  // Whether there can be such a network, and the framework can hold it.
  const stands = (table, { input, hidden, layers, projection }) =>
    [input, hidden, projection ?? 1, 1024 * layers].every((size) => size >= 1 && size <= 2 ** 20) &&
    (projection === null || (table.projects && (!table.row.narrow || projection < hidden)));

  // The file's tensors by the framework's names, if they are all there and no more.
  const assigned = (table, network, members) => {
    const items = placed(table, network);
    const held = items.map(({ place }) => members.get(place)?.tensor);
    const all = items.length === members.size && items.every(({ shape }, n) => same(held[n]?.shape, shape));
    return all ? Object.fromEntries(items.map(({ key }, n) => [key, held[n]])) : null;
  };

  // Every tensor of a network, in the order in which the framework keeps them.
  const placed = (table, network) => {
    const both = network.bidirectional ? [0, 1] : [0];
    const present = table.tensors.filter(({ kinds: [kind], matrix }) =>
      kind === "p" ? network.cell === "lstm-peephole" : kind === "V" ? network.projection !== null : matrix || network.bias || table.row.biased,
    );
    const [joint, single] = [true, false].map((joined) => present.filter(({ letters }) => letters.includes("D") === joined));
    return Array.from({ length: network.layers }, (_, layer) => [
      ...joint.flatMap((of) => ofGates(table, network, of, layer, both)),
      ...both.flatMap((direction) => single.flatMap((of) => ofGates(table, network, of, layer, [direction]))),
    ]).flat();
  };
  const ofGates = (table, network, of, layer, directions) =>
    [...(of.name.includes("{gate}") ? of.gates : [""])].map((gate) => {
      const { row } = table;
      const fields = { layer, direction: row.directions[directions[0]], pseudo: layer * (network.bidirectional ? 2 : 1) + directions[0], gate: table.words[gate] ?? gate };
      const has = (field, name = of.name) => name.includes(`{${field}}`);
      const lead = [];
      if (network.layers > 1 && !has("layer") && !has("pseudo")) lead.push(layer);
      if (network.bidirectional && !has("direction") && !has("pseudo") && directions.length < 2) lead.push(fields.direction);
      const key = [...lead, filled(of.name, fields)].join("/");
      const place = String([of.name, ...Object.keys(fields).map((field) => (has(field, of.as) ? fields[field] : ""))]);
      const parts = gate ? of.parts.map(([kind]) => [kind, gate]) : of.parts;
      return { key, of, layer, directions, parts, place, shape: shapeOf(of, network, layer, directions, gate ? 1 : of.gates.length) };
    });
  const shapeOf = (of, network, layer, directions, gates) => {
    const { hidden: H, projection: P, bidirectional } = network;
    const U = P ?? H;
    const width = { W: layer ? U * (bidirectional ? 2 : 1) : network.input, U };
    const isV = of.kinds.includes("V");
    const N = of.kinds.reduce((sum, kind) => sum + width[kind], 0);
    const sizes = { D: directions.length, K: of.parts.length, G: isV ? 1 : gates, P, H, N, 1: 1 };
    return of.axes.map((group) => product([...group].map((letter) => sizes[letter])));
  };

  // Two objects of a wrapper that runs a layer in both directions, as one layer.
  const bothWays = (claims) => {
    const forward = new Map(claims.map((claim) => [undirected(claim, 0), claim]));
    return claims.flatMap((claim) => {
      const { prefix, reading: back } = claim;
      const first = forward.get(undirected(claim, 1) || NaN);
      if (JSON.stringify(first?.reading.network) !== JSON.stringify(back.network)) return [];
      const sides = [first.reading, back].map(({ table, tensors }, side) =>
        Object.entries(tensors).map(([name, tensor]) => [`${table.row.directions[side]}/${name}`, tensor]),
      );
      const parts = prefix.split("/");
      const shared = first.prefix.split("/");
      const apart = shared.findIndex((part, n) => part !== parts[n]);
      const network = { ...back.network, bidirectional: true };
      return [{ prefix: shared.slice(0, apart < 0 ? shared.length : apart).join("/"), reading: { ...first.reading, network, tensors: Object.fromEntries(sides.flat()) } }];
    });
  };
  // The framework, the cell and the prefix with its direction left out, if it says this direction.
  const undirected = ({ prefix, reading: one }, direction) => {
    const { row } = one.table;
    const word = row.directions[direction] || ["forward", "backward"][direction];
    const parts = prefix.split("/");
    const place = parts.findIndex((part) => part === word || (row.wrapper && part.startsWith(`${word}_`)));
    if (row.native || place < 0 || one.network.bidirectional) return "";
    const plain = parts.map((part, n) => (n < place ? part : part.slice(n === place ? word.length : 0).replace(/_\d+$/, "")));
    return String([one.framework, one.network.cell, place, plain]);
  };

  // The layers among tensors of these names, the larger claim first where two overlap; readings that compute the same are one.
  const layers = (tensors) => {
    const claims = claimsOf(tensors);
    const groups = new Map();
    for (const claim of [...claims, ...bothWays(claims)]) {
      const held = [...new Set(Object.values(claim.reading.tensors).map(({ name }) => name))].sort();
      grouped(groups, JSON.stringify(held), { held, claims: [] }).claims.push(claim);
    }
    const taken = new Set();
    return [...groups.values()].sort((one, other) => other.held.length - one.held.length).flatMap(({ held, claims: several }) => {
      if (held.some((name) => taken.has(name))) return [];
      for (const name of held) taken.add(name);
      const [{ prefix, reading: first }] = several;
      const name = Object.values(first.tensors)[0].name.slice(0, prefix.length) || "the file";
      const all = several.map((claim) => claim.reading);
      const told = all.filter(({ network }) => name.toLowerCase().includes(network.cell.split("-")[0]));
      return [{ name, readings: different(told.length && within(name, ["lstm", "gru"]) ? told : all), alternatives: [], uses, unread: "", held: [] }];
    });
  };

  // The readings that compute different outputs, each with the frameworks that read in the same way.
  const different = (all) => {
    const found = new Map();
    for (const one of all) {
      const first = grouped(found, computes(one), { ...one, also: [] });
      if (![first.framework, ...first.also].includes(one.framework)) first.also.push(one.framework);
    }
    return [...found.values()];
  };
  // The same for two readings exactly if they take every number for the same weight.
  const computes = ({ network, table, tensors }) => {
    const items = placed(table, network).filter(({ key }) => tensors[key]);
    const places = items.map(({ key, parts, of, layer, directions }) => JSON.stringify([tensors[key].name, parts, of.axes, layer, directions]));
    return JSON.stringify([network, [...new Set(places)].sort(), table.added]);
  };

  // A layer for each stem with an input matrix and a recurrent one whose shapes are those of gates.
  const guesses = (tensors) => {
    const groups = new Map();
    const ofAxes = (axes) => tensors.filter(({ shape, counted }) => counted && shape.length === axes);
    for (const tensor of ofAxes(2)) if (new RegExp(words.role, "i").test(tensor.name)) intoStem(groups, tensor);
    for (const [stem, { W, U }] of groups) if (!W || !U) groups.delete(stem);
    if (!groups.size || groups.size > most.layers) return [];
    for (const tensor of ofAxes(1)) intoStem(groups, tensor);
    return [...groups].flatMap(([stem, { W, U, biases }]) => {
      if (!W || !U || biases.length > 2) return [];
      const told = within(stem, rules.cell_words) || new RegExp(words.telling, "i").test(U.name);
      const [first, ...alternatives] = different(fitting(W, U, biases).filter(({ network }) => told || !network.cell.startsWith("rnn")));
      return first ? [{ name: stem || "the file", readings: [first], alternatives, uses, unread: "", held: [] }] : [];
    });
  };
  const intoStem = (groups, tensor) => {
    const parts = tensor.name.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase().split(/[^0-9a-z]+/).filter(Boolean);
    let role = "";
    let bias = false;
    while (parts.length && !role) {
      const word = parts.at(-1);
      bias ||= words.bias.includes(word);
      role = ["W", "U"].find((one) => words[one].includes(word)) ?? "";
      if (!role && !words.plain.includes(word) && !words.bias.includes(word)) break;
      parts.pop();
    }
    while (words.plain.includes(parts.at(-1)) || words.bias.includes(parts.at(-1))) bias = words.bias.includes(parts.pop()) || bias;
    const group = grouped(groups, parts.join("."), { biases: [] });
    if (tensor.shape.length > 1) role && (group[role] ??= tensor);
    else if (bias || role) group.biases.push(tensor);
  };

  // Every framework's way to read two matrices and their biases, in the order of the rows: the first is the guess.
  const fitting = (W, U, biases) => {
    const isLast = ({ name }) => +new RegExp(words.last).test(name.toLowerCase());
    const sorted = [...biases].sort((one, other) => isLast(one) - isLast(other));
    return tables.flatMap((table) => table.cells.flatMap((cell) => fitted(table, cell, W, U, sorted)));
  };
  const fitted = (table, cell, W, U, biases) => {
    const gates = table.gates.length;
    const hidden = Math.min(...U.shape);
    const input = W.shape[W.shape[1] === U.shape[1] && U.shape[0] === hidden && gates > 1 ? 0 : 1];
    const network = { cell, input, hidden, layers: 1, bidirectional: false, projection: null, bias: biases.length > 0 };
    if (!words.cells[gates]?.includes(cell) || !stands(table, network)) return [];
    const waiting = { W: [W], U: [U], b: [...biases] };
    const found = {};
    for (const { key, of, shape } of placed(table, network)) {
      const kind = of.kinds[0][0];
      if (of.parts.length > 1 && kind !== "b") return [];
      found[key] = waiting[kind]?.shift();
      if (!same(found[key]?.shape, shape)) return [];
    }
    if (Object.values(waiting).flat().length) return [];
    const because = said.guess.map((text) => filled(text, { gates, name: table.row.name }));
    return [reading(table, network, found, "guess", because.slice(0, gates > 1 ? 2 : 1))];
  };

  // A layer as it is told: plain values, its tensors in the framework's order.
  const shown = ({ name, uses: all, unread, readings: ways, alternatives = [] }) => ({ name, uses: all, unread, readings: ways.map(plain), alternatives: alternatives.map(plain) });
  const plain = ({ table, tensors, ...others }) => ({
    ...others,
    order: table.gates.toLowerCase(),
    tensors: placed(table, others.network).map(({ key, of, parts }) => {
      const { name, shape, dtype } = tensors[key];
      return { key, name, shape, dtype, axes: of.axes, gates: parts[0][1], matrix: of.matrix || of.kinds.includes("V") };
    }),
  });

  return { rules, tables, layers, guesses, placed, stands, reading, shown };
}
