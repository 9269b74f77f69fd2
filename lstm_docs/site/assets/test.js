// <lstm-test>: N questions and one submit; unanswered ones are named first; review, and retake with a new seed.
import { Card } from "./card.js";
import { families, freshSeed, holdingFocus, link, linked, whenNear } from "./families.js";
import { record } from "./progress.js";
import { question } from "./question.js";

class LstmTest extends HTMLElement {
  connectedCallback() {
    if (!this.started) whenNear(this, () => this.prepare());
    this.started = true;
  }

  async prepare() {
    const from = linked(this.id);
    this.seed = from?.seed ?? this.dataset.seed;
    this.families = await families(this.dataset.base, this.dataset.families);
    const elements = /** @type {HTMLElement[]} */ ([...this.querySelectorAll(".lstm-card")]);
    holdingFocus(this, () => {
      this.cards = elements.map((element, n) => new Card(element, this.ask(n)));
      if (from) this.show();
      this.classList.add("lstm-live");
    });
    this.addEventListener("click", (event) => this.clicked(/** @type {Element} */ (event.target).closest("button")));
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
    return question(this.families[n % count], this.seed, Math.floor(n / count));
  }

  clicked(button) {
    if (!button) return;
    if (button.matches(".lstm-test-start")) this.start();
    else if (button.matches(".lstm-test-submit")) this.submit(false);
    else if (button.matches(".lstm-test-anyway")) this.submit(true);
    else if (button.matches(".lstm-test-again")) this.retake(freshSeed());
  }

  // The timer only tells; it never takes an answer away.
  start() {
    const extra = 1 + this.find("extra").value / 100;
    this.left = Math.round(+this.dataset.minutes * 60 * extra);
    clearInterval(this.clock);
    this.clock = setInterval(() => this.tick(), 1000);
    this.find("start").hidden = true;
    this.tick();
  }

  tick() {
    const [minutes, seconds] = [Math.floor(Math.abs(this.left) / 60), Math.abs(this.left) % 60];
    const time = `${minutes}:${String(seconds).padStart(2, "0")}`;
    this.find("time").textContent = this.left >= 0 ? `${time} left` : `${time} over time`;
    this.left--;
  }

  submit(anyway) {
    const verdicts = this.cards.map((card) => card.verdict());
    const open = verdicts.flatMap((verdict, n) => (verdict ? [] : [n]));
    if (open.length && !anyway) {
      const names = open.map((n) => `<a href="#${this.cards[n].element.id}">${n + 1}</a>`).join(", ");
      this.say(`Not answered yet: ${names}.`);
      this.find("anyway").hidden = false;
      return;
    }
    clearInterval(this.clock);
    verdicts.forEach((verdict, n) => this.close(n, verdict));
    const right = verdicts.filter((verdict) => verdict?.right).length;
    this.say(`<strong>${right} of ${verdicts.length} right.</strong> Each question now shows its worked solution.`);
    for (const name of ["submit", "anyway"]) this.find(name).hidden = true;
    this.find("again").hidden = false;
    this.find("result").focus();
  }

  close(n, verdict) {
    this.cards[n].close(verdict);
    if (verdict) record(this.families[n % this.families.length], verdict.right);
  }

  say(html) {
    this.find("result").innerHTML = html;
  }

  show() {
    this.cards.forEach((card, n) => card.show(this.ask(n)));
  }

  retake(seed) {
    this.seed = seed;
    this.show();
    link(this.id, seed, 0);
    this.say("");
    this.find("time").textContent = "";
    for (const name of ["start", "submit"]) this.find(name).hidden = false;
    for (const name of ["anyway", "again"]) this.find(name).hidden = true;
    this.cards[0].find("ask").focus();
  }
}

if (!customElements.get("lstm-test")) customElements.define("lstm-test", LstmTest);
