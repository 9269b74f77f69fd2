// What a learner has answered, kept in this browser only: per topic and family, how many were asked and right, how often it
// was right in a row (`box`), and when it is due again. `returned` is when a family that was missed last came back.
const STORE = "lstm-docs:progress";
const VERSION = 1;
const COUNTS = ["asked", "right", "box", "due"];
const RETURN = 3; // questions between a miss and its return, and between any two returns
let memory; // what this page knows, where the browser keeps nothing

const sound = (one) => typeof one?.topic === "string" && COUNTS.every((count) => Number.isFinite(one[count]));

// What is kept may be anybody's, or be cut short; a later version of this file may count otherwise, and is not written over.
export function load() {
  const found = memory ?? stored();
  const families = Object.entries(found.families ?? {}).filter(([, one]) => sound(one));
  const [asked, returned] = [found.asked, found.returned].map((count) => (Number.isFinite(count) ? count : 0));
  return { version: VERSION, asked, returned, families: Object.fromEntries(families) };
}

function stored() {
  try {
    const found = Object(JSON.parse(localStorage.getItem(STORE)));
    return found.version > VERSION ? (memory = {}) : found;
  } catch {
    return {};
  }
}

// Whether what is answered outlives the page. A site may put something in the place of a storage that is blocked.
export function keeps() {
  try {
    load();
    return !memory && localStorage instanceof Storage;
  } catch {
    return false;
  }
}

function save(progress) {
  try {
    if (!memory) localStorage.setItem(STORE, JSON.stringify(progress));
    else memory = progress;
  } catch {
    memory = progress;
  }
  dispatchEvent(new Event("lstm-progress"));
}

export function record({ id, topic }, right) {
  const progress = load();
  const before = progress.families[id] ?? { topic, asked: 0, right: 0, box: 0, due: 0 };
  if (missed(before)) progress.returned = progress.asked + 1;
  const box = right ? Math.min(before.box + 1, 6) : 0;
  progress.asked++;
  progress.families[id] = {
    topic,
    asked: before.asked + 1,
    right: before.right + (right ? 1 : 0),
    box,
    due: progress.asked + 2 ** box,
  };
  save(progress);
}

const missed = ({ asked, box }) => asked > 0 && box === 0;

// The family to ask next, by name. One that was missed comes back after three others, though at most every fourth question is
// such a return; then what was never asked, in the order given; then what is due longest.
export function due(names, last) {
  const { asked, returned, families } = load();
  const between = (name) => asked - families[name].due + 2 ** families[name].box; // others asked since
  const known = names.filter((name) => families[name]);
  const rested = known.filter((name) => between(name) >= RETURN);
  const first = (some, wait) => some.reduce((one, name) => (wait(name) < wait(one) ? name : one), some[0]);
  const missing = rested.filter((name) => missed(families[name]));
  if (missing.length && asked - returned >= RETURN) return first(missing, (name) => -between(name));
  const others = names.length > 1 ? known.filter((name) => name !== last) : known;
  const fresh = names.find((name) => !families[name]);
  return fresh ?? first(rested.length ? rested : others, (name) => families[name].due);
}

// Whether a family was asked before.
export const met = (name) => name in load().families;

export function topics() {
  const found = {};
  for (const { topic, asked, right } of Object.values(load().families)) {
    found[topic] ??= { asked: 0, right: 0 };
    found[topic].asked += asked;
    found[topic].right += right;
  }
  return found;
}

export function reset() {
  memory = undefined;
  try {
    localStorage.removeItem(STORE);
  } catch {
    // Nothing was kept.
  }
  dispatchEvent(new Event("lstm-progress"));
}

export const exported = () => JSON.stringify(load(), null, 1);
