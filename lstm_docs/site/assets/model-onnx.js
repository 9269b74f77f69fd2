// The recurrent nodes of an ONNX file: lstm_docs/models/onnx/ in the browser. The graph is walked, not run, and weights are
// folded by their shapes; of numbers only short lists of whole ones are read, which say where a weight is cut.
import { Refused, filled, product, refuse } from "./model-names.js";

/** What Python's reader of .onnx gives. @param {any} source @param {any} names */
export function readOnnx(source, names) {
  const { onnx, bytes: widths, said } = names.rules;
  const page = 2 ** 16;
  const own = ["", "ai.onnx"];
  const large = "its graph has too many parts, or they are nested too deeply";
  const broken = "this is no ONNX, or it is damaged; was the file cut off?";

  // The file as bytes, by pages that are kept: in a browser every reading asks another process.
  let left = 500_000;
  const pages = new Map();
  const pageAt = (place) => {
    const start = place - (place % page);
    const kept = pages.get(start) ?? source.read(start, start + page);
    if (pages.size > 99) pages.clear();
    pages.set(start, kept);
    return kept;
  };
  const byteAt = (place) => pageAt(place)[place % page];
  const bytesOf = (start, stop) => {
    const place = start % page;
    return stop - start > page - place ? source.read(start, stop) : pageAt(start).slice(place, place + stop - start);
  };
  const viewOf = (start, stop) => {
    const { buffer, byteOffset, length } = bytesOf(start, stop);
    return new DataView(buffer, byteOffset, length);
  };

  // A number of seven bits a byte, with its sign: [value, place after it].
  const varint = (place, stop) => {
    let value = 0n;
    for (let shift = 0n; place < stop && shift < 70n; shift += 7n) {
      const byte = byteAt(place++);
      if (byte < 128 && !shift) return [byte, place];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return [Number(BigInt.asIntN(64, value)), place];
    }
    return refuse(broken);
  };
  const take = () => left-- > 0 || refuse(large);

  // Calls for each field, by its number, with the run of bytes that it takes, or with the number that it is.
  const walk = ([start, stop], does) => {
    for (let place = start, key, value; place < stop; ) {
      take();
      [key, place] = varint(place, stop);
      const wire = key & 7;
      const number = (key - wire) / 8;
      if (wire === 0) {
        [value, place] = varint(place, stop);
        does[number]?.(value);
        continue;
      }
      if (wire === 2) [value, place] = varint(place, stop);
      else value = { 1: 8, 5: 4 }[wire] ?? -1;
      if (number < 1 || value < 0 || value > stop - place) refuse(broken);
      const inside = [place, (place += value)];
      does[number]?.(inside);
    }
  };
  const run = (does) => (value) => value.length && does(value);
  const text = (put) =>
    run(([start, stop]) => put(new TextDecoder().decode(bytesOf(start, Math.min(stop, start + page)))));
  const numbers = (value) => {
    if (!value.length) return [value];
    const found = [];
    for (let [place, stop] = value, one; place < stop; found.push(one)) {
      take();
      [one, place] = varint(place, stop);
    }
    return found;
  };

  // A graph, or the body of a function that nodes may call.
  const functions = new Map();
  const graphOf = (value, depth, isFunction = false) => {
    if (depth > 24) refuse(large);
    const graph = { nodes: [], tensors: new Map(), made: new Map(), inputs: [], name: "", domain: "" };
    const ofNode = run((inner) => {
      const node = nodeOf(inner, depth);
      for (const name of node.outputs) if (name) graph.made.set(name, node);
      graph.nodes.push(node);
    });
    const ofTensor = run((inner) => {
      const tensor = tensorOf(inner);
      graph.tensors.set(tensor.name, tensor);
    });
    const called = { 1: text((word) => (graph.name = word)), 4: text((word) => graph.inputs.push(word)), 7: ofNode, 10: text((word) => (graph.domain = word)) };
    walk(value, isFunction ? called : { 1: ofNode, 5: ofTensor });
    return graph;
  };
  const functionOf = (value) => {
    const body = graphOf(value, 0, true);
    functions.set(`${body.domain} ${body.name}`, body);
  };
  const nodeOf = (value, depth) => {
    const node = { op: "", domain: "", name: "", inputs: [], outputs: [], attributes: {} };
    walk(value, {
      1: text((word) => node.inputs.push(word)),
      2: text((word) => node.outputs.push(word)),
      3: text((word) => (node.name = word)),
      4: text((word) => (node.op = word)),
      5: run((inner) => attributeOf(inner, depth, node.attributes)),
      7: text((word) => (node.domain = word)),
    });
    return node;
  };
  const attributeOf = (value, depth, attributes) => {
    let name = "";
    let one = null;
    const several = [];
    const add = (found) => several.push(...found);
    walk(value, {
      1: text((word) => (name = word)),
      2: run(([start, stop]) => (one = stop - start < 4 ? NaN : viewOf(start, stop).getFloat32(0, true))),
      3: (number) => (one = number),
      4: text((word) => (one = word)),
      5: run((inner) => (one = tensorOf(inner))),
      6: run((inner) => add([graphOf(inner, depth + 1)])),
      8: (found) => add(numbers(found)),
      9: text((word) => add([word])),
      11: run((inner) => add([graphOf(inner, depth + 1)])),
    });
    attributes[name] = one ?? (several.length ? several : null);
  };
  const tensorOf = (value) => {
    const tensor = { tensor: true, name: "", shape: [], dtype: "", raw: null, listed: [], external: {}, outside: false };
    const list = (found) => tensor.listed.push(found);
    walk(value, {
      1: (found) => tensor.shape.push(...numbers(found)),
      2: (code) => (tensor.dtype = onnx.dtypes[code] ?? `type ${code}`),
      4: list,
      5: list,
      7: list,
      8: text((word) => (tensor.name = word)),
      9: run((inner) => (tensor.raw = inner)),
      10: list,
      11: list,
      13: run((inner) => {
        const pair = {};
        walk(inner, { 1: text((word) => (pair.key = word)), 2: text((word) => (pair.value = word)) });
        tensor.external[pair.key] = pair.value;
      }),
      14: (code) => (tensor.outside = code === 1),
    });
    const { shape, raw, dtype, outside, name } = tensor;
    const size = product(shape) * widths[dtype];
    const lies = !outside && raw && widths[dtype] && raw[1] - raw[0] !== size;
    if (lies || shape.length > 32 || shape.some((side) => side < 0 || side > 2 ** 48)) refuse(`${broken} The bytes of ${name.slice(0, 80)} are not those of its shape.`);
    return tensor;
  };

  // The tensors of the file; equal numbers under two names are the same place.
  const stored = new Map();
  const alike = new Map();
  const constant = (tensor, name) => {
    if (!stored.has(tensor)) {
      const place = placeOf(tensor);
      stored.set(tensor, { ...tensor, name: tensor.name || name, place, roots: [place], ints: () => intsIn(tensor) });
    }
    return stored.get(tensor);
  };
  const runsOf = ({ raw, listed }) => (raw ? [raw] : listed);
  const placeOf = (tensor) => {
    if (tensor.outside) return JSON.stringify([tensor.external, tensor.shape]);
    const key = JSON.stringify([tensor.dtype, tensor.shape, ...runsOf(tensor).map(sample)]);
    if (!alike.has(key)) alike.set(key, [alike.size]);
    const [number, ...tensors] = alike.get(key);
    const place = tensors.findIndex((other) => runsOf(other).every((one, n) => equal(one, runsOf(tensor)[n])));
    if (place < 0) alike.get(key).push(tensor);
    return `${number} ${place < 0 ? tensors.length : place}`;
  };
  const sample = (value) => {
    if (!value.length) return value;
    const [start, stop] = value;
    return [stop - start, String(bytesOf(start, Math.min(stop, start + 64)))];
  };
  const equal = (one, other) => {
    if (!one.length) return one === other;
    for (let done = 0, length = one[1] - one[0]; done < length; done += page) {
      const [a, b] = [one, other].map(([start]) => bytesOf(start + done, start + Math.min(done + page, length)));
      if (a.some((byte, n) => byte !== b[n])) return false;
    }
    return true;
  };
  // A short list of whole numbers, read now; null for others.
  const intsIn = ({ dtype, shape, raw, listed, outside }) => {
    if (outside || product(shape) > 4096 || !dtype.includes("int")) return null;
    if (!raw) return listed.flatMap(numbers);
    const bits = 8 * widths[dtype];
    const view = viewOf(...raw);
    const get = `get${bits > 32 ? "Big" : ""}${dtype[0] === "u" ? "Uint" : "Int"}${bits}`;
    return Array.from({ length: product(shape) }, (_, n) => Number(view[get]((n * bits) / 8, true)));
  };

  // A graph with the names that it sees: its own, those of the graphs around it, and what a function was given.
  const find = (scope, name) => {
    while (scope) {
      const found = scope.graph.tensors.get(name) ?? scope.graph.made.get(name);
      if (found) return [scope, found];
      if (scope.given?.has(name)) [scope, name] = scope.given.get(name);
      else scope = scope.outer;
    }
    return [];
  };

  // The value of a name, or null where it depends on what the graph is given, or is computed in another way.
  const recipes = new Map();
  const fold = (scope, name, depth = 0) => {
    if (!name || depth > 100) return null;
    if (!scope.folded.has(name)) {
      scope.folded.set(name, null); // a graph that goes in a circle has no value
      scope.folded.set(name, folded(scope, name, depth));
    }
    return scope.folded.get(name);
  };
  const folded = (scope, name, depth) => {
    const [home, made] = find(scope, name);
    if (made?.tensor) return constant(made, name);
    if (!own.includes(made?.domain)) return null;
    const { op, attributes } = made;
    if (op === "Constant") return literal(attributes, name);
    const inputs = operations[op] ? made.inputs.map((other) => other && fold(home, other, depth + 1)) : [];
    const given = inputs.filter((input) => input !== "");
    if (!inputs[0] || !given.every(Boolean)) return null;
    if (op === "Identity") return given[0];
    const ints = inputs.map((input) => (input ? input.ints() : null));
    const shape = operations[op](attributes, given.map((input) => input.shape), ints);
    if (!shape?.every((side) => side >= 0) || product(shape) > 2 ** 30) return null;
    const recipe = JSON.stringify([op, attributes, ints.slice(1), given.map(({ place }) => place)]);
    if (!recipes.has(recipe)) recipes.set(recipe, `computed ${recipes.size}`);
    const heavy = given.filter(({ dtype }) => /float|int8/.test(dtype));
    const called = new Set(given.filter(({ dtype }) => !dtype.includes("int")).map((input) => input.name));
    return {
      name: called.size === 1 ? [...called][0] : name,
      shape,
      dtype: (op === "Cast" && onnx.dtypes[attributes.to]) || given[+(op === "DequantizeLinear")].dtype,
      place: recipes.get(recipe),
      roots: [...new Set((heavy.length ? heavy : given).flatMap(({ roots }) => roots))],
      ints: () => through(op, attributes, given, ints, shape),
    };
  };
  const literal = (attributes, name) => {
    if (attributes.value?.tensor) return constant(attributes.value, name);
    const [, type, several] = /^value_(int|float)(s?)$/m.exec(Object.keys(attributes).join("\n")) ?? [];
    if (!type) return null;
    const list = [attributes[`value_${type}${several}`] ?? []].flat();
    const place = `${type} ${list}`;
    return { name, shape: several ? [list.length] : [], dtype: { int: "int64", float: "float32" }[type], place, roots: [place], ints: () => list };
  };
  // Whole numbers through operations that leave them in their order, and through cuts of a list.
  const through = (op, attributes, given, ints, shape) => {
    const [list] = given.map((input) => input.ints());
    if (op === "Concat") return given.every((input) => input.ints()) ? given.flatMap((input) => input.ints()) : null;
    if (["Cast", "Reshape", "Squeeze", "Unsqueeze"].includes(op)) return list;
    if (op !== "Slice" || shape.length !== 1 || !list) return null;
    const [[, start, , step]] = cuts(attributes, [list.length], ints);
    return Array.from({ length: shape[0] }, (_, n) => list[start + n * step]);
  };
  // [axis, first, length, step] of each axis that is cut, as Python's slices are; null for what is none, or goes backwards.
  const cuts = (attributes, shape, ints) => {
    const [starts, ends, axes, steps] = attributes.starts ? [attributes.starts, attributes.ends, attributes.axes] : ints.slice(1);
    if (!starts || starts.length !== ends?.length) return null;
    const found = starts.map((start, n) => {
      const step = steps?.[n] ?? 1;
      const axis = positive(axes?.[n] ?? n, shape.length);
      const side = shape[axis];
      const bound = (value) => Math.min(Math.max(positive(value, side), 0), side);
      return [axis, bound(start), Math.max(0, Math.ceil((bound(ends[n]) - bound(start)) / step)), step];
    });
    return found.every(([, , length, step]) => step > 0 && length < Infinity) ? found : null;
  };
  const positive = (axis, rank) => (axis < 0 ? axis + rank : axis);
  const reshaped = (shape, before) => (product(shape) === product(before) ? shape : null);
  const axesOf = ({ axes }, ints, rank) => (axes ?? ints[1])?.map((axis) => positive(axis, rank));
  const unchanged = (_, [shape]) => shape;

  // By operation: the shape that comes out of the attributes, the shapes that go in, and the short lists among them.
  const operations = {
    Identity: unchanged,
    Cast: unchanged,
    Transpose({ perm }, [shape]) {
      return reshaped((perm ?? [...shape.keys()].reverse()).map((axis) => shape[axis]), shape);
    },
    Reshape(_, [shape], [, wanted]) {
      const sides = wanted?.map((side, n) => side || shape[n]);
      const open = sides?.indexOf(-1);
      if (open >= 0) sides[open] = -product(shape) / product(sides);
      return sides && reshaped(sides, shape);
    },
    Unsqueeze(attributes, [shape], ints) {
      const rank = shape.length + ((attributes.axes ?? ints[1])?.length ?? 0);
      const axes = axesOf(attributes, ints, rank);
      const sides = [...shape];
      return axes && reshaped(Array.from({ length: rank }, (_, n) => (axes.includes(n) ? 1 : sides.shift())), shape);
    },
    Squeeze(attributes, [shape], ints) {
      const axes = axesOf(attributes, ints, shape.length) ?? [...shape.keys()].filter((n) => shape[n] === 1);
      return reshaped(shape.filter((_, n) => !axes.includes(n)), shape);
    },
    Concat(attributes, shapes) {
      const axis = positive(attributes.axis, shapes[0].length);
      const others = new Set(shapes.map((shape) => String(shape.toSpliced(axis, 1, -1))));
      return axis in shapes[0] && others.size === 1 ? shapes[0].with(axis, shapes.reduce((sum, shape) => sum + shape[axis], 0)) : null;
    },
    Slice(attributes, [shape], ints) {
      const sides = [...shape];
      const found = cuts(attributes, shape, ints);
      for (const [axis, , length] of found ?? []) sides[axis] = length;
      return found && sides;
    },
    DequantizeLinear: unchanged,
  };

  const called = (node) => node.name || node.outputs.find(Boolean) || node.op;
  const layerOf = (scope, node) => {
    const name = called(node);
    const places = { W: 1, R: 2, B: 3, ...(node.op.endsWith("LSTM") && { P: 7 }) };
    const found = {};
    for (const [key, place] of Object.entries(places)) if (node.inputs[place]) found[key] = fold(scope, node.inputs[place]);
    const layer = { name, readings: [], uses: [scope.path + name], unread: "", held: [] };
    const missing = Object.keys(found).find((key) => !found[key]);
    try {
      if (!own.includes(node.domain)) refuse("the command lstm-docs inspect is needed to read it");
      if (missing) refuse(`its ${missing} is computed while the model runs`);
      layer.readings = [readingOf(node, found)];
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      layer.unread = `a node ${node.op}, but ${error.message}`;
    }
    return [layer, Object.values(found).flatMap((value) => value?.roots ?? [])];
  };
  const unfit = "the shapes of its tensors are not those of one";
  const readingOf = ({ op, attributes }, tensors) => {
    const { W, R } = tensors;
    if (W?.shape.length !== 3 || R?.shape.length !== 3) refuse(unfit);
    const direction = attributes.direction || "forward";
    const bidirectional = direction === "bidirectional";
    const cell = cellOf(op, attributes, tensors, bidirectional ? 2 : 1);
    if (!cell) refuse("it clips, or its activations are those of no cell of ours");
    const network = { cell, input: W.shape[2], hidden: R.shape[2], layers: 1, bidirectional, projection: null, bias: "B" in tensors };
    const table = names.tables.find((one) => one.of === "onnx" && one.cells.includes(cell));
    if (!names.stands(table, network)) refuse(unfit);
    const kept = {};
    for (const { key, shape } of names.placed(table, network)) {
      kept[key] = tensors[key];
      if (String(kept[key]?.shape) !== String(shape)) refuse(unfit);
    }
    const notes = [direction === "reverse" && said.reverse, attributes.layout && said.layout].filter(Boolean);
    const stated = onnx.stated.filter((name) => (attributes[name] ?? null) !== null);
    const because = [`a node ${op}`, ...stated.map((name) => `${name} = ${[attributes[name]].flat().join(", ")}`)];
    return names.reading(table, network, kept, "attribute", because, notes);
  };
  // The cell, or nothing where it clips, couples gates that have peepholes, or has activations of no cell of ours.
  const cellOf = (op, { clip, activations, linear_before_reset: after, input_forget: coupled }, { P }, directions) => {
    const usual = onnx.usual[op];
    const given = activations?.map((name) => name.toLowerCase()) ?? usual;
    const one = String(given.slice(0, usual.length));
    if (clip || (coupled && P) || (activations && String(given) !== String(Array(directions).fill(one)))) return "";
    if (op === "RNN") return ["tanh", "relu"].includes(one) && `rnn-${one}`;
    if (one !== String(usual)) return "";
    if (op === "GRU") return `gru-reset-${after ? "after" : "before"}`;
    return coupled ? "lstm-coupled" : P ? "lstm-peephole" : "lstm";
  };

  // Every graph with the names it sees: the main one, the bodies in it, and functions where they are called.
  let main = null;
  walk([0, source.size], { 7: run((value) => (main = graphOf(value, 0))), 25: run(functionOf) });
  if (!main) refuse(broken);
  const scopes = [];
  const enter = (graph, path, depth, outer, given) => scopes.push({ graph, path, depth, outer, given, folded: new Map() });
  enter(main, "", 0);
  let calls = 0;
  for (const scope of scopes) {
    for (const node of scope.graph.nodes) {
      const path = scope.path + called(node);
      for (const [key, value] of Object.entries(node.attributes))
        for (const body of [value].flat()) if (body?.nodes) enter(body, `${path}.${key}/`, scope.depth + 1, scope);
      const body = functions.get(`${node.domain} ${node.op}`);
      if (body) enter(body, `${path}/`, scope.depth + 1, null, new Map(body.inputs.map((inner, n) => [inner, [scope, node.inputs[n] ?? ""]])));
      if (++calls > 100_000 || scopes.length > 100_000 || scope.depth > 40) refuse(large);
    }
  }
  for (const { graph } of scopes) {
    for (const [name, tensor] of graph.tensors) constant(tensor, name);
    for (const { op, attributes, outputs, name } of graph.nodes) if (op === "Constant" && attributes.value?.tensor) constant(attributes.value, outputs[0] ?? name);
  }
  const layers = new Map();
  const recurrent = new Set();
  const loops = [];
  for (const [scope, node] of scopes.flatMap((one) => one.graph.nodes.map((inner) => [one, inner]))) {
    if (["Loop", "Scan"].includes(node.op)) loops.push(`${scope.path}${called(node)}.`);
    if (!/^(DynamicQuantize)?(LSTM|GRU|RNN)$/.test(node.op)) continue;
    const [layer, roots] = /** @type {[any, any[]]} */ (layerOf(scope, node));
    for (const root of roots) recurrent.add(root);
    const key = JSON.stringify(layer.readings.map(({ network, notes, tensors }) => [network, notes, Object.values(tensors).map(({ place }) => place)]));
    const known = layers.get(layer.unread ? layer.name : key);
    if (known) known.uses.push(...layer.uses);
    else layers.set(layer.unread ? layer.name : key, layer);
  }
  const found = [...layers.values()];
  const count = loops.filter((loop) => !found.some(({ uses }) => uses.some((use) => use.startsWith(loop)))).length;
  return { tensors: [...stored.values()], layers: found, recurrent, notes: count ? [filled(said.unseen, { count })] : [] };
}
