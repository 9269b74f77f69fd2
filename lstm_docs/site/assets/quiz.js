// <lstm-quiz>: practice, a question at a time. Without a count it never ends; with one, a result closes the run.
import { families, freshSeed, holdingFocus, link, linked, whenNear } from "./families.js";

// Most readers see the top of a page first: what asks and judges comes when a quiz comes near.
let Card, question, questionAt, due, met, record;
async function load() {
  const parts = [import("./card.js"), import("./question.js"), import("./progress.js")];
  ({ Card, question, questionAt, due, met, record } = Object.assign({}, ...(await Promise.all(parts))));
}

class LstmQuiz extends HTMLElement {
  connectedCallback() {
    if (!this.started) whenNear(this, () => (import("./kept.js"), this.start()));
    this.started = true;
  }

  async start() {
    this.count = +this.dataset.count;
    this.names = this.dataset.families.split(" ");
    const from = linked(this.id);
    this.seed = from?.seed ?? this.dataset.seed;
    this.position = from?.number ?? 0;
    this.pinned = !from && this.dataset.index !== "";
    this.turns = this.names.map(() => 0);
    this.marks = [];
    await Promise.all([this.fetched(), load()]);
    const back = !from && met(this.names[0]); // who was here before goes on, with other numbers
    if (back) {
      this.afresh();
      await this.fetched();
    }
    holdingFocus(this, () => {
      this.card = new Card(this.querySelector(".lstm-card"), this.current(), (verdict) => this.answered(verdict));
      if (from || back) this.card.show(this.current());
      this.classList.add("lstm-live");
    });
    this.find("next").setAttribute("aria-describedby", this.find("verdict").id);
    this.addEventListener("click", (event) => this.clicked(/** @type {Element} */ (event.target).closest("button")));
  }

  /** @returns {any} the element of that class */
  find(name) {
    return this.querySelector(`.lstm-quiz-${name}`);
  }

  // The family that is asked at a place; the others are fetched when their turn comes.
  async fetched(position = this.position) {
    this.family = (await families(this.dataset.base, this.names[position % this.names.length], this))[0];
    this.position = position;
  }

  current() {
    if (this.pinned && this.position === 0) return questionAt(this.family, this.seed, +this.dataset.index);
    return question(this.family, this.seed, Math.floor(this.position / this.names.length));
  }

  // What was pressed keeps the focus until the question is there, and if it cannot be had.
  async show(position) {
    this.coming = true;
    try {
      await this.fetched(position);
    } catch {
      this.find("verdict").textContent = "The next question could not be fetched. Are you online?";
      return;
    } finally {
      this.coming = false;
    }
    this.card.show(this.current());
    if (this.count > 1) this.find("progress").textContent = `Question ${this.marks.length + 1} of ${this.count}`;
    link(this.id, this.seed, this.position);
    this.find("ask").focus();
    for (const name of ["next", ...(this.count > 1 ? ["again"] : [])]) this.find(name).hidden = true;
  }

  clicked(button) {
    if (!button || this.coming) return; // pressed twice, it must not skip a question
    if (button.matches(".lstm-quiz-next")) this.next();
    else if (button.matches(".lstm-quiz-again")) this.again();
  }

  answered(verdict) {
    this.marks.push(verdict.right);
    this.card.close(verdict);
    record(this.family, verdict.right);
    const next = this.find("next");
    next.hidden = false;
    next.textContent = this.over ? "See the result" : "Next question";
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    this.find("verdict").scrollIntoView({ block: "nearest" }); // where both do not fit, what was asked for is seen
  }

  get over() {
    return this.count > 1 && this.marks.length >= this.count;
  }

  // In a run the families take turns; in endless practice the one due longest is asked.
  next() {
    if (this.over) {
      this.result();
      return;
    }
    if (this.count > 1) {
      this.show(this.position + 1);
      return;
    }
    this.turns[this.position % this.names.length] = Math.floor(this.position / this.names.length) + 1;
    this.show(this.turn(this.family.id));
  }

  // The place of the question whose family is due.
  turn(last) {
    const place = this.names.indexOf(due(this.names, last));
    return this.turns[place] * this.names.length + place;
  }

  afresh() {
    this.seed = freshSeed();
    this.turns = this.names.map(() => 0);
    this.pinned = false;
    this.position = this.count > 1 ? 0 : this.turn();
  }

  result() {
    const right = this.marks.filter(Boolean).length;
    for (const name of ["options", "partners", "typed", "work", "check", "next"]) this.find(name).hidden = true;
    this.find("progress").textContent = "Result";
    this.find("ask").textContent = `${right} of ${this.count} right.`;
    this.find("verdict").className = "lstm-quiz-verdict";
    this.find("verdict").replaceChildren();
    this.find("again").hidden = false;
    this.find("again").focus();
  }

  again() {
    const here = this.position % this.names.length;
    this.afresh();
    this.marks = [];
    for (const name of ["options", "partners", "work"]) this.find(name).hidden = false;
    this.show(this.count > 1 ? 0 : here);
  }
}

if (!customElements.get("lstm-quiz")) customElements.define("lstm-quiz", LstmQuiz);
