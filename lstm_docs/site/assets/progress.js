// What a learner has answered, kept in this browser only: per topic and family, how many were asked and right,
// and when the family comes back. A family that was missed comes back after 1 question, then after 2, 4, 8 …
const STORE = "lstm-docs:progress";

export function load() {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE)) ?? {};
    return { asked: 0, families: {}, ...kept };
  } catch {
    return { asked: 0, families: {} };
  }
}

function save(progress) {
  try {
    localStorage.setItem(STORE, JSON.stringify(progress));
  } catch {
    // A browser that keeps nothing still asks.
  }
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
  try {
    localStorage.removeItem(STORE);
  } catch {
    // Nothing was kept.
  }
}

export const exported = () => JSON.stringify(load(), null, 1);
