// What a learner's browser keeps, and which family comes next; run by test_progress.py on the site's own module.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { pathToFileURL } from "node:url";

const FILE = pathToFileURL(`${process.env.MODULES}/progress.js`);
const KEY = "lstm-docs:progress";
let told, kept, progress, fresh = 0;

class Storage {
  getItem(key) {
    return kept[key] ?? null;
  }
  setItem(key, value) {
    kept[key] = String(value);
  }
  removeItem(key) {
    delete kept[key];
  }
}

globalThis.Storage = Storage;
globalThis.dispatchEvent = ({ type }) => told.push(type);

// The module anew, as a page that has just been opened has it.
const opened = () => import(`${FILE}?${fresh++}`);

beforeEach(async () => {
  [told, kept] = [[], {}];
  globalThis.localStorage = new Storage();
  progress = await opened();
});

const stored = () => JSON.parse(kept[KEY]);

test("nothing is known at first", () => {
  assert.deepEqual(progress.load(), { version: 1, asked: 0, families: {} });
  assert.deepEqual(progress.topics(), {});
  assert.equal(progress.keeps(), true);
  assert.equal(kept[KEY], undefined);
});

test("an answer is counted, kept and told", () => {
  progress.record({ id: "a", topic: "shapes" }, true);
  progress.record({ id: "a", topic: "shapes" }, false);
  progress.record({ id: "b", topic: "costs" }, true);
  assert.deepEqual(stored(), {
    version: 1,
    asked: 3,
    families: {
      a: { topic: "shapes", asked: 2, right: 1, box: 0, due: 3 },
      b: { topic: "costs", asked: 1, right: 1, box: 1, due: 5 },
    },
  });
  assert.deepEqual(told, ["lstm-progress", "lstm-progress", "lstm-progress"]);
  assert.deepEqual(progress.topics(), { shapes: { asked: 2, right: 1 }, costs: { asked: 1, right: 1 } });
  assert.deepEqual(JSON.parse(progress.exported()), stored());
  assert.match(progress.exported(), /^\{\n "version": 1,\n/);
});

test("topics add up over families", () => {
  for (const id of ["a", "b"]) progress.record({ id, topic: "shapes" }, true);
  progress.record({ id: "b", topic: "shapes" }, false);
  assert.deepEqual(progress.topics(), { shapes: { asked: 3, right: 2 } });
});

test("whoever is right waits 2, 4, 8 … 64 questions, and 1 after a miss", () => {
  const waits = [];
  for (const right of [true, true, true, true, true, true, true, true, false, true]) {
    progress.record({ id: "a", topic: "shapes" }, right);
    waits.push(stored().families.a.due - stored().asked);
  }
  assert.deepEqual(waits, [2, 4, 8, 16, 32, 64, 64, 64, 1, 2]);
});

const put = (asked, families) => {
  kept[KEY] = JSON.stringify({ version: 1, asked, families: Object.fromEntries(Object.entries(families).map(([id, due]) => [id, { topic: "t", asked: 1, right: 0, box: 0, due }])) });
};

test("what is due longest comes first, what was never asked before what is not due", () => {
  put(10, { late: 4, later: 7, early: 14 });
  assert.equal(progress.due(["early", "later", "late", "new"]), "late");
  assert.equal(progress.due(["early", "later", "new"]), "later");
  assert.equal(progress.due(["early", "new"]), "new");
  assert.equal(progress.due(["early"]), "early");
});

test("what is due now comes before what was never asked, what comes in one question after it", () => {
  put(10, { now: 10, soon: 11 });
  assert.equal(progress.due(["new", "now"]), "now");
  assert.equal(progress.due(["soon", "new"]), "new");
});

test("of two that wait alike the first, and not the one just asked unless it is alone", () => {
  put(10, { a: 4, b: 4 });
  assert.equal(progress.due(["b", "a"]), "b");
  assert.equal(progress.due(["a", "b"], "a"), "b");
  assert.equal(progress.due(["a"], "a"), "a");
});

const SOUND = { topic: "t", asked: 1, right: 1, box: 1, due: 3 };
const DAMAGED = {
  "cut short": '{"version": 1, "asked": 3, "fam',
  "nothing": "null",
  "a word": '"progress"',
  "no families": '{"version": 1, "asked": 3, "families": null}',
};

for (const [how, text] of Object.entries(DAMAGED)) {
  test(`what is damaged (${how}) is as if nothing were kept`, () => {
    kept[KEY] = text;
    assert.deepEqual(progress.load().families, {});
    progress.record({ id: "a", topic: "shapes" }, true);
    assert.equal(stored().families.a.asked, 1);
  });
}

for (const field of Object.keys(SOUND)) {
  test(`a family without a sound ${field} is left out, and the others stay`, () => {
    const families = { good: SOUND, none: { ...SOUND, [field]: undefined }, odd: { ...SOUND, [field]: [] }, null: null };
    kept[KEY] = JSON.stringify({ version: 1, asked: 5, families });
    assert.deepEqual(progress.load(), { version: 1, asked: 5, families: { good: SOUND } });
  });
}

test("a count that is no number is none", () => {
  kept[KEY] = JSON.stringify({ version: 1, asked: "5", families: {} });
  assert.equal(progress.load().asked, 0);
});

test("what a later version keeps is not written over", () => {
  kept[KEY] = JSON.stringify({ version: 2, asked: 5, families: { good: SOUND } });
  const before = kept[KEY];
  assert.deepEqual(progress.load().families, {});
  assert.equal(progress.keeps(), false);
  progress.record({ id: "a", topic: "shapes" }, true);
  assert.equal(kept[KEY], before);
  assert.equal(progress.load().families.a.asked, 1);
});

test("a storage that refuses is made up for while the page is open", async () => {
  for (const refusing of [{ get getItem() { throw new Error("blocked"); } }, undefined]) {
    globalThis.localStorage = refusing;
    const page = await opened();
    assert.equal(page.keeps(), false);
    page.record({ id: "a", topic: "shapes" }, true);
    page.record({ id: "a", topic: "shapes" }, true);
    assert.equal(page.load().families.a.asked, 2);
    page.reset();
    assert.deepEqual(page.load().families, {});
  }
});

test("a full storage keeps nothing, and this page goes on", async () => {
  globalThis.localStorage.setItem = () => {
    throw new Error("full");
  };
  progress.record({ id: "a", topic: "shapes" }, true);
  assert.equal(progress.keeps(), false);
  assert.equal(progress.load().families.a.asked, 1);
});

test("what is in the place of a storage is none", () => {
  globalThis.localStorage = { getItem: () => null, setItem: () => {} };
  assert.equal(progress.keeps(), false);
});

test("forgetting forgets, and tells", () => {
  progress.record({ id: "a", topic: "shapes" }, true);
  told.length = 0;
  progress.reset();
  assert.deepEqual(kept, {});
  assert.deepEqual(told, ["lstm-progress"]);
  assert.deepEqual(progress.load(), { version: 1, asked: 0, families: {} });
});
