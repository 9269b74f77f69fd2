// <lstm-test>: N questions and one submit; what is open is named first; a summary by topic, review, and another with a new seed.
// The tab keeps all that is answered, and the time, until the test is handed in and left: a reload loses nothing.
import { Card } from "./card.js";
import { BASE, course, families, holdingFocus, link, linked, whenNear } from "./families.js";
import { answered, grade } from "./practice.js";
import { freshSeed, load, save, today } from "./progress.js";
import { question } from "./question.js";

// What is typed, ticked and picked on a card; whether anything is; and all of it to be kept and put back.
const fields = (card) => [card.find("typed").elements.answer, ...card.controls.filter((control) => !control.matches("button"))];

const begun = (card) =>
  card.place >= 0 || card.moved || fields(card).some(({ value, checked, type }) => (type === "checkbox" ? checked : value));

const given = (card) => ({
  place: card.place,
  moved: card.moved,
  rows: [...card.find("options").children].map((row) => row.dataset.place),
  fields: fields(card).map(({ type, value, checked }) => (type === "checkbox" ? { checked } : { value })),
});

function restore(card, { place, moved, rows, fields: values }) {
  const options = card.find("options");
  if (moved) options.append(...rows.map((place) => options.querySelector(`[data-place="${+place}"]`)));
  fields(card).forEach((field, n) => Object.assign(field, values[n]));
  card.moved = moved;
  if (place >= 0) card.mark(place);
}

const SIGNS = { true: "right", false: "wrong", undefined: "unread" };

class LstmTest extends HTMLElement {
  /** @type {any} seconds that are left, when they end, and whether this was handed in */
  time;

  connectedCallback() {
    if (!this.started) whenNear(this, () => this.prepare());
    this.started = true;
  }

  async prepare() {
    const from = linked(this.id);
    this.seed = from?.seed ?? this.dataset.seed;
    this.families = await families(this.dataset.families, this);
    const elements = /** @type {HTMLElement[]} */ ([...this.querySelectorAll(".lstm-card")]);
    holdingFocus(this, () => {
      this.cards = elements.map((element, n) => new Card(element, this.ask(n)));
      if (from) this.show();
      this.find("dots").innerHTML = elements.map((_, n) => `<button type="button" data-to="${n}">${n + 1}</button>`).join("");
      this.classList.add("lstm-live");
    });
    this.addEventListener("click", (event) => this.clicked(/** @type {Element} */ (event.target).closest("button")));
    for (const change of ["click", "input", "pointerup", "keyup"]) this.addEventListener(change, () => this.keep());
    if (!location.hash) link(this.id, this.seed, 0);
    this.resume();
  }

  disconnectedCallback() {
    clearInterval(this.clock);
  }

  /** @returns {any} the element of that class */
  find(name) {
    return this.querySelector(`.lstm-test-${name}`);
  }

  ask(n) {
    const count = this.families.length;
    return question(this.families[n % count], this.seed, Math.floor(n / count), this.dataset.frameworks);
  }

  get place() {
    return `lstm-docs:${this.id}~${this.seed}`;
  }

  // A tab that keeps nothing asks on all the same.
  keep() {
    try {
      sessionStorage.setItem(this.place, JSON.stringify({ ...this.time, given: this.cards.map(given) }));
    } catch {
      // A reload would begin anew.
    }
    this.told();
  }

  resume() {
    this.time = {};
    try {
      const { given, ...time } = JSON.parse(sessionStorage.getItem(this.place) ?? "{}");
      given?.forEach((given, n) => restore(this.cards[n], given));
      this.time = time;
    } catch {
      // Cut short, or of another version.
    }
    if (this.time.done) this.review();
    else if (this.time.ends || this.time.left) this.run();
    this.told();
  }

  // Which questions are answered, in the bar that stays.
  told() {
    [...this.find("dots").children].forEach((dot, n) => {
      const verdict = this.verdicts ? SIGNS[String(this.verdicts[n]?.right)] : begun(this.cards[n]) ? "done" : "open";
      dot.className = `lstm-${verdict}`;
      dot.setAttribute("aria-label", `Question ${n + 1}: ${{ done: "answered", open: "open", unread: "not answered" }[verdict] ?? verdict}`);
    });
  }

