// A question: one point of a family's domain, with its numbers, options and feedback; see lstm_docs/quiz/engine/asking.py.
import { evaluate } from "./grammar.js";
import { KINDS, read, shown, usable, values } from "./kinds.js";
import { decimal, number, rounded } from "./numbers.js";
import { Permutation, Stream } from "./streams.js";

const PLACE = /(\b[Aa]n? )?\{([A-Za-z]\w*)(?::([^{}]*))?\}/g;

/**
 * @typedef {import("./contracts").Family} Family
 * @typedef {import("./contracts").Question} Question
 * @typedef {import("./contracts").Said} Said
 * @typedef {import("./contracts").Sizes} Sizes
 * @typedef {import("./contracts").Verdict} Verdict
 */

/**
 * Texts come as safe HTML whose placeholders stand outside the math; see lstm_docs/formulas/texts.py.
 * @param {Said} said
 * @param {Sizes} sizes
 * @param {Sizes} scales
 */
export function spoken([text, parts], sizes, scales = {}) {
  return text.replace(PLACE, (all, article = "", name, mark = "") => {
    if (!(name in parts || name in sizes)) return all;
    if (mark === "with" && name in parts) return articled(article, substituted(parts[name], sizes, scales));
    const value = name in parts ? evaluate(parts[name], sizes) : sizes[name] / (scales[name] ?? 1);
    const [one, many] = mark.split("|");
    const found = one[0] === "." ? decimal(rounded(value, +one[1]), +one[1]) : number(value);
    return articled(article, many === undefined ? found : found === "1" ? one : many);
  });
}

const articled = (article, found) => (article && article[0] + (/^(8|1[18](?!\d))/.test(found) ? "n " : " ")) + found;

const substituted = (formula, sizes, scales) =>
  formula
    .replace(/[A-Z]\d?/g, (size) => number(sizes[size] / (scales[size] ?? 1)))
    .replace(/\^(\d)/g, (_, power) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[power])
    .replaceAll("*", "·")
    .replaceAll("-", "−");

const valueAt = (drawn, digit) => (Array.isArray(drawn) ? drawn[digit] : drawn.from + digit * drawn.step);
const radix = (drawn) => (Array.isArray(drawn) ? drawn.length : drawn.count);

/**
 * Question number `position` of a family under a seed, of the cases that name no frameworks but these, joined by spaces.
 * @param {Family} family
 * @param {string} seed
 * @returns {Question}
 */
export function question({ cases, draws, ...family }, seed, position = 0, frameworks = "") {
  const all = [...cases.keys()];
  const some = all.filter((place) => !frameworks || cases[place].frameworks.every((name) => frameworks.split(" ").includes(name)));
  const asked = some.length ? some : all;
  const size = draws.reduce((count, [, drawn]) => count * radix(drawn), asked.length);
  const drawn = new Permutation(size, seed, family.id, "draws", "order").at(position % size);
  return questionAt({ cases, draws, ...family }, seed, Math.floor(drawn / asked.length) * cases.length + asked[drawn % asked.length]);
}

/**
 * The question at an index of the family's domain, its options in the order that the seed gives.
 * @param {Family} family
 * @param {string} seed
 * @param {number} index
 * @returns {Question}
 */
export function questionAt(family, seed, index) {
  const found = family.cases[index % family.cases.length];
  const sizes = {};
  let rest = Math.floor(index / family.cases.length);
  for (const [size, drawn] of family.draws) {
    sizes[size] = valueAt(drawn, rest % radix(drawn));
    rest = Math.floor(rest / radix(drawn));
  }
  const say = (text) => spoken(text, sizes, family.scales);
  const stream = new Stream(seed, family.id, index, "options");
  return {
    id: `${family.id}.${index}`,
    kind: family.kind,
    decimals: family.decimals,
    ask: say(found.ask),
    solution: found.solution.map(say),
    followUp: say(found.follow_up),
    known: Object.fromEntries(Object.entries(sizes).filter(([name]) => !found.hidden.includes(name))),
    partners: [],
    paths: [],
    key: -1,
    say,
    ...arranged(family, found, sizes, say, stream),
  };
}

function arranged(family, found, sizes, say, stream) {
  if (found.key.length) return computed(family, found, sizes, say, stream);
  if (family.kind === "truefalse") return statement(found, say);
  if (family.kind === "choice") return choice(family.options, found, say, stream);
  return places(family.kind, found, say, stream);
}

