// A pasted summary explained line by line, as lstm_docs/explaining/lines.py does it; what a class leaves open is Python's.

const MOST_LETTERS = 500_000;
const MOST_LINES = 3000;
const LONGEST_LINE = 1000;
const LARGEST = 2 ** 20;
const SHOWN = 5;
const ANY = 0;

/** @typedef {{says: string, sum: string, cell?: string, input?: number, hidden?: number, layers?: number, directions?: number, projection?: number}} Reading */
/** @typedef {{source: string, name: string, kind: string, count?: number | null, width?: number | null, reads?: number | null, below?: string[], macs?: number | null, arguments?: string[], shape?: number[], depth?: number, unbuilt?: boolean}} Line */
/** @typedef {{line: Line, readings: Reading[], note: string, failed: boolean}} Explained */

export class NoSummary extends Error {}

const refuse = (text) => {
  throw new NoSummary(text);
};
const shown = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");
const whole = (text) => (/^[\d,]*\d[\d,]*$/.test(text ?? "") && text.replaceAll(",", "").length <= 15 ? Number(text.replaceAll(",", "")) : null);
const product = (sides) => sides.reduce((all, side) => all * side, 1);

const TOTAL = /^[^\p{L}\p{N}_]*(Total|Trainable|Non-trainable|Optimizer) params: *([\d,]+)/u;
const KERAS_ROW = /^ *(\S+) \((\w+)[^()]*\)? +(\[?\([^()]*\)(?:, \([^()]*\))*\]?) +([\d,]+)(?: +(\S.*))?$/;
const KERAS_LAYER = /^(.*?) ?\((\w+)…?\)?$/;
const INFO_ROW = /^[│├└─ ]*([A-Z]\w*)(?: \(([\w.]+)\))?: (\d{1,4})-\d+ +(.*)$/;
const ROOT_ROW = /^([A-Z]\w*)(?: \(([\w.]+)\))? {2,}(\S.*)$/;
const MODULE = /^ *(?:\(([\w.]+)\): )?([A-Z]\w*)\((.*)\)$/;
const TENSOR = /^[ {(]*['"]?([A-Za-z_][\w.]*)['"]?(?: *[:=,] *| +|\t+)(?:torch\.Size\()?[([]([\d, ]*)[)\]]\)?[ ,)}]*$/;
const TENSORS = /(?<![\w.])([A-Za-z_][\w.]*)['"]?[\s:=,(]+torch\.Size\(\[([\d, ]*)\]\)/g;

const last = (text) => {
  const sides = (/[([]([^()[\]]*)[)\]]/.exec(text)?.[1] ?? "").split(",").map((side) => side.trim()).filter(Boolean);
  return sides.length ? whole(sides.at(-1)) : null;
};

// The commas that are in no brackets part the arguments.
const argumentsOf = (text) => {
  const parts = [""];
  let depth = 0;
  for (const letter of text) {
    depth += Number("([".includes(letter)) - Number(")]".includes(letter));
    if (letter === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim()).filter(Boolean);
};

const tensorLine = (/** @type {any} */ [, name, shape]) => ({ source: "tensors", name, kind: "tensor", shape: (shape.match(/\d+/g) ?? []).map((side) => whole(side) ?? 0) });

const kerasLine = (name, kind, shape, count, below, unbuilt = false) => {
  const names = [...below.matchAll(/([\w./-]+)…?\[\d+/g)].map((one) => one[1]);
  return { source: "keras", name, kind, count: whole(count), width: last(shape), below: [...new Set(names)], unbuilt };
};

function* boxed(rows) {
  const least = Math.min(...rows.map((row) => row.length));
  const cells = Array.from({ length: least }, (_, n) => rows.map((row) => row[n]).filter(Boolean).join(" "));
  const [layer, number] = [KERAS_LAYER.exec(cells[0]), /^([\d,]+)( \(unbuilt\))?$/.exec(cells[2])];
  if (layer && number) yield kerasLine(layer[1], layer[2], cells[1], number[1], cells[3] ?? "", Boolean(number[2]) || cells[1].includes("?"));
}

const infoLine = (/** @type {any} */ [, kind, name = "", depth, rest], columns) => {
  const cells = rest.split(/ {2,}/);
  const headings = columns.length > 1 ? columns.slice(1) : cells.map((cell) => (cell.includes("[") ? "Output Shape" : "Param #"));
  const line = /** @type {Line} */ ({ source: "torchinfo", name, kind, depth: Number(depth) });
  headings.slice(0, cells.length).forEach((heading, n) => {
    if (heading === "Param #") line.count = whole(cells[n]);
    else if (heading === "Output Shape") line.width = last(cells[n]);
    else if (heading === "Input Shape") line.reads = last(cells[n]);
    else if (heading === "Mult-Adds") line.macs = whole(cells[n]);
  });
  return line;
};

function* rowLines(text, columns) {
  const [total, info, keras, module, tensor] = [TOTAL, INFO_ROW, KERAS_ROW, MODULE, TENSOR].map((pattern) => pattern.exec(text));
  if (total) yield { source: "total", name: total[1], kind: "total", count: whole(total[2]) };
  else if (info) yield infoLine(info, columns);
  else if (columns[0]?.includes("depth-idx") && ROOT_ROW.test(text)) {
    const [all, kind, name, rest] = /** @type {any} */ (ROOT_ROW.exec(text));
    const root = infoLine([all, kind, name, 0, rest], columns);
    if (root.count) yield root;
  } else if (keras) yield kerasLine(keras[1], keras[2], keras[3], keras[4], keras[5] ?? "");
  else if (module) yield { source: "print", name: module[1] ?? "", kind: module[2], arguments: argumentsOf(module[3]) };
  else if (tensor) yield tensorLine(tensor);
}

function* linesOf(rows) {
  let columns = [];
  let waiting = [];
  for (const row of rows) {
    const several = [...row.matchAll(TENSORS)];
    if (several.length > 1) {
      yield* several.map(tensorLine);
      continue;
    }
    const text = row.slice(0, LONGEST_LINE).trimEnd();
    if (text.trimStart().startsWith("Layer (type")) columns = text.trim().split(/ {2,}/);
    const cells = /^ *[│┃|].*[│┃|]$/.test(text) ? text.split(/[│┃|]/).slice(1, -1).map((cell) => cell.trim()) : [];
    if (cells.length > 2) {
      waiting.push(cells);
      continue;
    }
    if (waiting.length) yield* boxed(waiting);
    waiting = [];
    yield* rowLines(text, columns);
  }
  if (waiting.length) yield* boxed(waiting);
}

const filled = (way, input, hidden, projection, directions) => {
  const text = way.formula.replace(/[IHP*]/g, (letter) => ({ I: input, H: hidden, P: projection, "*": "·" })[letter]);
  return directions > 1 ? `${directions}·${/ \+ (?![^(]*\))/.test(text) ? `(${text})` : text}` : text;
};
const counted = (way, input, hidden, projection) => way.terms.reduce((sum, [factor, i, h, p]) => sum + factor * input ** i * hidden ** h * projection ** p, 0);
const totalOf = (way, input, hidden, layers, directions, projection = 0) => {
  const above = directions * (projection || hidden);
  return directions * (counted(way, input, hidden, projection) + (layers - 1) * counted(way, above, hidden, projection));
};
const sumOf = (way, input, hidden, layers, directions, projection) => {
  const one = filled(way, input, hidden, projection, directions);
  const above = filled(way, directions * (projection || hidden), hidden, projection, directions);
  return layers > 1 ? `${one} + ${layers > 2 ? `${layers - 1}·` : ""}${above}` : one;
};
const roughness = (size) => (size <= 16 || size % 10 === 0 || Number.isInteger(Math.log2(size)) ? 0 : size % 8 === 0 || size % 5 === 0 ? 1 : 2);

const fitOf = (way, input, hidden, layers, directions, projection, merged = false) => {
  const parts = [
    `${way.title}, ${input} → ${hidden}`,
    projection && `projected to ${projection}`,
    layers > 1 && `${layers} layers`,
    directions > 1 && "in both directions",
    way.biases,
  ];
  const says = parts.filter(Boolean).join(", ") + (merged ? "; its two directions are merged by merge_mode sum, mul or ave" : "");
  const summed = `${sumOf(way, input, hidden, layers, directions, projection)} = ${shown(totalOf(way, input, hidden, layers, directions, projection))}`;
  const cost = way.cost + layers - 1 + directions - 1 + 2 * Number(merged) + roughness(input) + (input > 16 * hidden ? 2 : 0);
  return { reads: input, cost, reading: { says, sum: summed, cell: way.cell, input, hidden, layers, directions, projection } };
};

function* sizesOf({ source, kind }, width) {
  if (source === "keras") {
    if (kind !== "Bidirectional") yield [1, 1, width, false];
    else {
      if (width % 2 === 0) yield [1, 2, width / 2, false];
      yield [1, 2, width, true];
    }
    return;
  }
  const alone = kind.endsWith("Cell");
  for (let layers = 1; layers <= (alone ? 1 : 8); layers++) {
    yield [layers, 1, width, false];
    if (width % 2 === 0 && !alone) yield [layers, 2, width / 2, false];
  }
}

const largest = (most, count) => {
  let [low, high] = [0, LARGEST];
  while (low < high) {
    const middle = Math.floor((low + high + 1) / 2);
    if (count(middle) <= most) low = middle;
    else high = middle - 1;
  }
  return low;
};

function* recurrentFits(line, reads, ways) {
  const { count, width } = line;
  for (const way of ways) {
    for (const [layers, directions, hidden, merged] of sizesOf(line, width)) {
      if (way.projected) {
        const to = width / directions;
        if (!Number.isInteger(to) || reads === null) continue;
        const units = largest(count, (some) => totalOf(way, reads, some, layers, directions, to));
        if (units > to && totalOf(way, reads, units, layers, directions, to) === count) yield fitOf(way, reads, units, layers, directions, to);
        continue;
      }
      const base = totalOf(way, 0, hidden, layers, directions);
      const input = (count - base) / (totalOf(way, 1, hidden, layers, directions) - base);
      if (input > 0 && Number.isInteger(input) && input <= LARGEST) yield fitOf(way, input, hidden, layers, directions, 0, merged);
    }
  }
}

const dense = (inputs, outputs, bias) => [`dense, ${inputs} → ${outputs}, ${bias ? "with bias" : "without bias"}`, bias ? `${outputs}·(${inputs} + 1)` : `${outputs}·${inputs}`];
const embedding = (words, width) => [`an embedding: ${shown(words)} words, ${width} numbers for each`, `${words}·${width}`];
const perFeature = (each, features) => [`${each} numbers for each of ${features} features`, `${each}·${features}`];

/** Every line of a summary with its readings, the simplest first. Raises `NoSummary` with a sentence.
 * @param {string} text @param {any} rules what Python exports. @returns {Explained[]} */
export const explained = (text, rules) => {
  if (text.length > MOST_LETTERS) refuse(`the summary has ${shown(text.length)} characters; at most ${shown(MOST_LETTERS)} are read`);
  const rows = text.replaceAll("\r", "").split("\n");
  if (rows.length > MOST_LINES) refuse(`the summary has ${shown(rows.length)} lines; at most ${shown(MOST_LINES)} are read`);
  const read = /** @type {any[]} */ ([...linesOf(rows)]);
  if (!read.length) {
    refuse(
      "no line of a summary was found; paste what model.summary(), torchinfo.summary(model), print(model) or the shapes of state_dict() print",
    );
  }
  const widths = new Map(read.filter(({ source }) => source === "keras").map(({ name, width }) => [name, width]));
  const shapes = new Map(read.filter(({ source }) => source === "tensors").map(({ name, shape }) => [name, shape]));
  const ways = ({ source }) => rules.called[source === "keras" ? "keras" : "torch"];
  const told = (line, note, failed = false) => ({ line, readings: [], note, failed });
  const said = (line, count, /** @type {any} */ [says, sum]) => ({ line: { ...line, count }, readings: [{ says, sum: `${sum} = ${shown(count)}` }], note: "", failed: false });

  const readsOf = (line, place) => {
    if (line.reads) return line.reads;
    if (line.below?.length) return widths.get(line.below[0]) ?? null;
    for (let at = place - 1; at >= 0; at--) {
      const other = read[at];
      if (other.source !== line.source) return null;
      if (!((other.depth ?? 0) < (read[at + 1].depth ?? 0))) return other.width ?? null;
    }
    return null;
  };

  function* fits(line, reads) {
    const { count, width, kind } = line;
    const as = (reads_, cost, /** @type {any} */ [says, sum]) => ({ reads: reads_, cost, reading: { says, sum: `${sum} = ${shown(count)}` } });
    if (rules.dense.includes(kind)) {
      for (const bias of [1, 0]) {
        const inputs = count / width - bias;
        const [says, sum] = dense(inputs, width, bias);
        if (Number.isInteger(inputs) && inputs > 0) yield as(inputs, 1 - bias, [says + (kind === "TimeDistributed" ? ", the same at every step" : ""), sum]);
      }
    } else if (rules.embedding.includes(kind)) {
      if (count % width === 0) yield as(ANY, 0, embedding(count / width, width));
    } else if (rules.perFeature[kind]) {
      if (count === rules.perFeature[kind] * width) yield as(ANY, 0, perFeature(rules.perFeature[kind], width));
    } else yield* recurrentFits(line, reads, ways(line)[kind]);
  }

  const macs = ({ kind, macs: all, count }, { reading }) => {
    if (!all || !count || !reading.cell || all % count || kind.endsWith("Cell")) return "";
    const bare = rules.called.torch[kind].find(({ bias, projected }) => !bias && projected === Boolean(reading.projection));
    const products = totalOf(bare, reading.input, reading.hidden, reading.layers, reading.directions, reading.projection);
    const steps = all / count;
    const extra = products === count ? "" : "; torchinfo takes every parameter, biases too, for a MAC";
    return `${shown(all)} MACs are ${steps} times ${shown(count)}; the matrix products are ${steps}·${products} = ${shown(steps * products)}${extra}`;
  };

  const layer = (line, place) => {
    const { kind, count } = line;
    if (line.unbuilt) return told(line, "not built yet, so nothing is counted: start the model with keras.Input(shape=…)");
    if (!count) return told(line, "no weights of its own");
    if (line.width === null || line.width === undefined) {
      return told(line, `its sizes are not in the table: give torchinfo.summary an input_size, or ask lstm-docs explain ${count} --input I`);
    }
    const known = Object.hasOwn(ways(line), kind) || rules.dense.includes(kind) || rules.embedding.includes(kind) || Object.hasOwn(rules.perFeature, kind);
    if (!known) return told(line, "a kind of layer that is not explained here; its parameters are in the total");
    const reads = readsOf(line, place);
    const fitting = line.width ? [...fits(line, reads)].sort((one, other) => one.cost - other.cost) : [];
    if (!fitting.length) {
      const more = line.source === "torchinfo" && kind === "LSTM" && !reads ? "; one with a projection (proj_size) may, which is tried where torchinfo prints input_size" : "";
      return told(line, `no ${kind} of width ${line.width}${reads ? ` that reads ${reads}` : ""} has ${shown(count)} parameters${more}`, true);
    }
    const agreeing = fitting.filter((one) => [reads, ANY].includes(one.reads));
    const readings = (agreeing.length ? agreeing : fitting).slice(0, SHOWN).map(({ reading }) => reading);
    const alone = readings.length > 1 ? "the table leaves open which of these it is" : macs(line, agreeing[0] ?? fitting[0]);
    const apart = reads === null ? "what it reads is not in the table, and follows from the count" : `the line above gives ${reads} numbers, which does not lead to ${shown(count)}`;
    return { line, readings, note: agreeing.length ? alone : apart, failed: false };
  };

  const total = (line, place) => {
    if (line.name === "Optimizer") {
      const trainable = read.slice(0, place + 1).findLast(({ name }) => name === "Trainable")?.count ?? 0;
      const adam = line.count === 2 * trainable + 2;
      return told(line, adam ? `two numbers for each trainable parameter, as Adam keeps them, and two of its own: 2·${trainable} + 2` : "what the optimizer keeps beside the weights");
    }
    if (line.name !== "Total") return told(line, line.name === "Trainable" ? "what training changes" : "what training leaves as it is");
    const first = read.slice(0, place).findLastIndex(({ source }) => source === "total") + 1;
    const summed = read.slice(first, place).reduce((all, { count }) => all + (count ?? 0), 0);
    const end = read.findIndex(({ source }, at) => at > place && source !== "total");
    const kept = read.slice(place, end < 0 ? read.length : end).find(({ name }) => name === "Optimizer")?.count ?? 0;
    if (summed + kept === line.count) {
      const says = `the sum of the lines above${kept ? ` and ${shown(kept)} of the optimizer` : ""}`;
      return { line, readings: [{ says, sum: kept ? `${shown(summed)} + ${shown(kept)}` : "" }], note: "", failed: false };
    }
    const apart = (line.count ?? 0) - summed - kept;
    const beside = `the lines above sum to ${shown(summed + kept)}, ${shown(Math.abs(apart))} ${apart > 0 ? "fewer" : "more"}: is a line missing, or a layer there twice?`;
    return told(line, beside, true);
  };

  const sizeOf = (text_) => {
    const size = whole(text_) ?? 0;
    return size <= LARGEST ? size : 0;
  };
  const module = (line) => {
    const { kind } = line;
    const places = line.arguments.filter((part) => !part.includes("="));
    const given = Object.fromEntries(line.arguments.filter((part) => part.includes("=")).map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]));
    const bias = given.bias !== "False";
    const wrong = () => told(line, `its sizes are not those of a ${kind}`, true);
    if (Object.hasOwn(rules.called.torch, kind)) {
      const [input, hidden] = places.length >= 2 ? places.map(sizeOf) : [0, 0];
      const [layers, projection] = [sizeOf(given.num_layers ?? "1"), whole(given.proj_size ?? "0")];
      if (!input || !hidden || layers < 1 || layers > 1024 || projection === null || projection >= hidden) return wrong();
      const way = rules.called.torch[kind].find((one) => one.bias === bias && one.projected === Boolean(projection));
      if (!way) return told(line, `a ${kind} has no proj_size`, true);
      const directions = given.bidirectional === "True" ? 2 : 1;
      const count = totalOf(way, input, hidden, layers, directions, projection);
      return { line: { ...line, count }, readings: [fitOf(way, input, hidden, layers, directions, projection).reading], note: "", failed: false };
    }
    if (kind === "Linear") {
      const [inputs, outputs] = [given.in_features, given.out_features].map(sizeOf);
      return inputs && outputs ? said(line, outputs * (inputs + Number(bias)), dense(inputs, outputs, bias)) : wrong();
    }
    const [one, other] = places.map(sizeOf);
    if (rules.embedding.includes(kind) && places.length === 2 && one && other) return said(line, one * other, embedding(one, other));
    const each = Object.hasOwn(rules.perFeature, kind) && ![given.affine, given.elementwise_affine].includes("False") ? rules.perFeature[kind] : 0;
    const features = sizeOf(places[0]?.replace(/^[(), ]+|[(), ]+$/g, "") ?? "");
    if (each && features) return said(line, each * features, perFeature(each, features));
    return told(line, rules.without.includes(kind) ? "no weights of its own" : "a kind of module that is not explained here, and not in the sum");
  };

  const tensor = (line) => {
    const { name, shape } = line;
    const count = product(shape);
    const sides = shape.join("·");
    const named = /^(.*?)(weight_ih|weight_hh|weight_hr|bias_ih|bias_hh)(_l\d+)?(_reverse)?$/.exec(name);
    if (!named) {
      if (shape.length === 2 && /emb|wte|lookup/i.test(name)) return said(line, count, [embedding(shape[0], shape[1])[0], sides]);
      if (shape.length === 2) return said(line, count, [`a dense layer's matrix, ${shape[1]} → ${shape[0]}`, sides]);
      if (shape.length === 1 && name.endsWith("bias")) return said(line, count, [`a bias for each of ${shape[0]} outputs`, sides]);
      return told({ ...line, count }, "a tensor that is not explained here; its numbers are in the sum");
    }
    const [, prefix, part, at = "", backward = ""] = named;
    const beside = (key) => shapes.get(`${prefix}${key}${at}${backward}`) ?? [];
    const [[rows], hidden] = [beside("weight_hh"), (beside("weight_hr").length ? beside("weight_hr") : beside("weight_hh")).at(-1)];
    const order = hidden && rows % hidden === 0 ? rules.orders[rows / hidden] : null;
    if (!order || (part !== "weight_hr" && shape[0] !== rows)) {
      return told({ ...line, count }, rows === undefined ? "there is no weight_hh beside it" : "the shapes beside it are those of no LSTM, GRU or RNN", true);
    }
    const where = `${order[0]}${at ? `, layer ${Number(at.slice(2)) + 1}` : ""}${backward ? ", backward" : ""}`;
    if (part === "weight_hr") return said(line, count, [`${where}: V, which projects h from ${hidden} to ${shape[0]}`, sides]);
    const gates = rows / hidden;
    const blocks = gates > 1 ? `${gates} blocks of ${hidden} rows, gates ${order[1]}` : `${hidden} rows`;
    return said(line, count, [`${where}: ${rules.matrices[part]}; ${blocks}`, [...(gates > 1 ? [gates] : []), hidden, ...shape.slice(1)].join("·")]);
  };

  const done = read.map((line, place) => ({ total, print: module, tensors: tensor })[line.source]?.(line, place) ?? layer(line, place));
  const own = done.filter(({ line }) => ["print", "tensors"].includes(line.source));
  if (own.length && !done.some(({ line }) => line.source === "total")) {
    const count = own.reduce((all, { line }) => all + (line.count ?? 0), 0);
    done.push({ line: { source: "total", name: "Total", kind: "total", count }, readings: [{ says: "the sum of the lines above", sum: "" }], note: "", failed: false });
  }
  return done;
};

/** What a line is of, and its number: `lstm (LSTM): 4,464`. @param {Line} line */
export const heading = ({ source, name, kind, shape, count }) => {
  const named = { total: `${name} params`, tensors: `${name} ${(shape ?? []).join("×")}` }[source] ?? (name ? `${name} (${kind})` : kind);
  return count === null || count === undefined ? named : `${named}: ${shown(count)}`;
};