  clicked(button) {
    if (!button) return;
    if (button.dataset.to) this.to(+button.dataset.to);
    else if (button.matches(".lstm-test-start")) this.start();
    else if (button.matches(".lstm-test-break")) this.pause();
    else if (button.matches(".lstm-test-submit")) this.submit(false);
    else if (button.matches(".lstm-test-anyway")) this.submit(true);
    else if (button.matches(".lstm-test-again")) this.retake(freshSeed());
  }

  to(n) {
    const ask = this.cards[n].find("ask");
    ask.focus({ preventScroll: true });
    ask.scrollIntoView();
  }

  // The timer only tells; it never takes an answer away. In a break it rests, and the questions are covered.
  start() {
    const seconds = Math.round(+this.dataset.minutes * 60 * (1 + this.find("extra").value / 100));
    this.time = { ends: Date.now() + 1000 * seconds };
    this.run();
  }

  run() {
    clearInterval(this.clock);
    if (this.time.ends) this.clock = setInterval(() => this.tick(), 1000);
    this.find("start").hidden = true;
    this.find("break").hidden = false;
    this.find("break").textContent = this.time.ends ? "Take a break" : "Go on";
    this.classList.toggle("lstm-rests", !this.time.ends);
    this.tick();
  }

  pause() {
    const { ends, left } = this.time;
    this.time = ends ? { left: ends - Date.now() } : { ends: Date.now() + left };
    this.run();
  }

  tick() {
    const left = Math.round((this.time.ends ? this.time.ends - Date.now() : this.time.left) / 1000);
    const [minutes, seconds] = [Math.floor(Math.abs(left) / 60), Math.abs(left) % 60];
    const time = `${minutes}:${String(seconds).padStart(2, "0")}`;
    this.find("time").textContent = left >= 0 ? `${time} left` : `${time} over time`;
  }

  submit(anyway) {
    const open = this.cards.flatMap((card, n) => (card.verdict() ? [] : [n]));
    if (open.length && !anyway) {
      const names = open.map((n) => `<button type="button" data-to="${n}">${n + 1}</button>`).join(", ");
      this.find("result").innerHTML = `Not answered yet: ${names}.`;
      this.find("anyway").hidden = false;
      return;
    }
    this.time = { done: true };
    this.review();
    this.record(this.verdicts);
    this.find("result").focus({ preventScroll: true });
    this.find("summary").scrollIntoView();
  }

  review() {
    clearInterval(this.clock);
    this.verdicts = this.cards.map((card) => card.verdict());
    this.verdicts.forEach((verdict, n) => this.cards[n].close(verdict));
    const right = this.verdicts.filter((verdict) => verdict?.right).length;
    this.find("result").innerHTML = `<strong>${right} of ${this.verdicts.length} right.</strong>`;
    for (const name of ["submit", "anyway", "break", "start"]) this.find(name).hidden = true;
    this.find("again").hidden = false;
    this.find("time").textContent = "";
    this.summarize();
  }

  // What was not answered is not kept as wrong.
  record(verdicts) {
    verdicts.forEach((verdict, n) => {
      const family = this.families[n % this.families.length];
      if (verdict) save(answered(load(), family, grade(verdict.right), today()));
    });
  }

  // By topic, in the order of the course; a page to read where something was not right.
  async summarize() {
    const { verdicts } = this;
    const topics = await course();
    const rows = topics.map(({ topic, title, page }) => {
      const mine = verdicts.filter((_, n) => this.families[n % this.families.length].topic === topic);
      const right = mine.filter((verdict) => verdict?.right).length;
      const open = mine.filter((verdict) => !verdict).length;
      const read = right < mine.length && page ? ` Read <a href="${BASE}${page}">${title}</a>.` : "";
      return mine.length ? `<li>${title}: ${right} of ${mine.length} right${open ? `, ${open} not answered` : ""}.${read}</li>` : "";
    });
    if (this.verdicts === verdicts) this.find("summary").innerHTML = `<ul>${rows.join("")}</ul>`;
  }

  show() {
    this.cards.forEach((card, n) => card.show(this.ask(n)));
  }

  retake(seed) {
    this.seed = seed;
    this.verdicts = undefined;
    this.time = {};
    this.show();
    link(this.id, seed, 0);
    for (const name of ["result", "summary"]) this.find(name).innerHTML = "";
    for (const name of ["start", "submit"]) this.find(name).hidden = false;
    for (const name of ["anyway", "again"]) this.find(name).hidden = true;
    this.to(0);
  }
}

if (!customElements.get("lstm-test")) customElements.define("lstm-test", LstmTest);
