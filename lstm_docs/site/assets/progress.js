// What is kept of a learner, in this browser only; see lstm_docs/practice/state.py, which keeps the same.
const STORE = "lstm-docs:progress";
const ASIDE = `${STORE}:unread`; // what stood there and could not be read
const VERSION = 2;
const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const BILLION = 1e9;
let memory; // what this page knows, where the browser keeps nothing

export const freshSeed = () =>
  [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => (byte % 36).toString(36)).join("");

/** The day on the learner's calendar, counted from the first of 1970. */
export function today() {
  const now = new Date();
  return Math.floor((now.getTime() - now.getTimezoneOffset() * 60000) / 864e5);
}

const within = (number, least, most) => Number.isFinite(number) && least <= number && number <= most;
const counted = (number) => Number.isInteger(number) && within(number, 0, BILLION);
const named = (name) => typeof name === "string" && name.length <= 100 && NAME.test(name);
const COUNTS = ["asked", "returned"];

const sound = ([name, one]) =>
  named(name) &&
  named(one?.topic) &&
  [one.asked, one.right, one.at, one.day].every(counted) &&
  typeof one.missed === "boolean" &&
  within(one.stability, 0.001, BILLION) &&
  within(one.difficulty, 1, 10);

// Version 1 counted answers in a row, `box`, and knew no days.
const moved = (one) =>
  one && { ...one, at: one.due - 2 ** one.box, missed: one.box === 0, stability: Math.min(2 ** one.box, 8), difficulty: 5, day: today() };

const chosen = (from, names, clean = (value) => value) => Object.fromEntries(names.map((name) => [name, clean(from[name])]));
const FIELDS = ["topic", "asked", "right", "at", "missed", "stability", "difficulty", "day"];

/** What a text holds, and whether it says more than could be read; a later version is not touched. */
function read(text) {
  const found = JSON.parse(text);
  const old = found.version === 1;
  if (Array.isArray(found.families)) throw new SyntaxError();
  const entries = Object.entries(found.families).map(([name, one]) => [name, old ? moved(one) : one]);
  const good = entries.filter(sound);
  const progress = {
    version: VERSION,
    seed: named(found.seed) ? found.seed : freshSeed(),
    ...chosen(found, COUNTS, (count) => (counted(count) ? count : 0)),
    families: Object.fromEntries(good.map(([name, one]) => [name, chosen(one, FIELDS)])),
  };
  return { progress, later: found.version > VERSION, damaged: entries.length - good.length };
}

const nothing = () => read('{"families": {}}').progress;

export function load() {
  return memory ?? (stored() || nothing());
}

// What cannot be read is laid aside before anything is written over it.
function stored() {
  let text = null;
  try {
    text = localStorage.getItem(STORE);
    if (!text) return;
    const { progress, later, damaged } = read(text);
    if (later) return (memory = nothing());
    if (damaged) localStorage.setItem(ASIDE, text);
    return progress;
  } catch {
    try {
      if (text) localStorage.setItem(ASIDE, text);
    } catch {
      return (memory = nothing()); // there is no room to lay it aside
    }
  }
}

/** Whether what is answered outlives the page. A site may put something in the place of a storage that is blocked. */
export function keeps() {
  try {
    load();
    return !memory && localStorage instanceof Storage;
  } catch {
    return false;
  }
}

/** Whether something that was kept could not be read. */
export function laidAside() {
  try {
    return localStorage.getItem(ASIDE) !== null;
  } catch {
    return false;
  }
}

export function save(progress) {
  try {
    if (!memory) localStorage.setItem(STORE, JSON.stringify(progress));
    else memory = progress;
  } catch {
    memory = progress;
  }
  dispatchEvent(new Event("lstm-progress"));
}

export function reset() {
  memory = undefined;
  try {
    for (const key of [STORE, ASIDE]) localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
  dispatchEvent(new Event("lstm-progress"));
}

/** How well a topic of these families is known: 0 not yet, 1 begun, 2 each right when last asked, 3 each for a week. */
export function mastery({ families }, names) {
  const right = names.filter((name) => families[name]?.missed === false);
  if (right.length < names.length || !right.length) return right.length ? 1 : 0;
  return right.every((name) => families[name].stability >= 7) ? 3 : 2;
}

export const exported = () => JSON.stringify(load(), null, 1);

/** Take in what was exported, here or in a terminal; throws a SyntaxError that says what is wrong with it. */
export function take(text) {
  let found;
  try {
    found = text.length <= 2 ** 20 && read(text);
  } catch {
    // Told below.
  }
  if (!found || found.damaged || Object.keys(found.progress.families).length > 5000) throw new SyntaxError("the file holds no sound progress");
  if (found.later) throw new SyntaxError("a later version wrote the file");
  save(merged(load(), found.progress));
}

// Of a family that both know, what was asked more often stays.
function merged(mine, other) {
  const asked = Math.max(mine.asked, other.asked);
  const families = {};
  for (const one of [mine, other]) {
    for (const [name, card] of Object.entries(one.families)) {
      if (card.asked > (families[name]?.asked ?? 0)) families[name] = { ...card, at: Math.max(asked - (one.asked - card.at), 0) };
    }
  }
  return { ...(asked > mine.asked ? other : mine), seed: mine.seed, families };
}
