// The explorer of what is returned; see lstm_docs/site/explore/returns.py.
import { explorer } from "./explore.js";
import { cell, drawn, grab, perPixel, turn, word } from "./explore-chart.js";
import { change, number } from "./explore-parts.js";

const STEPS = 10;
const LAYERS = ["lower", "upper"];

function shape(state, returned, size) {
  const sizes = [state.batch, ...(returned === "all" ? [state.steps] : []), state[size]];
  return `(${sizes.map(number).join(", ")})`;
}

function parts(data, state, before) {
  return { picture: picture(data.chart, state), said: said(data, state, before), numbers: numbers(state) };
}

function picture(chart, state) {
  const [{ steps }, [across]] = [state, perPixel(chart)];
  const shapes = [shape(state, "all", "input"), ...LAYERS.map((layer) => shape(state, state[layer], "hidden"))];
  const runs = state.lower === "all";
  const times = Array.from({ length: steps }, (_, step) => step);
  const marks = times.map((step) => cell("lstm-shade", step, 0, "0.40"));
  LAYERS.forEach((layer, place) => {
    const row = place + 1;
    for (const step of times) {
      const handed = state[layer] === "all" || step === steps - 1;
      marks.push(row === 1 || runs ? cell("lstm-shade lstm-h", step, row, handed ? "0.75" : "0.18") : cell("lstm-then", step, row));
    }
    marks.push(turn(layer, 0, row, steps, 1));
  });
  shapes.forEach((said, row) => marks.push(word(row < 2 || runs ? said : "refused", [STEPS, row + 0.5], "start", [6, 5])));
  marks.push(grab("steps", [steps, 0.5], [across, 0]));
  return drawn(chart, marks, `${number(steps)} steps; ${(runs ? shapes.slice(1) : [shapes[1], "refused"]).join("; ")}`);
}

function said(data, state, before) {
  const done = change(data.names, before, state);
  const lead = done && `${done}. `;
  if (state.lower === "last") return `${lead}Layer 2 is refused: it steps through (B, T, H), and layer 1 hands on ${shape(state, "last", "hidden")}.`;
  const steps = state.upper === "all" ? "every state" : "the last state";
  return `${lead}Layer 2 hands on ${steps} of each sequence, ${shape(state, state.upper, "hidden")}.`;
}

function numbers(state) {
  const keras = LAYERS.map((layer) => `LSTM(${state.hidden}, return_sequences=${state[layer] === "all" ? "True" : "False"})`);
  const rows = [
    ["layer 1, Keras", keras[0]],
    ["layer 2, Keras", keras[1]],
    ["of both, PyTorch, batch_first=True", state.upper === "all" ? "output" : "output[:, -1]"],
  ].map(([words, value]) => `<tr><th scope="row">${words}</th><td><code>${value}</code></td></tr>`);
  return `<table class="lstm-table"><tbody>${rows.join("")}</tbody></table>`;
}

explorer("lstm-explore-returns", parts);
