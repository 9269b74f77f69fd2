// A name read letter by letter by a trained network; the same lines are in lstm_docs/live/reading.py and weights.py.
import { matrix, repeated, softmax, step, value } from "./live.js";
import { Stream } from "./streams.js";

export const LETTERS = "abcdefghijklmnopqrstuvwxyz";
export const END = ".";
export const SIGNS = LETTERS + END;
export const MOST_LETTERS = 16;
const HEAD = ["+", ["@", "W_y", "h_t"], "b_y"];

export const bytes = (text) => Uint8Array.from(atob(text), (it) => it.charCodeAt(0));

/** The weights by name, each whole number times the scale of its row. */
export function unpacked({ shapes, scales, integers }) {
  const whole = new Int8Array(bytes(integers).buffer);
  let place = 0;
  return Object.fromEntries(
    Object.entries(shapes).map(([name, [rows, columns]]) => {
      const steps = scales[name.split("_").at(-1)];
      return [name, matrix(rows, columns, Float64Array.from({ length: rows * columns }, (_, n) => whole[place++] * steps[Math.floor(n / columns)]))];
    }),
  );
}

/** The letters of a name as the networks know them; empty if one of them is not a letter from a to z. */
export function spelled(name) {
  const lowered = name.trim().toLowerCase();
  return /^[a-z]+$/.test(lowered) ? lowered : "";
}

/** Names of one length, side by side: after each sign every vector by name, and `next`, the shares of the signs. */
export function readNames({ weights, equations, input, states }, names, held = {}) {
  const [count, hidden] = [names.length, weights.W_y.columns];
  const wide = Object.fromEntries(Object.entries(weights).map(([name, w]) => [name, w.columns === 1 ? repeated(w, count) : w]));
  let before = Object.fromEntries(states.map((name) => [name, matrix(hidden, count)]));
  const spelt = names.map((name) => END + name);
  return [...spelt[0]].map((_, t) => {
    const x = matrix(SIGNS.length, count);
    spelt.forEach((signs, n) => (x.v[SIGNS.indexOf(signs[t]) * count + n] = 1));
    /** @type {Record<string, import("./live.js").Matrix>} */
    const values = { ...wide, ...before, [input]: x };
    step(equations, values, held);
    before = Object.fromEntries(states.map((name) => [name, values[name.replace("-1", "")]]));
    values.logits = value(HEAD, values);
    values.next = softmax(values.logits);
    return values;
  });
}

/** The mean of -log of the shares that the first of the names gave to its own letters, and to its end. */
export function nats(name, done) {
  const signs = [...name + END];
  return signs.reduce((sum, sign, t) => sum - Math.log(done[t].next.v[SIGNS.indexOf(sign) * done[t].next.columns]), 0) / signs.length;
}

/** What is still there of the first letter after each letter, from 0 to 1: how far apart predictions are for another first one. */
export function leftOfTheFirst(cell, name) {
  const others = [...LETTERS].filter((it) => it !== name[0]).map((it) => it + name.slice(1));
  return readNames(cell, [name, ...others])
    .slice(1)
    .map(({ next: { v, columns } }) => {
      let apart = 0;
      for (let n = 1; n < columns; n++) for (let k = 0; k < SIGNS.length; k++) apart += Math.abs(v[k * columns + n] - v[k * columns]);
      return apart / others.length / 2;
    });
}

/** A name that the network writes, sign by sign. */
export function written(cell, temperature, ...path) {
  const stream = new Stream(...path);
  let name = "";
  while (name.length < MOST_LETTERS) {
    const shares = softmax(readNames(cell, [name]).at(-1).logits, temperature).v;
    const at = stream.draw() / 2 ** 32;
    let [sum, place] = [0, 0];
    while (place < SIGNS.length - 1 && (sum += shares[place]) <= at) place++;
    if (SIGNS[place] === END) break;
    name += SIGNS[place];
  }
  return name;
}
