// <lstm-adding>: a network trained in the page while it is watched; see lstm_docs/site/living/adding_parts.py.
import { fixed, label, picture, px, significant, tag } from "./explore-parts.js";
import { ACROSS, column, COLUMN, LEFT, place, row, SQUARE, TOP } from "./live-drawing.js";
import { living } from "./live-element.js";
import { Training } from "./training.js";

const [WIDE, HIGH, EDGE, LOW, DECADES] = [350, 170, 34, -4, 6];
const ON_A_LINE = 5; // steps: a phone has room for so much without making words smaller
const BUDGET = 40; // milliseconds of training between two pictures
const KNOWS = 0.15; // who says 1 each time has a mean loss of 1/6, the variance of a sum of two numbers from 0 to 1

/** The curve of losses, on a scale of powers of ten. */
export function curve(losses, every, updates) {
  const across = (n) => px(EDGE + ((WIDE - EDGE - 6) * n * every) / updates);
  const down = (loss) => px(10 + ((HIGH - 34) * (LOW + DECADES - Math.min(Math.max(Math.log10(loss), LOW), LOW + DECADES))) / DECADES);
  const points = losses.map((loss, n) => `${across(n + 0.5)} ${down(loss)}`).join("L");
  const ticks = [-4, -2, 0, 2].map((power) => label(EDGE - 5, down(10 ** power) + 4, `10${"⁻".repeat(+(power < 0))}${"⁰¹²³⁴"[Math.abs(power)]}`, "end", "lstm-word"));
  const frame = tag("path", { d: `M${EDGE} 10V${HIGH - 24}H${WIDE - 6}`, class: "lstm-axis" });
  const line = losses.length ? tag("path", { d: `M${points}`, class: "lstm-roof lstm-c" }) : "";
  const told = losses.length ? `After ${losses.length * every} updates the loss is ${significant(losses.at(-1))}.` : "No update yet.";
  return picture(WIDE, HIGH, "The loss after each update", told, frame + ticks.join("") + label(WIDE - 8, HIGH - 6, `${updates} updates`, "end", "lstm-word") + line, "lstm-losses");
}

// The vectors of one sum, and how large the gradient by each h is.
function seen({ done, byH }, shown, kinds) {
  const high = SQUARE * Math.ceil(done[0].h_t.rows / ACROSS);
  const pitch = Math.max(high, 2 * SQUARE) + 10;
  const foot = TOP + pitch * shown.length + 10;
  const lines = { steps: ON_A_LINE, apart: foot + 16, high };
  const words = (t, y, text) => {
    const [x, below] = place(lines, t);
    return label(x + 28, y + below, text, "middle", "lstm-word");
  };
  const heads = done.map(({ x_t: { v, columns } }, t) => words(t, 15, fixed(v[0], 2) + (v[columns] ? " ✓" : "")));
  const rows = shown.map((it, n) => row(it, TOP + pitch * n, done.map((values) => column(values[it])), 1, kinds[it], lines));
  const sizes = byH.map((norm) => (norm < 1e6 ? significant(norm) : "large"));
  const norms = sizes.map((size, t) => words(t, foot, size));
  const told = `Numbers, ✓ marks the two that are added; below, the length of the gradient by each h: ${sizes.join(", ")}.`;
  const tall = lines.apart * Math.ceil(done.length / ON_A_LINE) - 8;
  return picture(LEFT + COLUMN * ON_A_LINE, tall, "Gates and states of one sum, step by step", told, [...heads, ...rows, ...norms].join(""), "lstm-grids");
}

const SHOWN = { lstm: ["i_t", "f_t", "o_t", "c_t", "h_t"], "gru-reset-after": ["r_t", "z_t", "h_t"], "rnn-tanh": ["h_t"] };

function begin(it) {
  const { state, data } = it;
  it.training = new Training({ ...data.run, ...state, rate: +state.rate }, data.lines[state.cell]);
  it.losses = [];
  it.sum = 0;
}

function frame(it) {
  const start = performance.now();
  let found;
  do {
    found = it.training.next();
    if (found) it.sum += found.loss;
    if (found && it.training.update % it.data.every === 0) {
      it.losses.push(it.sum / it.data.every);
      it.sum = 0;
    }
  } while (found && it.training.update < it.data.run.updates && performance.now() - start < BUDGET);
  draw(it, found);
  if (!found || it.training.update >= it.data.run.updates) stop(it);
  else it.playing = requestAnimationFrame(() => frame(it));
}

function draw(it, found) {
  it.write("loss", curve(it.losses, it.data.every, it.data.run.updates));
  if (found) it.write("seen", seen(found, SHOWN[it.state.cell], it.data.kinds));
}

function said(it) {
  const last = it.losses.at(-1);
  if (last === undefined) return "";
  const most = Math.max(...it.losses);
  const now = last < 0.01 ? "it adds" : last < KNOWS ? "it is still learning" : "no better than to say 1 each time";
  return `After ${it.training.update} updates the loss is ${significant(last)}${most > 1 ? `, and it was ${significant(most)}` : ""}: ${now}.`;
}

function stop(it) {
  cancelAnimationFrame(it.playing);
  it.playing = 0;
  it.querySelector("[data-do=train]").textContent = "Train";
  if (it.training) it.write("said", said(it));
}

living("lstm-adding", {
  changed(it, name) {
    if (name === "rate" || name === "clip") it.training?.change({ ...it.training.run, [name]: +it.state[name] });
    else again(it);
  },
  show: () => ({}),
  left: stop,
  train(it) {
    if (it.playing) return stop(it);
    if (!it.training || it.training.update >= it.data.run.updates) begin(it);
    it.querySelector("[data-do=train]").textContent = "Pause";
    it.write("said", "Learning: the loss and the gates below are those of now.");
    frame(it);
  },
  again,
  explode(it) {
    for (const [name, value] of [["rate", 1], ["clip", 0]]) it.set(name, value);
    again(it);
    this.train(it);
  },
});

function again(it) {
  stop(it);
  begin(it);
  it.write("said", "New weights: press Train.");
  it.write("loss", curve([], it.data.every, it.data.run.updates));
  it.write("seen", "");
}
