// What a learner's browser keeps, and where it cannot be kept; run by test_progress.py on the site's own module.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { pathToFileURL } from "node:url";

const FILE = pathToFileURL(`${process.env.MODULES}/progress.js`);
const KEY = "lstm-docs:progress";
const ASIDE = `${KEY}:unread`;
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
const CARD = { topic: "t", asked: 1, right: 1, at: 1, missed: false, stability: 2, difficulty: 5, day: 20000 };
const state = (families, more = {}) => ({ version: 2, seed: "s", asked: 1, returned: 0, families, ...more });
const put = (found) => (kept[KEY] = JSON.stringify(found));

test("nothing is known at first", () => {
  const { seed, ...rest } = progress.load();
  assert.match(seed, /^[a-z0-9]+$/);
  assert.deepEqual(rest, { version: 2, asked: 0, returned: 0, families: {} });
  assert.equal(progress.keeps(), true);
  assert.equal(kept[KEY], undefined);
});

test("what is saved is kept, told and exported", () => {
  progress.save(state({ a: CARD }));
  assert.deepEqual(stored(), state({ a: CARD }));
  assert.deepEqual(progress.load(), state({ a: CARD }));
  assert.deepEqual(told, ["lstm-progress"]);
  assert.deepEqual(JSON.parse(progress.exported()), stored());
});

test("two tabs add to what the other has kept", async () => {
  const other = await opened();
  progress.save(state({ a: CARD }));
  other.save({ ...other.load(), families: { ...other.load().families, b: CARD } });
  assert.deepEqual(Object.keys(progress.load().families), ["a", "b"]);
});

test("how well a topic is known", () => {
  const known = (...cards) => progress.mastery(state(Object.fromEntries(cards.map((card, n) => [`f${n}`, card]))), ["f0", "f1"]);
  const [missed, week] = [{ ...CARD, missed: true }, { ...CARD, stability: 7 }];
  assert.deepEqual([known(), known(missed), known(CARD), known(CARD, missed)], [0, 0, 1, 1]);
  assert.deepEqual([known(CARD, CARD), known(week, CARD), known(week, week)], [2, 2, 3]);
});

const DAMAGED = {
  "cut short": '{"version": 2, "asked": 3, "fam',
  "nothing": "null",
  "a word": '"progress"',
  "no families": '{"version": 2, "asked": 3, "families": null}',
};

for (const [how, text] of Object.entries(DAMAGED)) {
  test(`what is damaged (${how}) is laid aside, which is told, and another is begun`, () => {
    kept[KEY] = text;
    assert.deepEqual(progress.load().families, {});
    progress.save(state({ a: CARD }));
    assert.deepEqual(stored(), state({ a: CARD }));
    assert.equal(kept[ASIDE], text);
    assert.equal(progress.laidAside(), true);
  });
}

for (const field of Object.keys(CARD)) {
  test(`of families without a sound ${field} the whole is laid aside, and the others stay`, () => {
    put(state({ good: CARD, none: { ...CARD, [field]: undefined }, odd: { ...CARD, [field]: [] }, null: null }));
    const before = kept[KEY];
    assert.deepEqual(progress.load(), state({ good: CARD }));
    assert.equal(kept[ASIDE], before);
  });
}

test("a count that is no number is none", () => {
  put(state({}, { asked: "5" }));
  assert.equal(progress.load().asked, 0);
});

test("what a later version keeps is not written over", () => {
  put(state({ good: CARD }, { version: 3 }));
  const before = kept[KEY];
  assert.deepEqual(progress.load().families, {});
  assert.equal(progress.keeps(), false);
  progress.save(state({ a: CARD }));
  assert.equal(kept[KEY], before);
  assert.deepEqual(progress.load(), state({ a: CARD }));
});

test("a storage that refuses is made up for while the page is open", async () => {
  for (const refusing of [{ get getItem() { throw new Error("blocked"); } }, undefined]) {
    globalThis.localStorage = refusing;
    const page = await opened();
    assert.equal(page.keeps(), false);
    page.save(state({ a: CARD }));
    assert.deepEqual(page.load(), state({ a: CARD }));
    page.reset();
    assert.deepEqual(page.load().families, {});
  }
});

test("a full storage keeps nothing, and this page goes on", () => {
  globalThis.localStorage.setItem = () => {
    throw new Error("full");
  };
  progress.save(state({ a: CARD }));
  assert.equal(progress.keeps(), false);
  assert.deepEqual(progress.load(), state({ a: CARD }));
});

test("what is damaged is not written over where there is no room to lay it aside", () => {
  kept[KEY] = "{";
  globalThis.localStorage.setItem = () => {
    throw new Error("full");
  };
  progress.save({ ...progress.load(), asked: 1 });
  assert.equal(kept[KEY], "{");
  assert.equal(progress.load().asked, 1);
});

test("what is in the place of a storage is none", () => {
  globalThis.localStorage = { getItem: () => null, setItem: () => {} };
  assert.equal(progress.keeps(), false);
});

test("forgetting forgets, and tells", () => {
  kept[ASIDE] = "{";
  progress.save(state({ a: CARD }));
  told.length = 0;
  progress.reset();
  assert.deepEqual(kept, {});
  assert.deepEqual(told, ["lstm-progress"]);
  assert.deepEqual(progress.load().families, {});
});

test("the day is the one of the learner's calendar", () => {
  for (const zone of ["UTC", "Asia/Tokyo", "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Auckland"]) {
    process.env.TZ = zone;
    for (let hour = 0; hour < 48; hour += 1) {
      const now = Date.UTC(2026, 0, 1, hour, 30);
      mock.timers.enable({ apis: ["Date"], now });
      const here = new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(now);
      assert.equal(progress.today(), Date.parse(here) / 864e5, `${zone} ${here}`);
      mock.timers.reset();
    }
  }
  delete process.env.TZ;
});
