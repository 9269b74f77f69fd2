// Which family is asked next, and why; what an answer changes; what stands at the end of a session. See plan.py and session.py
// in lstm_docs/practice.
import { due, retrievability, reviewed } from "./fsrs.js";
import { mastery } from "./progress.js";

const OTHERS = 3; // between two questions of one family, and between two returns
const ALL_MET = [180, 1.5]; // within so many answers, or so many for each family if that is more

/** The family to ask after `last`, among names in the order of the course, on a day; and why now, in a sentence. */
export function next({ asked, returned, families }, names, day, last = "") {
  const known = names.filter((name) => families[name]);
  const fresh = names.find((name) => !families[name]);
  const rested = known.filter((name) => asked - families[name].at >= OTHERS);
  const missed = rested.filter((name) => families[name].missed);
  const right = rested.filter((name) => !families[name].missed);
  const awaited = right.filter((name) => due(families[name]) <= day);
  const within = Math.max(ALL_MET[0], ALL_MET[1] * names.length);
  const answers = known.reduce((sum, name) => sum + families[name].asked, 0);
  const repeats = !fresh || answers * names.length <= known.length * within;
  const at = (name) => families[name].at;
  const recalled = (name, on) => retrievability(families[name], on);
  const first = (some, on) => some.toSorted((one, other) => recalled(one, on) - recalled(other, on) || at(one) - at(other))[0];
  if (missed.length && repeats && asked - returned >= OTHERS) {
    const name = missed.toSorted((one, other) => at(one) - at(other))[0];
    return { name, why: `You missed this kind ${asked + 1 - at(name)} questions ago.` };
  }
  if (awaited.length && repeats) {
    const name = first(awaited, day);
    const days = day - families[name].day;
    return { name, why: `You answered this kind ${days} ${days === 1 ? "day" : "days"} ago, and it is due.` };
  }
  if (fresh) return { name: fresh, why: "New to you." };
  const others = known.filter((name) => name !== last);
  const some = [right, rested, others, known].find((names) => names.length);
  return { name: first(some, day + 1), why: "Nothing is due: this is what you would forget first." };
}

/** The grade of an answer that took so many seconds, of a family that states some; see fsrs.js. */
export function grade(right, seconds, taken) {
  if (!right) return 1;
  if (taken === undefined) return 3;
  return taken > 2 * seconds ? 2 : 2 * taken < seconds ? 4 : 3;
}

/** What is kept after an answer. */
export function answered(progress, { id, topic }, grade, day) {
  const before = progress.families[id];
  const asked = progress.asked + 1;
  const right = grade > 1;
  const card = {
    topic,
    asked: (before?.asked ?? 0) + 1,
    right: (before?.right ?? 0) + (right ? 1 : 0),
    at: asked,
    missed: !right,
    ...reviewed(before, grade, day),
  };
  return {
    ...progress,
    asked,
    returned: before?.missed ? asked : progress.returned,
    families: { ...progress.families, [id]: card },
  };
}

/** When the families of a session come back. @param {import("./contracts").Kept} progress @param {string[]} names @param {number} day */
export function comingBack({ families }, names, day) {
  const waits = new Map();
  for (const name of names) {
    const wait = families[name].missed ? 0 : due(families[name]) - day;
    waits.set(wait, (waits.get(wait) ?? 0) + 1);
  }
  const told = [...waits].sort(([one], [other]) => one - other).map(([wait, count]) => `${count} ${when(wait)}`);
  return `What comes back: ${told.join(", ")}.`;
}

const when = (wait) => (wait <= 0 ? "in the next session" : wait === 1 ? "tomorrow" : `in ${wait} days`);

/** How well the topics of a session are known. @param {import("./contracts").Kept} progress @param {import("./contracts").Topic[]} topics */
export function known(progress, topics) {
  const marks = topics.map(({ title, families }) => [title, mastery(progress, families)]).filter(([, mark]) => mark);
  return `What you know now: ${marks.map(([title, mark]) => `${title} ${mark} of 3`).join(", ") || "nothing of this yet"}.`;
}

/** The topic to read about: the one most missed, else the first of the course that is not known. */
export function toRead(progress, course, answers) {
  const misses = (topic) => answers.filter((one) => one.topic === topic && !one.right).length;
  const most = course.reduce((one, other) => (misses(other.topic) > misses(one?.topic) ? other : one), undefined);
  return most ?? course.find(({ families }) => mastery(progress, families) < 2);
}

/** The end of a session as HTML. @param {import("./contracts").Answered[]} answers @param {import("./contracts").Kept} progress @param {import("./contracts").Topic[]} course */
export function summary(answers, progress, course, day, base) {
  const touched = course.filter(({ topic }) => answers.some((one) => one.topic === topic));
  const lines = [known(progress, touched), comingBack(progress, [...new Set(answers.map(({ id }) => id))], day)];
  const read = toRead(progress, course.filter(({ page }) => page), answers);
  if (read) lines.push(`To read: the page on <a href="${base}${read.page}">${read.title}</a>.`);
  return lines.map((line) => `<p>${line}</p>`).join("");
}
