// What people type, made plain before it is read; see lstm_docs/quiz/engine/typed.py.
import { SPACE, trimmed } from "./grammar.js";

const POWERS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const BY = new RegExp(`${SPACE}+by${SPACE}+|[×x]`, "gi");
const UNIT = new RegExp(`^(.*[\\d)\\]])(?:${SPACE}+([A-Za-z]{3,})|${SPACE}*%)$`, "s");

// In plain characters, without what has no width, space and quotes around it and a full stop at its end.
export function plain(text) {
  text = text.replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, "");
  text = text.replace(/[\uff01-\uff5e\u210e\u{1d400}-\u{1d7ff}]/gu, (styled) => styled.normalize("NFKC"));
  text = trimmed(text.replace(/[⁰¹²³⁴-⁹]+/g, (raised) => "^" + raised.replace(/./g, (digit) => POWERS.indexOf(digit))));
  if (/^["'`“”„‘’«»].*["'`“”„‘’«»]$/s.test(text)) text = trimmed(text.slice(1, -1));
  return trimmed(text.replace(/\.$/, ""));
}

// 4464 params as 4464 where the question speaks of parameters, 12 % where it speaks of percent.
export function withoutUnit(text, wording) {
  const [, rest, word = "percent"] = UNIT.exec(text) ?? [];
  const unit = word.toLowerCase().replace(/s$/, "");
  return rest && wording.toLowerCase().match(/[a-z]+/g)?.some((other) => other.startsWith(unit)) ? rest : text;
}

// The sizes of a typed shape: 25x45, 25 × 45, (25, 45), 25 by 45, [25; 45], 25*45.
export function splitShape(text) {
  text = trimmed(text);
  if (/^(\(.*\)|\[.*\])$/s.test(text) && closesLast(text)) text = text.slice(1, -1);
  for (const separator of [BY, /;/g, /,/g, /[*·⋅∗]/g]) {
    const parts = outside(text, separator);
    if (parts.length > 1) return parts;
  }
  return [text];
}

// The ends of a typed slice: 12:24, [12:24], 12..24, 12 to 24.
export const splitSlice = (text) => trimmed(text).replace(/^[[\]]+|[[\]]+$/g, "").split(/:|\.\.\.?|…|\bto\b/i);

function closesLast(text) {
  let depth = 0;
  for (let place = 0; place < text.length; place++) {
    depth += +"([".includes(text[place]) - +")]".includes(text[place]);
    if (depth === 0) return place === text.length - 1;
  }
  return false;
}

function outside(text, separator) {
  const parts = [];
  let start = 0;
  for (const match of text.matchAll(separator)) {
    const before = text.slice(0, match.index);
    if (before.split("(").length === before.split(")").length) {
      parts.push(text.slice(start, match.index));
      start = match.index + match[0].length;
    }
  }
  return [...parts, text.slice(start)];
}