// Numbers and formulas: the key, then the first wrong paths that give values of their own.
function computed({ kind, decimals, options: count }, found, sizes, say, stream) {
  const answer = values(kind, decimals, found.key, sizes);
  const paths = distinct(kind, decimals, found.wrong, sizes, answer);
  const options = [{ text: found.text || shown(kind, decimals, answer), values: answer, misconception: "", said: "" }];
  for (const { id, said, text, values: numbers } of paths.slice(0, count - 1)) {
    options.push({ text: text || shown(kind, decimals, numbers), values: numbers, misconception: id, said: say(said) });
  }
  return { ...shuffled(options, stream), answer, paths };
}

function distinct(kind, decimals, wrong, sizes, answer) {
  const seen = new Set([String(answer)]);
  const found = [];
  for (const [id, expressions, said, text] of wrong) {
    const numbers = values(kind, decimals, expressions, sizes);
    if (seen.has(String(numbers)) || !usable(kind, numbers)) continue;
    seen.add(String(numbers));
    found.push({ id, said, text, values: numbers });
  }
  return found;
}

const option = (item, say, text = say(item.text)) => ({ text, values: [], misconception: item.misconception, said: say(item.said) });

function statement({ items: [item] }, say) {
  const key = +!item.right;
  const options = ["True", "False"].map((text, n) => ({ ...option(item, say, text), misconception: n === key ? "" : item.misconception }));
  return { answer: [key], options, key };
}

function choice(count, { items }, say, stream) {
  const options = [{ ...option(items.find((item) => item.right), say), misconception: "", said: "" }];
  for (const item of items) {
    const wrong = option(item, say);
    if (options.length < count && options.every(({ text }) => text !== wrong.text)) options.push(wrong);
  }
  return shuffled(options, stream);
}

// The first option is the right one.
function shuffled(options, stream) {
  const order = stream.shuffled(options.length);
  const key = order.indexOf(0);
  return { answer: [key], options: order.map((place) => options[place]), key };
}

// All items, shuffled; the answer is which are right, where each belongs, or the partner of each.
function places(kind, { items }, say, stream) {
  let order = stream.shuffled(items.length);
  if (kind === "order" && order.every((place, n) => place === n)) order = [...order.slice(1), order[0]];
  const options = order.map((place) => option(items[place], say));
  if (kind === "several") return { options, answer: [...items.keys()].filter((n) => items[order[n]].right) };
  if (kind === "order") return { options, answer: order.map((_, n) => order.indexOf(n)) };
  const partners = [...new Set(items.map((item) => say(item.partner)))];
  const shuffled = stream.shuffled(partners.length).map((place) => partners[place]);
  return { options, partners: shuffled, answer: order.map((place) => shuffled.indexOf(say(items[place].partner))) };
}

/**
 * The verdict on a typed answer; throws a SyntaxError, saying what was expected, if it cannot be read.
 * @param {Question} asked
 * @param {string} typed
 * @returns {Verdict}
 */
export function judge(asked, typed) {
  const wording = asked.ask.replace(/<[^>]*>|&\w+;/g, " ");
  const numbers = read(asked.kind, asked.decimals, typed, asked.known, wording);
  const understood = asked.kind === "formula" ? "" : shown(asked.kind, asked.decimals, numbers);
  const right = String(numbers) === String(asked.answer);
  const path = right ? undefined : asked.paths.find((wrong) => String(wrong.values) === String(numbers));
  return { right, understood, said: path ? asked.say(path.said) : "", misconception: path?.id ?? "" };
}

/**
 * The verdict on chosen options: one place, all right ones, an order, or a partner for each.
 * @param {Question} asked
 * @param {number[]} chosen
 * @returns {Verdict}
 */
export function judgePlaces(asked, chosen) {
  const wanted = asked.key >= 0 ? [asked.key] : asked.answer;
  const right = String(chosen) === String(wanted);
  const wrong = right ? [] : asked.key >= 0 ? chosen : wrongPlaces(asked, chosen, wanted);
  const options = wrong.map((place) => asked.options[place]);
  return {
    right,
    said: [...new Set(options.map(({ said }) => said).filter(Boolean))].join(" "),
    misconception: options.map(({ misconception }) => misconception).find(Boolean) ?? "",
  };
}

function wrongPlaces({ kind, options }, chosen, wanted) {
  const all = [...options.keys()];
  if (kind === "several") return all.filter((n) => chosen.includes(n) !== wanted.includes(n));
  if (kind === "order") return chosen.filter((place, n) => place !== wanted[n]);
  return all.filter((n) => chosen[n] !== wanted[n]);
}

export { KINDS };
