// <lstm-inspect>: a field for a model file, and what its recurrent layers are. A worker reads it; nothing leaves the page.
import { number } from "./numbers.js";

const SVG = "http://www.w3.org/2000/svg";
const TALLEST = 230;
const WIDEST = 200;

class Inspect extends HTMLElement {
  connectedCallback() {
    if (this.input) return;
    this.input = this.querySelector("input");
    this.colours = JSON.parse(this.dataset.colours);
    this.input.onchange = () => this.input.files[0] && this.read(this.input.files[0]);
    this.ondragover = (event) => event.preventDefault();
    this.ondrop = (event) => {
      event.preventDefault();
      const [file] = event.dataTransfer.files;
      if (file) this.read(file);
    };
    this.start();
  }

  // All that reading takes is fetched before there is a file, so that a page that is open can read one offline.
  async start() {
    try {
      this.rules = await (await fetch(new URL("models.json", import.meta.url))).json();
      this.worker = new Worker(new URL("model-worker.js", import.meta.url));
      this.worker.onmessage = ({ data }) => this.told(data);
      this.worker.onerror = () => this.say("The reader did not start here. The command lstm-docs inspect reads the file.");
      await document.fonts.load('18px "LSTM Math"');
      this.input.disabled = false;
      this.classList.add("lstm-live");
    } catch {
      this.say("The reader could not be fetched. The command lstm-docs inspect reads a file as well.");
    }
  }

  read(file) {
    if (!this.worker) return;
    this.name = file.name;
    this.say(`Reading ${file.name} …`);
    this.worker.postMessage({ file, rules: this.rules });
  }

  say(text) {
    this.querySelector("[role=status]").textContent = text;
  }

  told({ found, refused }) {
    const place = this.querySelector(".lstm-found");
    place.replaceChildren();
    if (refused) return this.say(`${this.name}: ${refused}`);
    const { layers } = found;
    const count = layers.length === 1 ? "one recurrent layer" : `${layers.length || "no"} recurrent layers`;
    this.say(`${this.name}: ${count}, ${number(found.parameters)} parameters in ${number(found.tensors)} tensors.`);
    const unseen = "A layer whose names are nobody's, or that is written out as plain products, may be there all the same; the command lstm-docs inspect sees more.";
    if (!layers.length) place.append(made("p", {}, unseen));
    for (const layer of layers) place.append(title(layer.name), ...this.layer(layer));
    const notes = found.notes.map((note) => ["note", note]);
    const outside = found.outside.map((file) => ["note", `numbers of it lie in ${file}, a file beside it; they are not needed here`]);
    place.append(
      title("The file"),
      table("The file", [
        ["format", `${found.format}, ${number(found.bytes)} bytes`],
        ["in recurrent layers", `${number(found.recurrent)} parameters`],
        ["outside of them", `${number(found.parameters - found.recurrent)} parameters`],
        ...outside,
        ...notes,
      ]),
    );
  }

