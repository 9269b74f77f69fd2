// One question on the page: its controls, what was answered, the verdict. The first one is made in Python
// (lstm_docs/site/fences/quiz_card.py); later ones are made here, in the same form.
import { KINDS, judge, judgePlaces } from "./question.js";

export const LETTERS = "ABCDEFGHIJKLMNOP";
const ARROWS = { up: "↑", down: "↓" };
const move = (way) => `<button type="button" data-move="${way}" aria-label="move ${way}">${ARROWS[way]}</button>`;

let cards = 0;

/**
 * @typedef {import("./contracts").Question} Question
 * @typedef {import("./contracts").Verdict} Verdict
 */

export class Card {
  /**
   * `answered` is called with a verdict once an answer is given; without it, answers are only kept until judged.
   * @param {HTMLElement} element
   * @param {Question} asked
   * @param {(verdict: Verdict) => void} [answered]
   */
  constructor(element, asked, answered) {
    this.element = element;
    this.answered = answered;
    this.put(asked);
    cards++;
    for (const name of ["ask", "verdict"]) this.find(name).id = `lstm-${name}-${cards}`;
    element.setAttribute("role", "group");
    element.setAttribute("aria-labelledby", this.find("ask").id);
    element.addEventListener("click", (event) => this.clicked(/** @type {Element} */ (event.target).closest("button")));
    element.addEventListener("keydown", (event) => this.pressed(event));
    element.addEventListener("pointerdown", (event) => this.grabbed(event));
    this.find("typed").addEventListener("input", () => this.mark(-1)); // of what is chosen and what is typed the last counts
    this.find("typed").addEventListener("submit", (event) => {
      event.preventDefault();
      this.give();
    });
  }

  /** @returns {any} the element of that class */
  find(name) {
    return this.element.querySelector(`.lstm-quiz-${name}`);
  }

  /** @returns {any[]} buttons, boxes and lists, in the order of the options */
  get controls() {
    return [...this.element.querySelectorAll(".lstm-quiz-options :is(button, input, select)")];
  }

  /** Take a question whose words and controls are on the page already. @param {Question} asked */
  put(asked) {
    this.asked = asked;
    this.place = -1;
    this.done = this.moved = false;
  }

  show(asked) {
    this.put(asked);
    this.tidy();
    this.element.classList.remove("lstm-answered");
    this.find("ask").innerHTML = asked.ask;
    this.rows();
    this.find("typed").reset();
    this.find("typed").hidden = !KINDS[asked.kind];
    this.find("typed").elements.answer.placeholder = KINDS[asked.kind]?.expects ?? "";
    this.find("verdict").className = "lstm-quiz-verdict";
    this.find("verdict").replaceChildren();
    this.find("solution").innerHTML = asked.solution.map((step) => `<li>${step}</li>`).join("");
    this.find("work").open = false;
  }

  // One row an option: a button where one is right, else a box to tick, a row to move or a list to pick from.
  rows() {
    const { kind, key, options, partners } = this.asked;
    const numbers = partners.map((_, n) => `<option value="${n}">${n + 1}</option>`).join("");
    const rows = options.map(({ text }, place) => {
      const row = document.createElement("li");
      const inside = `<span class="lstm-letter">${LETTERS[place]}</span> <span>${text}</span>`;
      row.dataset.place = String(place);
      if (key >= 0) row.innerHTML = `<button type="button">${inside}</button>`;
      else if (kind === "several") row.innerHTML = `<label><input type="checkbox"> ${inside}</label>`;
      else if (kind === "order") row.innerHTML = `${inside} <span>${move("up")}${move("down")}</span>`;
      else row.innerHTML = `<label>${inside} <select><option value="">–</option>${numbers}</select></label>`;
      return row;
    });
    this.find("options").replaceChildren(...rows);
    this.find("partners").innerHTML = partners.map((partner) => `<li>${partner}</li>`).join("");
    this.find("check").hidden = key >= 0 || !this.answered;
    this.find("keys").hidden = key < 0;
  }

  clicked(button) {
    if (!button || this.done) return;
    if (button.dataset.move) this.move(button);
    else if (button.matches(".lstm-quiz-check")) this.give();
    else if (button.closest(".lstm-quiz-options")) this.choose(this.controls.indexOf(button));
  }

  pressed(event) {
    if (this.done || this.asked.key < 0 || event.target.matches("input")) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    const place = LETTERS.indexOf(event.key.toUpperCase());
    if (place >= 0 && place < this.asked.options.length) this.choose(place);
  }

  choose(place) {
    this.mark(place);
    this.find("typed").reset();
    this.give();
  }

  mark(place) {
    this.place = place;
    if (this.asked.key >= 0) this.controls.forEach((button, n) => button.setAttribute("aria-pressed", String(n === place)));
  }

  move(button) {
    const row = button.closest("li");
    const up = button.dataset.move === "up";
    const other = up ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    other[up ? "before" : "after"](row);
    button.focus({ preventScroll: true });
    this.moved = true;
  }

