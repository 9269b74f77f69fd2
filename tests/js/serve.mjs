// Answers a line with a line: {expression, values}, evaluated with the exports of the site's own modules in reach.
import { readdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const folder = pathToFileURL(`${process.argv[2]}/`);
const reach = {};

// As much of a page as a module needs to be loaded: elements are told by name, and nothing is shown.
const elements = {};
globalThis.HTMLElement = class {};
globalThis.matchMedia = () => ({ matches: true }); // less motion
globalThis.customElements = { get: (name) => elements[name], define: (name, element) => (elements[name] = element) };

// What an explorer writes into each part of its page in a state, after the one before.
reach.partsOf = (name, data, [state, before]) => {
  const parts = {};
  const element = Object.assign(Object.create(elements[`lstm-explore-${name}`].prototype), { data, state });
  element.write = (part, html) => (parts[part] = html);
  element.render(before);
  return parts;
};

// What an explorer in a state takes a field to hold.
reach.takenBy = (name, state, field) =>
  Object.assign(Object.create(elements[`lstm-explore-${name}`].prototype), { state }).read({ ...field, matches: (tag) => tag === field.tag });

// The places that a card takes for answered, in practice (`answered`) or in a test, with rows ticked, picked or moved.
const { Card } = await import(new URL("card.js", folder));
reach.placesOf = (kind, key, place, rows, answered, moved) => {
  const children = rows.map((row, n) => ({ dataset: { place: n }, querySelector: () => row }));
  const card = { asked: { kind, key }, place, answered, moved, find: () => ({ children }) };
  return Card.prototype.places.call(card);
};

const NAMED = ["streams", "grammar", "numbers", "kinds", "question", "explore-equations", "fsrs", "practice", "progress", "summary", "reading", "training", "words"];
for (const name of NAMED)
  for (const [key, value] of Object.entries(await import(new URL(`${name}.js`, folder)))) {
    if ((reach[key] ?? value) !== value) throw new Error(`${name}.js exports ${key}, as another module does`);
    reach[key] = value;
  }
reach.cellOf = (text) => reach.page.conform(reach.page.parse(text));
reach.page = {};
for (const name of ["text", "sizes", "counts", "layout", "view", "code"]) Object.assign(reach.page, await import(new URL(`cell-${name}.js`, folder)));
reach.page.expression = (await import(new URL("explore-parts.js", folder))).expression;
reach.shown = { reading: await import(new URL("live-reading.js", folder)) };
for (const file of readdirSync(folder)) if (/^(explore|live)-.*\.js$/.test(file)) await import(new URL(file, folder));

for await (const line of createInterface({ input: process.stdin })) {
  const { expression, values } = JSON.parse(line);
  const known = { ...reach, ...values };
  let answer;
  try {
    answer = { value: new Function(...Object.keys(known), `return (${expression});`)(...Object.values(known)) };
  } catch (error) {
    answer = { error: String(error.stack) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
