// What scripts write, in the words of a site in another language: found by what it looks like in English, as
// lstm_docs/words/saying.py finds what Python has written. Loaded on such sites alone; questions keep their language.
const PLACE = /\{(\w+)\}/g;
const PARTS = [/((?<=[.?!;]) (?=\S)| · (?=[A-Za-z])|(?<=[\uE000-\uF8FF]) (?=[A-Z]))/, /( – | = | · | → |(?<=[:,]) )/, /((?<=[\uE000-\uF8FF]) | (?=[\uE000-\uF8FF]))/];
const SPOKEN = ["aria-label", "aria-valuetext", "aria-description", "placeholder", "title", "alt", "label"];
const OPAQUE = "code, math, pre, script, style, template, textarea, noscript";
const SIGN = /([\uE000-\uF8FF])/;
const FIRST = 0xe000;

const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const place = (name) => `(?<${name}>${/^[nmk]\d*$/.test(name) ? "[^A-Za-z]+?" : ".+?"})`;
const pattern = (text) => new RegExp(`^${text.split(/\{(\w+)\}/).map((part, n) => (n % 2 ? place(part) : literal(part))).join("")}$`, "s");
const length = (text) => text.replace(PLACE, "").length;
const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

/** @param {{ texts: [string, string][], signs: [string, string][] }} table pairs of an English text and what is said instead */
export function sayer({ texts, signs }) {
  const pairs = new Map(texts);
  const held = [...pairs.keys()].filter((text) => text.search(PLACE) >= 0);
  const patterns = held.sort((one, other) => length(other) - length(one) || compare(one, other)).map((text) => ({ like: pattern(text), other: pairs.get(text) }));
  for (const text of held) pairs.delete(text);
  const named = new Map(signs);
  const listed = [...named.keys()].sort((one, other) => other.length - one.length || compare(one, other)).map(literal).join("|");
  const sign = new RegExp(`(?<![^ ])(?:${listed || "(?!)"})(?![^ ,;])`, "g");

  const say = (text) => pairs.get(text) || byParts(text, 0);
  const byParts = (text, level) => text.split(PARTS[level]).map((it, n) => (n % 2 ? it : part(it, level + 1))).join("");
  const part = (text, level) => found(text) || (level < PARTS.length ? byParts(text, level) : text);
  const found = (text) => {
    const inside = text.replace(/[.;:,]+$/, "");
    const end = text.slice(inside.length);
    const small = inside.slice(0, 1).toLowerCase() + inside.slice(1);
    const said = known(inside);
    if (said) return said + end;
    const lower = small === inside ? "" : known(small);
    return lower && lower[0].toUpperCase() + lower.slice(1) + end;
  };
  const known = (text) => {
    if (pairs.has(text)) return pairs.get(text);
    for (const { like, other } of patterns) {
      const held = like.exec(text)?.groups;
      if (held) return other.replace(PLACE, (_, name) => say(held[name]));
    }
    return "";
  };
  const spoken = (formula) => {
    const said = say(formula);
    return said === formula ? formula.replace(sign, (word) => named.get(word)) : said;
  };
  return { say, spoken };
}

/** The text in other words, with the blanks around it. */
function around(text, say) {
  const inside = text.replace(/[ \t\r\n\u00a0]+/g, " ").replace(/^ | $/g, "");
  const said = /[A-Za-z]/.test(inside) ? say(inside) : inside;
  return said === inside ? text : text.slice(0, text.search(/[^ \t\r\n\u00a0]/)) + said + text.slice(text.search(/[ \t\r\n\u00a0]*$/));
}

function translate(element, { say, spoken }) {
  const foreign = element.closest("[lang]:not(html, body)");
  const math = element.matches("math");
  if (!(foreign && math)) for (const name of SPOKEN) if (element.hasAttribute(name)) attribute(element, name, math ? spoken : say);
  if (!foreign && !element.closest(OPAQUE)) texts(element, say);
}

function attribute(element, name, say) {
  const before = element.getAttribute(name);
  const said = around(before, say);
  if (said !== before) element.setAttribute(name, said);
}

// An element's texts as one. Its elements stay where they are if they can: one that is moved loses its focus.
function texts(element, say) {
  const nodes = [...element.childNodes].filter((node) => node.nodeType !== 8);
  const inside = nodes.filter((node) => node.nodeType === 1);
  let next = FIRST;
  const text = nodes.map((node) => (node.nodeType === 1 ? String.fromCharCode(next++) : node.data)).join("");
  const said = around(text, say);
  if (said === text) return;
  const pieces = said.split(SIGN);
  const order = pieces.filter((_, n) => n % 2).map((piece) => piece.charCodeAt(0) - FIRST);
  if (order.some((place, n) => place !== n)) {
    element.replaceChildren(...pieces.map((piece, n) => (n % 2 ? inside[piece.charCodeAt(0) - FIRST] : piece)));
    return;
  }
  for (const node of nodes) if (node.nodeType === 3) node.data = "";
  pieces.forEach((piece, n) => {
    if (n % 2 || !piece) return;
    const after = inside[n / 2] ?? null;
    const before = after ? after.previousSibling : element.lastChild;
    if (before?.nodeType === 3) before.data = piece;
    else element.insertBefore(document.createTextNode(piece), after);
  });
}

function watch(saying) {
  const root = document.documentElement;
  const turned = (element) => {
    if (!element?.closest?.(".lstm")) return;
    for (const question of element.querySelectorAll(".lstm-quiz-follow")) question.lang = "en";
    translate(element, saying);
    for (const below of element.querySelectorAll("*")) translate(below, saying);
  };
  const observer = new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      turned(type === "characterData" ? target.parentElement : target);
      for (const added of addedNodes) for (const part of /** @type {Element} */ (added).querySelectorAll?.(".lstm") ?? []) turned(part);
    }
    observer.takeRecords(); // what we have written ourselves
  });
  for (const [sign, word] of [["right", "✓ right"], ["wrong", "✗ your answer"]]) root.style.setProperty(`--lstm-word-${sign}`, JSON.stringify(saying.say(word)));
  for (const part of document.querySelectorAll(".lstm")) turned(part);
  observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: SPOKEN });
}

if (globalThis.document)
  fetch(new URL("words.json", import.meta.url))
    .then((response) => response.json())
    .then((table) => watch(sayer(table)));
