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
  assert.deepEqual(progress.load(), { version: 1, asked: 0, returned: 0, families: {} });
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
    returned: 0,
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

// What is kept after so many answers; each family is [answers since it was asked, how often it was right in a row].
const put = (asked, families, returned = -9) => {
  const entry = ([id, [since, box]]) => [id, { topic: "t", asked: 1, right: box, box, due: asked - since + 2 ** box }];
  kept[KEY] = JSON.stringify({ version: 1, asked, returned, families: Object.fromEntries(Object.entries(families).map(entry)) });
};

test("what was missed comes back after three others, the longest ago first", () => {
  put(10, { missed: [3, 0], right: [6, 1] });
  assert.equal(progress.due(["new", "right", "missed"]), "missed");
  put(10, { missed: [2, 0], right: [6, 1] });
  assert.equal(progress.due(["new", "right", "missed"]), "new");
  put(10, { soon: [3, 0], later: [5, 0] });
  assert.equal(progress.due(["soon", "later"]), "later");
});

test("of four questions at most one has come back", () => {
  put(10, { missed: [5, 0] }, 8);
  assert.equal(progress.due(["new", "missed"]), "new");
  put(10, { missed: [5, 0] }, 7);
  assert.equal(progress.due(["new", "missed"]), "missed");
});

test("what was never asked comes in the order given, and before what was right", () => {
  put(10, { right: [9, 1] });
  assert.equal(progress.due(["right", "second", "first"]), "second");
});

test("when all were asked, what is due longest comes, but nothing that was asked just now", () => {
  put(40, { late: [30, 2], early: [30, 4], now: [0, 0], fresh: [2, 0] });
  assert.equal(progress.due(["now", "fresh", "early", "late"], "now"), "late");
  put(2, { a: [1, 1], b: [0, 1] });
  assert.equal(progress.due(["a", "b"], "b"), "a");
  assert.equal(progress.due(["b"], "b"), "b");
});

test("a return is counted when what was missed is asked again", () => {
  progress.record({ id: "a", topic: "t" }, false);
  assert.equal(stored().returned, 0);
  progress.record({ id: "a", topic: "t" }, true);
  assert.equal(stored().returned, 2);
  progress.record({ id: "a", topic: "t" }, true);
  assert.equal(stored().returned, 2);
});

// Numbers from 0 to 1 that are the same in every run.
function chance(seed) {
  return () => (seed = (seed * 48271) % 2147483647) / 2147483647;
}

for (const share of [0, 0.25, 0.5, 0.9, 1]) {
  test(`a learner who is right in ${100 * share} % meets all of forty families, and misses return as they should`, () => {
    const names = Array.from({ length: 40 }, (_, n) => `f${n}`);
    const random = chance(7);
    const asked = [];
    const open = {}; // missed and not yet asked again: after how many questions
    for (let n = 0; n < 200; n++) {
      const name = progress.due(names, asked.at(-1));
      if (open[name] !== undefined) assert.ok(n - open[name] > 3, `${name} came back after ${n - open[name] - 1} others`);
      assert.notEqual(name, asked.at(-1));
      asked.push(name);
      const right = random() < share;
      if (right) delete open[name];
      else open[name] = n;
      progress.record({ id: name, topic: "t" }, right);
    }
    assert.equal(new Set(asked).size, 40);
    assert.ok(new Set(asked.slice(0, 10)).size >= 7);
  });
}

test("a miss among right answers comes back after three others", () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  const asked = [];
  for (let n = 0; n < 6; n++) {
    asked.push(progress.due(names, asked.at(-1)));
    progress.record({ id: asked.at(-1), topic: "t" }, n !== 1);
  }
  assert.deepEqual(asked, ["a", "b", "c", "d", "e", "b"]);
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
    assert.deepEqual(progress.load(), { version: 1, asked: 5, returned: 0, families: { good: SOUND } });
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
  assert.deepEqual(progress.load(), { version: 1, asked: 0, returned: 0, families: {} });
});