  layer({ name, readings, uses, unread, alternatives }) {
    if (!readings.length) return [made("p", {}, `It is not read: ${unread}.`)];
    if (readings.length > 1) {
      const ways = readings.map((reading) => [`${reading.framework}:${reading.network.cell}`, `${this.network(reading)}${order(reading)}`]);
      return [made("p", {}, `It can be read in ${readings.length} ways, which compute different outputs.`), table(name, [...ways, ["told apart by", this.apart(readings)]])];
    }
    const [reading] = readings;
    const { network, also, known, because, notes, tensors } = reading;
    const called = (id) => this.rules.frameworks[id].name;
    const shares = also.length ? ` (also ${also.map(called).join(", ")})` : "";
    const R = network.projection ?? network.hidden;
    const both = network.bidirectional ? 2 : 1;
    const state = network.layers * both * (R + (this.rules.cells[network.cell][1] - 1) * network.hidden);
    const distinct = new Map(tensors.map((tensor) => [tensor.name, tensor]));
    const counted = (list) => number(list.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0));
    const rows = [
      ["cell", this.network(reading)],
      ["convention", `${called(reading.framework)}${shares}${order(reading)}`],
      [known === "guess" ? "a guess" : `known by ${known}`, because.join("; ")],
      ...(alternatives.length ? [["could also be", alternatives.map((one) => `${called(one.framework)}, ${this.network(one)}${order(one)}`).join("; ")]] : []),
      ["parameters", counted(tensors.length === distinct.size ? tensors : [...distinct.values()])],
      ["MACs of a step", counted(tensors.filter(({ matrix }) => matrix))],
      ["state between calls", `${number(state)} numbers`],
      ...notes.map((note) => ["note", note]),
      ...(uses.length > 1 ? [["used", `${uses.length} times with the same tensors`]] : []),
      ...tensors.slice(0, 24).map((tensor) => [tensor.name, `${tensor.shape.map(number).join(" × ")} ${tensor.dtype}`]),
      ...(tensors.length > 24 ? [["", `and ${tensors.length - 24} more tensors`]] : []),
    ];
    return [table(name, rows), ...this.picture(name, tensors)];
  }

  network({ network: { cell, input, hidden, layers, bidirectional, projection, bias } }) {
    const deep = layers > 1 ? `${layers} layers` : "";
    const parts = [`${this.rules.cells[cell][0]}, ${number(input)} → ${number(hidden)}`, projection && `projected to ${number(projection)}`, deep, bidirectional && "in both directions", !bias && "without biases"];
    return parts.filter(Boolean).join(", ");
  }

  apart(readings) {
    const cells = [...new Set(readings.map(({ network }) => network.cell))].sort();
    const setting = this.rules.settings.find(([pair]) => String(pair) === String(cells));
    const wrote = cells.length < readings.length ? `which framework wrote the file: ${[...new Set(readings.map(({ framework }) => this.rules.frameworks[framework].name))].sort().join(", ")}` : "";
    return [setting?.[1], wrote].filter(Boolean).join("; ");
  }

  // The matrices whose gates lie in blocks, at one scale.
  picture(name, tensors) {
    const drawn = tensors.flatMap(({ key, shape, axes, gates, matrix }) => {
      const sides = axes.flatMap((group, n) => (/^[D1K]*$/.test(group) ? [] : [[group, shape[n]]]));
      if (sides[0]?.[0] === "G" && sides[1]?.[0] === "H") sides.splice(0, 2, ["GH", sides[0][1] * sides[1][1]]);
      const axis = sides.findIndex(([group]) => group === "GH" || (gates.length === 1 && group === "H"));
      return matrix && sides.length === 2 && axis >= 0 ? [{ key, axis, gates: gates.toLowerCase(), rows: sides[0][1], columns: sides[1][1] }] : [];
    });
    const scale = Math.min(...drawn.map(({ rows, columns }) => Math.min(TALLEST / rows, WIDEST / columns)));
    const pictures = drawn.slice(0, 8).map(({ key, axis, gates, rows, columns }) => {
      const [wide, high] = [columns, rows].map((side, n) => Math.max(side * scale, n === axis ? 6 : 18 * gates.length));
      const across = axis ? wide / gates.length : wide;
      const down = axis ? high : high / gates.length;
      const blocks = [...gates].map((gate, n) => {
        const [x, y] = axis ? [n * across, 0] : [0, n * down];
        const beside = across < 18 && !axis;
        return svg("g", { class: this.colours[gate] ?? "" }, [
          svg("rect", { x: x + 1, y: y + 1, width: across, height: down, class: "lstm-block" }),
          svg("text", { x: beside ? x + across + 12 : x + across / 2 + 1, y: y + down / 2 + 6, "text-anchor": "middle", class: "lstm-letter-label" }, gate),
        ]);
      });
      const title = `${key}: ${number(rows)} × ${number(columns)}, gates ${[...gates].join(" ")}`;
      const size = { width: wide + 26, height: high + 2, viewBox: `0 0 ${wide + 26} ${high + 2}` };
      const shown = svg("svg", { ...size, role: "img", "aria-label": title, class: "lstm-figure" }, blocks);
      return made("figure", {}, shown, made("figcaption", {}, key, made("br"), `${number(rows)} × ${number(columns)}`));
    });
    return pictures.length ? [made("div", { className: "lstm-scroll lstm-drawn", tabIndex: 0, role: "group", ariaLabel: `Matrices of ${name}, to scale` }, ...pictures)] : [];
  }
}

const order = ({ order: gates }) => (gates.length > 1 ? `, gates ${[...gates].join(" ")}` : "");

function made(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

const title = (text) => made("p", {}, made("strong", {}, text));

function svg(tag, attributes, children = /** @type {any} */ ([])) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

function table(name, rows) {
  const body = made("tbody", {}, ...rows.map(([label, text]) => made("tr", {}, made("th", { scope: "row" }, label), made("td", {}, text))));
  return made("div", { className: "lstm-scroll", tabIndex: 0, role: "group", ariaLabel: `What ${name} is` }, made("table", { className: "lstm-table" }, body));
}

if (!customElements.get("lstm-inspect")) customElements.define("lstm-inspect", Inspect);
