// The strip of time; see lstm_docs/site/explore/strip.py and strip_drawn.py.
import { run } from "./explore-equations.js";
import { explorer } from "./explore.js";
import { change, fixed, label, picture, px, symbol, tag } from "./explore-parts.js";

const [INPUTS, STEPS, ALONG] = [2, 10, "along"];
const [LEFT, CELL, ROW, GAP, TOP, SHOWN, FINGER] = [46, 27, 18, 9, 24, 56, 46];
const RIGHT = LEFT + CELL * STEPS;

function parts(data, state, before) {
  const [found, earlier] = [strip(data, state), strip(data, before)];
  return { picture: drawn(found, data.kinds, state), said: said(data, state, before, found, earlier) };
}

// Every vector at every step, and what of a gradient by c at the shown step comes back to each.
function strip({ equations, kinds, weights, drawn: inputs }, state) {
  const { hidden, at, feed, size } = state;
  const values = {};
  for (const [name, rows] of Object.entries(weights)) values[name] = rows.slice(0, hidden).map((row) => row.slice(0, name[0] === "W" ? INPUTS : hidden));
  const zeros = Array(hidden).fill(0);
  Object.assign(values, { "h_t-1": zeros, "c_t-1": zeros });
  const found = Object.fromEntries(Object.keys(kinds).map((name) => [name, []]));
  for (let step = 0; step < STEPS; step++) {
    values.x_t = feed === "impulse" ? Array(INPUTS).fill(step ? 0 : size) : inputs[step];
    for (const [name, tree] of equations) {
      const computed = run(tree, values);
      values[name] = name === "f_t" && state["hold-f"] !== "free" ? computed.map(() => +state["hold-f"]) : computed;
    }
    for (const name of Object.keys(found)) found[name].push(values[name]);
    Object.assign(values, { "h_t-1": values.h_t, "c_t-1": values.c_t });
  }
  const back = Array.from({ length: STEPS }, (_, step) => zeros.map(() => +(step === at - 1)));
  for (let step = at - 2; step >= 0; step--) back[step] = back[step + 1].map((value, n) => value * found.f_t[step + 1][n]);
  return { ...found, [ALONG]: back };
}

function said(data, state, before, found, earlier) {
  const { at } = state;
  const words = change(data.names, { ...before, at }, state);
  const alike = found.c_t[0].length === earlier.c_t[0].length;
  const then = words && alike ? `${fixed(earlier.c_t[at - 1][0], 3)} → ` : "";
  const [now, first] = [at - 1, 0].map((step) => fixed(found.c_t[step][0], 3));
  const left = fixed(found[ALONG][0][0], 3);
  return `${words && `${words}: `}c₁ is ${first} after step 1 and ${then}${now} after step ${at}; the forget gates leave ${left} of what step 1 wrote there, and as much of a gradient comes back.`;
}

function drawn(strip_, kinds, state) {
  const { at } = state;
  let y = TOP;
  const places = Object.entries(strip_).map(([name, values]) => {
    const place = [name, y];
    y += ROW * values[0].length + GAP;
    return place;
  });
  const bottom = y - GAP;
  const steps = Array.from({ length: STEPS }, (_, n) => n);
  const rows = places.map(([name, top]) => rowsOf(name, top, strip_[name], kinds[name] ?? "lstm-c", state));
  const heads = steps.map((n) => label(LEFT + CELL * (n + 0.5), 15, n + 1, "middle", "lstm-word"));
  const frame = tag("rect", { x: px(LEFT + CELL * (at - 1)), y: TOP - 4, width: CELL, height: px(bottom - TOP + 8), rx: 3, class: "lstm-frame lstm-at" });
  const scrubbed = { "data-grab": "at", "data-start": "0.5", "data-dx": 1 / CELL, "data-dy": 0 };
  const goes = tag("rect", { x: LEFT, y: TOP + 60, width: CELL * STEPS, height: bottom - TOP - 60, class: "lstm-go lstm-along", ...scrubbed });
  const told = places.map(([name]) => `${name} ${strip_[name][at - 1].map((value) => fixed(value, 3)).join(", ")}`).join("; ");
  const description = `After step ${at}: ${told}. ${ALONG}: what of a gradient by c comes back.`;
  return picture(RIGHT + SHOWN, bottom + 6, "Ten steps", description, [...heads, ...rows, frame, goes].join(""), "lstm-strip");
}

function rowsOf(name, y, values, kind, { at, feed }) {
  const count = values[0].length;
  const largest = Math.max(1, ...values.flat().map(Math.abs));
  const middle = y + (ROW * count) / 2 + 6;
  const content = [name === ALONG ? label(22, middle - 1, "∂c", "middle", "lstm-word") : symbol(22, middle, name, kind)];
  if (name === "f_t") content.push(found(FINGER / 2, middle - 6, { class: "lstm-go" }));
  for (let n = 0; n < count; n++) {
    for (let step = 0; step < at; step++) content.push(cell(y + ROW * n, step, values[step][n], largest));
    content.push(label(RIGHT + SHOWN - 2, y + ROW * n + 14, fixed(values[at - 1][n], 3), "end", "lstm-word"));
  }
  if (name === "x_t" && feed === "impulse") content.push(found(LEFT + CELL / 2, middle - 6, { class: "lstm-grab", "data-grab": "size" }));
  const named = { class: kind || "lstm-plain", ...(name === ALONG ? {} : { "data-s": name }), ...(name === "f_t" ? { "data-next": "hold-f" } : {}) };
  return tag("g", named, ...content);
}

// What a finger finds there.
const found = (x, y, more) => tag("rect", { x: x - FINGER / 2, y: y - FINGER / 2, width: FINGER, height: FINGER, ...more });

function cell(y, step, value, largest) {
  const [x, dark] = [LEFT + CELL * step, fixed(Math.abs(value) / largest, 2)];
  const shade = tag("rect", { x, y, width: CELL - 1, height: ROW - 1, "fill-opacity": dark, class: "lstm-shade" });
  return value < 0 && dark !== "0.00" ? shade + label(x + CELL / 2, y + 14, "−", "middle", "lstm-minus") : shade;
}

explorer("lstm-explore-strip", parts);
