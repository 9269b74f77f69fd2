// Adding two marked numbers, learnt update by update; the same lines are in lstm_docs/live/adding.py and training/adam.py.
import { back, matrix, repeated, step, summed, value } from "./live.js";
import { Stream } from "./streams.js";

const INPUT = 2;
const WHOLE = 2 ** 32;
const [FIRST, SECOND, EPSILON, BESIDE] = [0.9, 0.999, 1e-8, 1e-6];
const HEAD = ["+", ["@", "W_y", "h_t"], "b_y"];
const lengthOf = (v) => Math.sqrt(v.reduce((sum, it) => sum + it * it, 0));

export class Training {
  /** @param {any} run @param {{equations: any[], input: string, states: string[], weights: [string, string, string][]}} cell */
  constructor(run, cell) {
    this.cell = cell;
    this.data = new Stream("adding", run.seed, "data");
    this.update = 0;
    this.change(run);
    const sizes = { H: run.hidden, I: INPUT, 1: 1 };
    this.shapes = [...cell.weights.map(([name, rows, columns]) => [name, sizes[rows], sizes[columns]]), ["W_y", 1, run.hidden], ["b_y", 1, 1]];
    const count = this.shapes.reduce((sum, [, rows, columns]) => sum + rows * columns, 0);
    this.vector = new Float64Array(count);
    this.m = new Float64Array(count);
    this.v = new Float64Array(count);
    this.start();
  }

  // The rate and the clip may change on the way.
  change(run) {
    this.run = run;
  }

  start() {
    const stream = new Stream("adding", this.run.seed, "weights");
    let place = 0;
    for (const [name, rows, columns] of this.shapes)
      for (let n = 0; n < rows * columns; n++) this.vector[place++] = (2 * (stream.draw() / WHOLE) - 1) / Math.sqrt(this.run.hidden) + (name === "b_f" ? this.run.forget : 0);
  }

  named() {
    let place = 0;
    return Object.fromEntries(this.shapes.map(([name, rows, columns]) => [name, matrix(rows, columns, this.vector.subarray(place, (place += rows * columns)))]));
  }

  sums() {
    const { steps, batch } = this.run;
    const half = Math.floor(steps / 2);
    const x = Array.from({ length: steps }, () => matrix(INPUT, batch));
    const targets = matrix(1, batch);
    for (let b = 0; b < batch; b++) {
      for (let t = 0; t < steps; t++) x[t].v[b] = this.data.draw() / WHOLE;
      for (const t of [this.data.below(half), half + this.data.below(steps - half)]) {
        x[t].v[batch + b] = 1;
        targets.v[b] += x[t].v[b];
      }
    }
    return { x, targets };
  }

  /** One update: what it found before it moved, or nothing where the loss is a number no more. */
  next() {
    const { run, cell } = this;
    const named = this.named();
    const { x, targets } = this.sums();
    const wide = { ...named };
    for (const name of Object.keys(wide)) if (name[0] === "b") wide[name] = repeated(wide[name], run.batch);
    const zeros = () => matrix(run.hidden, run.batch);
    let states = Object.fromEntries(cell.states.map((name) => [name, zeros()]));
    const done = x.map((column) => {
      const values = { ...wide, ...states, [cell.input]: column };
      const inner = step(cell.equations, values);
      states = Object.fromEntries(cell.states.map((name) => [name, values[name.replace("-1", "")]]));
      return { values, inner };
    });
    const last = done.at(-1).values;
    const head = new Map();
    const read = value(HEAD, { ...last, b_y: wide.b_y }, head);
    const errors = read.v.map((it, n) => it - targets.v[n]);
    const loss = errors.reduce((sum, it) => sum + it * it, 0) / run.batch;
    const byHead = back([["y", HEAD]], { ...last, b_y: wide.b_y }, head, { y: matrix(1, run.batch, errors.map((it) => (2 * it) / run.batch)) });
    let byNext = Object.fromEntries(cell.states.map((name) => [name.replace("-1", ""), zeros()]));
    byNext.h_t = byHead.h_t;
    const found = { W_y: byHead.W_y, b_y: summed(byHead.b_y) };
    const byH = [];
    for (const { values, inner } of done.reverse()) {
      byH.unshift(lengthOf(byNext.h_t.v));
      const by = back(cell.equations, values, inner, byNext);
      byNext = Object.fromEntries(cell.states.map((name) => [name.replace("-1", ""), by[name] ?? zeros()]));
      for (const [name] of cell.weights) {
        const part = name[0] === "b" ? summed(by[name]) : by[name];
        found[name] = found[name] ? matrix(part.rows, part.columns, found[name].v.map((it, n) => it + part.v[n])) : part;
      }
    }
    const gradient = new Float64Array(this.shapes.flatMap(([name]) => [...found[name].v]));
    const norm = lengthOf(gradient);
    if (!Number.isFinite(norm)) return null;
    this.move(gradient, run.clip ? Math.min(1, run.clip / (norm + BESIDE)) : 1);
    return { update: this.update, loss, norm, byH, done: done.reverse().map((it) => it.values) };
  }

  // Adam, on the gradient shortened by a factor.
  move(gradient, factor) {
    this.update++;
    const [first, second] = [1 - FIRST ** this.update, 1 - SECOND ** this.update];
    for (let n = 0; n < gradient.length; n++) {
      const g = gradient[n] * factor;
      this.m[n] += (1 - FIRST) * (g - this.m[n]);
      this.v[n] += (1 - SECOND) * (g * g - this.v[n]);
      this.vector[n] -= ((this.run.rate / first) * this.m[n]) / (Math.sqrt(this.v[n] / second) + EPSILON);
    }
  }
}

