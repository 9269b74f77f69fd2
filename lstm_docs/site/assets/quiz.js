// <lstm-quiz>: practice in sessions, a question at a time; at the end stands what is known and what comes back.
import { BASE, course, families, holdingFocus, link, linked, whenNear } from "./families.js";

// Most readers see the top of a page first: what asks, judges and plans comes when a quiz comes near.
let Card, question, questionAt, freshSeed, load, save, today, next, answered, grade, summary;
async function arrive() {
  const parts = [import("./card.js"), import("./question.js"), import("./progress.js"), import("./practice.js")];
  ({ Card, question, questionAt, freshSeed, load, save, today, next, answered, grade, summary } = Object.assign({}, ...(await Promise.all(parts))));
}

class LstmQuiz extends HTMLElement {
  /** @type {import("./contracts").Family} the family on view */
  family;

  connectedCallback() {
    if (!this.started) whenNear(this, () => (import("./kept.js"), this.start()));
    this.started = true;
  }

  async start() {
    this.count = +this.dataset.count;
    this.names = this.dataset.families.split(" ");
    this.answers = [];
    const from = linked(this.id);
    const place = (from?.number ?? 0) % this.names.length;
    const coming = families(this.names[place], this);
    await arrive();
    const back = !from && this.names.some((name) => load().families[name]); // who was here before goes on, with other numbers
    this.seed = from?.seed ?? load().seed;
    if (from?.all && !this.all) this.find("others")?.click(); // a browser may have kept the mark
    if (from) this.turns = { [this.names[place]]: Math.floor(from.number / this.names.length) };
    [this.family] = await coming;
    if (back) await this.fetched(this.planned());
    const first = from || back ? this.asked() : this.printed();
    holdingFocus(this, () => {
      this.card = new Card(this.querySelector(".lstm-card"), first, (verdict) => this.answered(verdict));
      if (from || back) this.shown(first);
      this.classList.add("lstm-live");
    });
    this.find("next").setAttribute("aria-describedby", this.find("verdict").id);
    this.addEventListener("click", (event) => this.clicked(/** @type {Element} */ (event.target).closest("button")));
  }

  /** @returns {any} the element of that class */
  find(name) {
    return this.querySelector(`.lstm-quiz-${name}`);
  }

  // The question that stands on the page already.
  printed() {
    const { seed, index } = this.dataset;
    return index === "" ? question(this.family, seed, 0, this.dataset.frameworks) : questionAt(this.family, seed, +index);
  }

  // The family's next question: counted over all visits, or from where a link or fresh numbers began.
  asked() {
    return question(this.family, this.seed, this.number(this.family.id), this.all ? "" : this.dataset.frameworks);
  }

  // Whether more frameworks are asked about than those of the page.
  get all() {
    return this.find("others")?.checked;
  }

  number(name) {
    return this.turns ? (this.turns[name] ?? 0) : (load().families[name]?.asked ?? 0);
  }

  planned() {
    return next(load(), this.names, today(), this.family?.id);
  }

  async fetched({ name, why }) {
    [this.family] = await families(name, this);
    this.why = why;
  }

  // What was pressed keeps the focus until the question is there, and if it cannot be had.
  async show(turn) {
    this.coming = true;
    try {
      await this.fetched(turn ?? this.planned());
    } catch {
      this.find("verdict").textContent = "The next question could not be fetched. Are you online?";
      return;
    } finally {
      this.coming = false;
    }
    this.shown(this.asked());
    const number = this.number(this.family.id) * this.names.length + this.names.indexOf(this.family.id);
    link(this.id, this.seed, number + (this.all ? "~all" : ""));
    this.find("ask").focus({ preventScroll: true });
    this.find("progress").scrollIntoView({ block: "nearest" });
    this.find("next").hidden = true;
  }

  shown(asked) {
    this.since = Date.now();
    this.card.show(asked);
    const { id, title, level } = this.family;
    this.dataset.family = id;
    this.tell(`Question ${this.answers.length + 1} of ${this.count}`, `${title}, level ${level}`, this.why);
  }

  tell(...parts) {
    this.find("progress").textContent = parts.filter(Boolean).join(" · ");
    this.bar();
  }

  // A sign for each answer of the session, and a dot for each to come.
  bar() {
    const signs = this.answers.map(({ right }) => `<b class="lstm-${right ? "right" : "wrong"}"></b>`);
    this.find("bar").innerHTML = signs.join("") + "<b></b>".repeat(this.count - signs.length);
  }

  clicked(button) {
    if (!button || this.coming) return; // pressed twice, it must not skip a question
    if (button.matches(".lstm-quiz-next")) this.next();
    else if (button.matches(".lstm-quiz-again")) this.again();
  }

  answered(verdict) {
    const { id, topic, seconds } = this.family;
    const taken = this.since && (Date.now() - this.since) / 1000;
    save(answered(load(), this.family, grade(verdict.right, seconds, taken), today()));
    this.answers.push({ id, topic, right: verdict.right });
    if (this.turns) this.turns[id] = this.number(id) + 1;
    this.card.close(verdict);
    this.bar();
    const next = this.find("next");
    next.hidden = false;
    next.textContent = this.over ? "See the result" : "Next question";
    next.focus({ preventScroll: true });
    this.card.inView("verdict");
  }

  get over() {
    return this.answers.length >= this.count;
  }

  next() {
    if (this.over) this.result();
    else this.show();
  }

  async result() {
    const right = this.answers.filter((one) => one.right).length;
    const topics = await course();
    for (const name of ["options", "partners", "typed", "work", "check", "next"]) this.find(name).hidden = true;
    this.card.tidy();
    this.tell("Result");
    this.find("ask").textContent = `${right} of ${this.count} right.`;
    this.find("verdict").className = "lstm-quiz-verdict";
    this.find("verdict").innerHTML = summary(this.answers, load(), topics, today(), BASE);
    this.ended = true;
    this.find("again").textContent = "Go on";
    this.find("again").focus({ preventScroll: true });
    this.find("progress").scrollIntoView({ block: "nearest" });
  }

  // In a session other numbers of the same kind, as often as one likes; after it, the next.
  async again() {
    for (const name of ["options", "partners", "work"]) this.find(name).hidden = false;
    this.find("again").textContent = "Fresh numbers";
    if (this.ended) {
      this.answers = [];
      this.ended = false;
      this.turns = undefined;
      this.seed = load().seed;
      await this.show();
    } else {
      this.seed = freshSeed();
      this.turns = {};
      await this.show({ name: this.family.id, why: this.why });
    }
  }
}

if (!customElements.get("lstm-quiz")) customElements.define("lstm-quiz", LstmQuiz);
