// What recurrent layers a model file holds: lstm_docs/models/opening.py in the browser. Headers are read, numbers are not.
import { Refused, namesOf, product, refuse } from "./model-names.js";
import { readOnnx } from "./model-onnx.js";

export { Refused };

/** A file as `{format, bytes, tensors, parameters, layers, rest, notes}`. Raises `Refused` with a sentence.
 * @param {any} source `name`, `size`, `read(start, end)`, and `inflated(start, end, most)`, a promise of the first bytes unpacked
 * @param {any} rules what Python exports. @returns {Promise<import("./contracts").ModelFile>} */
export const readModel = async (source, rules) => {
  const names = namesOf(rules);
  const { size, name: called } = source;
  const { most, bytes: widths } = rules;
  const textOf = (bytes, coding = "utf-8") => new TextDecoder(coding).decode(bytes);
  const latin = (bytes) => textOf(bytes, "latin1");
  const read = (start, end) => {
    const bytes = source.read(start, end);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const long = (place) => Number(view.getBigUint64(place, true));
    return { bytes, long, int: (place) => view.getUint32(place, true), short: (place) => view.getUint16(place, true) };
  };
  const isShape = (shape) => Array.isArray(shape) && shape.length <= 32 && shape.every((side) => Number.isInteger(side) && side >= 0 && side <= 2 ** 48);
  const damaged = (what, name) => refuse(`${what} ${JSON.stringify(name.slice(0, 80))} is damaged: its shape, its type or its place is wrong`);
  const parsed = (text) => {
    try {
      return Object(JSON.parse(text));
    } catch {
      return null;
    }
  };

  const safetensors = () => {
    const length = size < 8 ? Infinity : read(0, 8).long(0);
    if (length > size - 8 || length > most.header) refuse(`the header is said to have ${length} bytes: too many, or more than follow`);
    const { __metadata__: metadata, ...entries } = parsed(textOf(source.read(8, 8 + length))) ?? refuse("the header is not JSON");
    const tensors = Object.entries(entries).map(([name, entry]) => {
      const { dtype: code, shape, data_offsets: [begin, end] = [] } = Object(entry);
      const dtype = rules.safetensors[code] ?? String(code).toLowerCase();
      const bytes = isShape(shape) ? product(shape) * (widths[dtype] ?? NaN) : -1;
      if (!isShape([begin, end]) || bytes < 0 || (dtype in widths && bytes !== end - begin)) damaged("tensor", name);
      return { name, shape, dtype, place: `${begin} ${end}`, begin, end };
    });
    if (tensors.length > most.tensors) refuse(`the header names more than ${most.tensors} tensors`);
    let last = 0;
    for (const { name, begin, end } of [...tensors].sort((one, other) => one.begin - other.begin || one.end - other.end)) {
      if (begin !== last) damaged("tensor", name);
      last = end;
    }
    if (last !== size - 8 - length) refuse("the file does not end where its tensors do; was it cut off?");
    return { format: "safetensors", tensors, said: parsed(metadata?.settings) };
  };

  // The members of a zip, by the list at its end.
  const membersOf = () => {
    const tail = read(Math.max(0, size - 2 ** 16 - 22), size);
    const text = latin(tail.bytes);
    const end = text.lastIndexOf("PK\x05\x06");
    if (end < 0 || text.length - end < 22) refuse("the zip has no end; was it cut off?");
    const [length, start] = [12, 16].map((n) => tail.int(end + n));
    if (length > 2 ** 21 || start + length > size) damaged("the list of", called);
    const { bytes, short, int } = read(start, start + length);
    const found = [];
    for (let place = 0; place + 46 <= length; ) {
      const [flags, method, names, extra, comment] = [8, 10, 28, 30, 32].map((n) => short(place + n));
      const name = textOf(bytes.subarray(place + 46, place + 46 + names));
      const [unpacked, packed, offset] = [24, 20, 42].map((n) => int(place + n));
      if (int(place) !== 0x02014b50 || flags & 1 || ![0, 8].includes(method) || found.some((one) => one.name === name)) damaged("member", name);
      found.push({ name, method, packed, unpacked, offset });
      place += 46 + names + extra + comment;
    }
    return found;
  };
  const firstBytes = async ({ name, method, packed, unpacked, offset }, count) => {
    const head = read(offset, offset + 30);
    if (head.bytes.length < 30) damaged("member", name);
    const start = offset + 30 + head.short(26) + head.short(28);
    return method ? source.inflated(start, start + packed, count) : source.read(start, start + Math.min(count, unpacked));
  };
  const header = /^.NUMPY(..){2,3}\{'descr': '[<>|=]([fiucb])(\d+)', 'fortran_order': \w+, 'shape': \(((?:\d+,? ?)*)\), \} *\n/s;
  const arrayOf = async (member) => {
    const name = member.name.slice(0, -4);
    const [head, , code, digits, sides] = header.exec(latin(await firstBytes(member, 2 ** 14))) ?? damaged("array", name);
    const dtype = { f: "float", i: "int", u: "uint", c: "complex", b: "bool" }[code] + (code === "b" ? "" : 8 * Number(digits));
    const shape = sides.split(",").filter((side) => side.trim()).map(Number);
    if (!isShape(shape) || head.length + product(shape) * widths[dtype] !== member.unpacked) damaged("array", name);
    return { name, shape, dtype, place: String(member.offset) };
  };
  const npz = async () => {
    const members = membersOf();
    const tensors = [];
    for (const member of members) if (member.name.endsWith(".npy")) tensors.push(await arrayOf(member));
    if (!tensors.length) refuse("the zip holds no arrays");
    const settings = members.find(({ name, unpacked }) => name === "settings.json" && unpacked <= 2 ** 20);
    return { format: "npz", tensors, said: settings && parsed(textOf(await firstBytes(settings, settings.unpacked))) };
  };

  const heldBy = ({ readings, held }) => {
    const tensors = readings.flatMap((reading) => Object.values(reading.tensors));
    return tensors.length ? tensors : held;
  };
  const untaken = (tensors, layers) => {
    const taken = new Set(layers.flatMap(heldBy).map(({ place }) => place));
    return tensors.filter(({ place }) => !taken.has(place));
  };
  // A layer with several readings as the file's own settings say, where it has any.
  const settled = (layer, settings) => {
    const said = settings?.[layer.name] ?? settings ?? {};
    const first = (value) => String([value].flat()[0]);
    const fitting = layer.readings.filter(({ framework, network }) => {
      const told = Object.entries(rules.telling[framework]?.[network.cell] ?? {});
      return told.length && told.every(([key, value]) => key in said && first(said[key]) === first(value));
    });
    if (layer.readings.length < 2 || fitting.length !== 1) return layer;
    const because = [rules.said.settings, ...fitting[0].because];
    return { ...layer, readings: [{ ...fitting[0], known: "attribute", because }] };
  };
  const opened = async () => {
    if (["PK\x03", "PK\x05"].includes(latin(source.read(0, 3)))) return npz();
    if (/\.safetensors$/i.test(called)) return safetensors();
    if (/\.onnx$/i.test(called)) return { format: "onnx", ...readOnnx(source, names) };
    return refuse("this is no .safetensors, .npz or .onnx; lstm-docs inspect reads more formats");
  };
  const { format, tensors, layers = [], recurrent = new Set(), notes = [], said } = /** @type {any} */ (await opened());
  for (const tensor of tensors) tensor.counted = tensor.dtype.includes("float") || (rules.quantised.includes(tensor.dtype) && tensor.shape.length > 0);
  const left = tensors.filter(({ place }) => !recurrent.has(place));
  layers.push(...names.layers(untaken(left, layers)).map((layer) => settled(layer, said)));
  layers.push(...names.guesses(untaken(left, layers)));
  const placeOf = (layer) => {
    const own = new Set(heldBy(layer).map(({ name }) => name));
    return Math.max(0, tensors.findIndex(({ name }) => own.has(name)));
  };
  layers.sort((one, other) => placeOf(one) - placeOf(other));
  for (const { place } of layers.flatMap(heldBy)) recurrent.add(place);
  const distinct = [...new Map(tensors.filter(({ counted }) => counted).map((tensor) => [tensor.place, tensor])).values()];
  const counted = (all) => all.reduce((sum, { shape }) => sum + product(shape), 0);
  const [parameters, within] = [distinct, distinct.filter(({ place }) => recurrent.has(place))].map(counted);
  const outside = [...new Set(tensors.filter((tensor) => tensor.outside).map(({ external }) => external.location))];
  return { format, bytes: size, tensors: tensors.length, parameters, layers: layers.map(names.shown), recurrent: within, notes, outside };
};

/** The first `most` bytes that a Blob unpacks to. @param {Blob} blob @param {number} most */
export const inflated = async (blob, most) => {
  const reader = blob.stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const found = new Uint8Array(most);
  let length = 0;
  try {
    for (let chunk = await reader.read(); !chunk.done && length < most; chunk = await reader.read()) {
      found.set(chunk.value.subarray(0, most - length), length);
      length += chunk.value.length;
    }
    await reader.cancel();
  } catch {
    refuse("a member of the zip cannot be unpacked");
  }
  return found.subarray(0, Math.min(length, most));
};
