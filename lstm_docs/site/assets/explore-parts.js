// Numbers, formulas, sentences and drawing of the explorers; see lstm_docs/site/explore/texts.py.
import { decimal, number, rounded } from "./numbers.js";

export const px = (value) => Math.floor(value * 10 + 0.5) / 10;
export const fixed = (value, decimals) => decimal(rounded(value, decimals), decimals);
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
export const escaped = (text) => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]);

export function significant(value) {
  let decimals = 2;
  for (let bound = 10; decimals && value >= bound; bound *= 10) decimals--;
  while (value && value * 10 ** (decimals - 2) < 1 && decimals < 9) decimals++;
  return fixed(value, decimals);
}

const SPOKEN = { "^2": "squared", "+": "plus", "-": "minus", "*": "times", "/": "over", "=": "equals", "(": "open paren", ")": "close paren" };

export function expression(formula) {
  const pieces = [];
  const tokens = formula.match(/\d+(?:\.\d+)?|[A-Z]|\^\d|[-+*/()=]/g);
  tokens.forEach((token, place) => {
    if (token[0] === "^") pieces.push(`<msup>${pieces.pop()}<mn>${token[1]}</mn></msup>`);
    else if (token !== "*") pieces.push(element(token));
    else if (/^\d/.test(tokens[place + 1])) pieces.push("<mo>·</mo>");
  });
  const words = tokens.map((token) => SPOKEN[token] ?? token.replace("^", "to the ")).join(" ");
  return `<math aria-label="${words}">${pieces.join("")}</math>`;
}

function element(token) {
  if (/^\d/.test(token)) return `<mn>${token}</mn>`;
  if (/^[A-Z]/.test(token)) return `<mi>${token}</mi>`;
  return "()".includes(token) ? `<mo stretchy="false">${token}</mo>` : `<mo>${token === "-" ? "−" : token}</mo>`;
}

export const italic = (letters) =>
  letters.replace(/[A-Za-z]/g, (letter) =>
    letter === "h" ? "ℎ" : String.fromCodePoint(letter.charCodeAt() + (letter < "a" ? 0x1d434 - 65 : 0x1d44e - 97)),
  );

export function change(names, before, after) {
  const name = Object.keys(after).find((key) => after[key] !== before[key]);
  if (!name) return "";
  const [[label, words], first, last] = [names[name], before[name], after[name]];
  const word = label.length > 2;
  const lead = word ? label[0].toUpperCase() + label.slice(1) : label;
  if (words) return `${lead}: ${words[first]} → ${words[last]}`;
  if (typeof last === "string") return `${lead}: ${first} → ${last}`;
  const doubled = first && last && (last === 2 * first ? "Doubling" : first === 2 * last && "Halving");
  if (doubled) return `${doubled} ${word ? "the " : ""}${label}`;
  return `${lead} from ${blank(first)} to ${blank(last)}`;
}

const blank = (value) => (value === null ? "nothing" : number(value));

export const refusedAfter = (done, reason) => `${done && `${done}, but `}${reason}.`;

export function compared(done, before, after, unit, [first, last] = [number(before), number(after)]) {
  if (before === after) return `${done}: still ${last} ${unit}.`;
  return `${done}: ${first} → ${last} ${unit}, × ${significant(after / before)}.`;
}

// Drawing, as lstm_docs/site/figures/svg.py does it.
export function tag(name, attributes, ...content) {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
  return `<${name}${pairs.join("")}>${content.join("")}</${name}>`;
}

export const label = (x, y, words, anchor = "middle", kind = "lstm-label") =>
  tag("text", { x: px(x), y: px(y), "text-anchor": anchor, class: kind }, words);

export const symbol = (x, y, name, colour, anchor = "middle") => {
  const below = name.slice(1).replace("_", "");
  const lowered = below && tag("tspan", { dy: 4, class: "lstm-index" }, italic(below).replaceAll("-", "−"));
  return tag("text", { x: px(x), y: px(y), "text-anchor": anchor, class: `lstm-symbol ${colour}`.trim() }, italic(name[0]), lowered);
};

export const block = (x, y, width, height) =>
  tag("rect", { x: px(x), y: px(y), width: px(width), height: px(height), class: "lstm-block" });

const FITS = 480;
export function picture(width, height, title, description, content, kind) {
  const [w, h] = [px(width), px(height)];
  const told = tag("title", {}, title) + tag("desc", {}, description);
  const attributes = { class: `lstm-figure ${kind}${w > FITS ? " lstm-wide" : ""}`, viewBox: `0 0 ${w} ${h}`, width: w, height: h, role: "img", "data-search-exclude": "" };
  return tag("svg", attributes, told, tag("g", { "aria-hidden": "true" }, content));
}

export { number };