  // A row to be ordered is dragged by its letter, with a mouse anywhere; fingers that scroll are let scroll.
  grabbed({ target, pointerId, pointerType }) {
    const row = this.done || this.asked.kind !== "order" ? null : target.closest(".lstm-quiz-options > li");
    if (!row || target.closest("button") || (pointerType !== "mouse" && !target.closest(".lstm-letter"))) return;
    row.setPointerCapture(pointerId);
    row.onpointermove = ({ clientX, clientY }) => {
      const other = document.elementFromPoint(clientX, clientY)?.closest("li");
      if (other?.parentNode !== row.parentNode || other === row) return;
      row[other.compareDocumentPosition(row) & 4 ? "after" : "before"](other); // moved itself, it would let go of the pointer
      this.moved = true;
    };
    row.onlostpointercapture = () => (row.onpointermove = null);
  }

  // What was asked, what was chosen and the verdict in one view, if they fit; else from the part's end.
  inView(part) {
    const top = this.find("ask").getBoundingClientRect().top - 64;
    const bottom = this.find(part).getBoundingClientRect().bottom + 8 - innerHeight;
    scrollBy({ top: bottom > 0 ? bottom : Math.min(Math.max(top, bottom), 0), behavior: "instant" });
  }

  /** Take away what a closed question has more than an open one. */
  tidy() {
    this.find("follow")?.remove();
  }

  give() {
    if (!this.answered) return;
    const verdict = this.verdict();
    if (verdict) this.answered(verdict);
  }

  /** The verdict on what is answered now; null if nothing is, or if it cannot be read (which is said). @returns {Verdict | null} */
  verdict() {
    const typed = this.find("typed").elements.answer.value.trim();
    if (this.place < 0 && KINDS[this.asked.kind] && typed) return this.judged(typed);
    const places = this.places();
    const understood = this.place < 0 ? "" : `You chose ${LETTERS[this.place]}.`;
    return places && { understood, ...judgePlaces(this.asked, places) };
  }

  judged(typed) {
    try {
      const verdict = judge(this.asked, typed);
      return { ...verdict, understood: verdict.understood && `You wrote ${verdict.understood}.` };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.say("lstm-unread", "Not read.", `This could not be read: ${error.message}.`);
      return null;
    }
  }

  places() {
    if (this.asked.key >= 0) return this.place < 0 ? null : [this.place];
    const rows = [...this.find("options").children];
    if (this.asked.kind === "order") return this.moved || this.answered ? rows.map((row) => +row.dataset.place) : null;
    if (this.asked.kind === "match") {
      const picked = rows.map((row) => row.querySelector("select").value);
      return picked.includes("") ? null : picked.map(Number);
    }
    const ticked = rows.filter((row) => row.querySelector("input").checked).map((row) => +row.dataset.place);
    return ticked.length || this.answered ? ticked : null;
  }

  /** Show the verdict and the worked solution, and take no more answers. @param {Verdict | null} verdict null if there is no answer */
  close(verdict) {
    this.done = true;
    this.element.classList.add("lstm-answered");
    const controls = this.controls;
    if (this.asked.key >= 0) {
      controls[this.place]?.classList.add("lstm-wrong");
      controls[this.asked.key].className = "lstm-right";
    }
    for (const control of controls) {
      control.removeAttribute("aria-pressed");
      if (control.matches("button")) control.setAttribute("aria-disabled", "true");
      else control.disabled = true;
    }
    this.find("typed").hidden = this.find("check").hidden = true;
    const { solution } = this.asked;
    const reason = [...new Set([solution[0], solution.at(-1)])].join(" "); // what comes between stands in the worked solution
    const told = verdict?.right ? reason : verdict?.said; // in the question's language, whatever the page's
    const why = told ? `<span lang="en">${told}</span>` : `The answer is ${this.rightAnswer()}.`;
    if (!verdict) this.say("lstm-unread", "Not answered.", why);
    else this.say(verdict.right ? "lstm-right" : "lstm-wrong", verdict.right ? "Right." : "Wrong.", `${verdict.understood} ${why}`);
    this.find("work").open = !verdict?.right;
    this.follow();
  }

  // A question to think on about; its answer stands in brackets at its end.
  follow() {
    const [, what, answer] = /^(.*?) \((.*)\)\s*$/s.exec(this.asked.followUp) ?? [];
    if (!what) return;
    const html = `<details class="lstm-quiz-follow"><summary><strong>And what if?</strong> ${what}</summary><p>${answer}</p></details>`;
    this.find("work").insertAdjacentHTML("afterend", html);
  }

  rightAnswer() {
    const { key, kind, options, partners, answer } = this.asked;
    if (key >= 0) return options[key].text;
    if (kind === "match") return options.map(({ text }, n) => `${text}: ${partners[answer[n]]}`).join("; ");
    return answer.map((place) => LETTERS[place]).join(", ");
  }

  // Texts of ours are safe HTML; what a learner typed reaches them as a number we wrote.
  say(kind, word, text) {
    this.find("verdict").className = `lstm-quiz-verdict ${kind}`;
    this.find("verdict").innerHTML = `<strong>${word}</strong> ${text}`;
  }
}
