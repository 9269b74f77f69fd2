// What a learner has answered, kept in this browser only: per topic and family, how many were asked and right,
// and when the family comes back. A family that was missed comes back after 1 question, then after 2, 4, 8 …
const STORE = "lstm-docs:progress";
const VERSION = 1;
const COUNTS = ["asked", "right", "box", "due"];
let memory; // what this page knows, where the browser keeps nothing

const sound = (one) => typeof one?.topic === "string" && COUNTS.every((count) => Number.isFinite(one[count]));

// What is kept may be anybody's, or be cut short; a later version of this file may count otherwise, and is not written over.
export function load() {
  const found = memory ?? stored();
  const families = Object.entries(found.families ?? {}).filter(([, one]) => sound(one));
  return { version: VERSION, asked: Number.isFinite(found.asked) ? found.asked : 0, families: Object.fromEntries(families) };
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

// The family to ask next, by name: the one due longest; one never asked comes before one not yet due.
export function due(names, last) {
  const { asked, families: kept } = load();
  const wait = (name) => (kept[name] ? kept[name].due - asked : 0.5);
  const others = names.length > 1 ? names.filter((name) => name !== last) : names;
  return others.reduce((first, name) => (wait(name) < wait(first) ? name : first));
}

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
