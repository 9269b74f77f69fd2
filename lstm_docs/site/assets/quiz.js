// <lstm-quiz>: a run of questions. The first one is in the page already; see lstm_docs/site/quiz_block.py.
import { KINDS, judge, judgePlaces, question, questionAt } from "./question.js";

const MOVES =
  '<button type="button" data-move="up" aria-label="move up">↑</button><button type="button" data-move="down" aria-label="move down">↓</button>';
const LETTERS = "ABCDEFGHIJKLMNOP";
const fetched = new Map();

function family(base, id) {
  const url = `${base}${id}.json`;
  if (!fetched.has(url)) fetched.set(url, fetch(url).then((response) => response.json()));
  return fetched.get(url);
}

class LstmQuiz extends HTMLElement {
  async connectedCallback() {
    if (this.started) return;
    this.started = true;
    this.count = +this.dataset.count;
    this.marks = [];
    const hash = decodeURIComponent(location.hash).split("~");
    const linked = hash[0] === `#${this.id}` && hash.length === 3;
    this.seed = linked ? hash[1] : this.dataset.seed;
    this.position = linked ? Math.max(0, Math.floor(+hash[2]) || 0) : 0;
    this.pinned = !linked && this.dataset.index !== "";
    const ids = this.dataset.families.split(" ");
    this.families = await Promise.all(ids.map((id) => family(this.dataset.base, id)));
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("submit", (event) => this.submitted(event));
    this.addEventListener("keydown", (event) => this.typed(event));
    this.asked = this.current();
    if (linked) this.show();
    else if (this.asked.key < 0) this.controls();
    this.classList.add("lstm-live");
  }

  part(name) {
    return this.querySelector(`.lstm-quiz-${name}`);
  }

  current() {
    const place = this.position % this.families.length;
    const found = this.families[place];
    if (this.pinned && this.position === 0) return questionAt(found, this.seed, +this.dataset.index);
    return question(found, this.seed, Math.floor(this.position / this.families.length));
  }

  show() {
    this.asked = this.current();
    this.answered = false;
    this.classList.remove("lstm-answered");
    this.part("ask").innerHTML = this.asked.ask;
    this.controls();
    this.part("typed").reset();
    this.part("typed").hidden = !KINDS[this.asked.kind];
    this.part("typed").elements.answer.placeholder = KINDS[this.asked.kind]?.expects ?? "";
    this.part("verdict").replaceChildren();
    this.part("solution").innerHTML = this.asked.solution.map((step) => `<li>${step}</li>`).join("");
    this.part("work").open = false;
    this.part("next").hidden = true;
    this.progress();
    history.replaceState(history.state, "", `#${this.id}~${encodeURIComponent(this.seed)}~${this.position}`);
  }

  // One row an option: a button where one is right, else a box to tick, a row to move or a list to pick from.
  controls() {
    const { kind, key, options, partners } = this.asked;
    const rows = options.map(({ text }, place) => {
      const row = document.createElement("li");
      const inside = `<span class="lstm-letter">${LETTERS[place]}</span> <span>${text}</span>`;
      row.dataset.place = place;
      if (key >= 0) row.innerHTML = `<button type="button">${inside}</button>`;
      else if (kind === "several") row.innerHTML = `<label><input type="checkbox"> ${inside}</label>`;
      else if (kind === "order") row.innerHTML = `${inside} ${MOVES}`;
      else row.innerHTML = `<label>${inside} <select>${partners.map((_, n) => `<option value="${n}">${n + 1}</option>`)}</select></label>`;
      return row;
    });
    this.part("options").replaceChildren(...rows);
    if (partners.length) this.part("options").insertAdjacentHTML("beforeend", `<li><ol>${partners.map((p) => `<li>${p}</li>`).join("")}</ol></li>`);
    this.part("check").hidden = key >= 0;
  }

  chosen() {
    const rows = [...this.querySelectorAll(".lstm-quiz-options > li[data-place]")];
    if (this.asked.kind === "order") return rows.map((row) => +row.dataset.place);
    if (this.asked.kind === "match") return rows.map((row) => +row.querySelector("select").value);
    return rows.filter((row) => row.querySelector("input").checked).map((row) => +row.dataset.place);
  }

  move(button) {
    const row = button.closest("li");
    const other = button.dataset.move === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (button.dataset.move === "up") other.before(row);
    else other.after(row);
    button.focus();
  }

  progress() {
    if (this.count > 1) this.part("progress").textContent = `Question ${this.marks.length + 1} of ${this.count}`;
  }

  clicked(event) {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.move) {
      if (!this.answered) this.move(button);
    } else if (button.matches(".lstm-quiz-check")) {
      this.answer({ understood: "", ...judgePlaces(this.asked, this.chosen()) }, "");
    } else if (button.closest(".lstm-quiz-options")) {
      this.choose([...this.querySelectorAll(".lstm-quiz-options button")].indexOf(button));
    } else if (button.matches(".lstm-quiz-next")) this.next();
    else if (button.matches(".lstm-quiz-again")) this.again();
  }

  submitted(event) {
    event.preventDefault();
    const field = this.part("typed").elements.answer;
    if (this.answered || !field.value.trim()) return;
    try {
      const verdict = judge(this.asked, field.value);
      this.answer(verdict, verdict.understood && `You wrote ${verdict.understood}.`);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.say("lstm-unread", "Not read.", `This could not be read: ${error.message}.`);
    }
  }

  typed(event) {
    if (this.asked.key < 0 || event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    const place = LETTERS.indexOf(event.key.toUpperCase());
    if (place >= 0 && place < this.asked.options.length) this.choose(place);
  }

  choose(place) {
    if (this.answered) return;
    const option = this.asked.options[place];
    const buttons = this.querySelectorAll(".lstm-quiz-options button");
    buttons[place].classList.add(place === this.asked.key ? "lstm-right" : "lstm-wrong");
    this.answer({ ...option, right: place === this.asked.key }, "");
  }

  answer(verdict, understood) {
    this.answered = true;
    this.marks.push(verdict.right);
    this.classList.add("lstm-answered");
    const controls = [...this.querySelectorAll(".lstm-quiz-options :is(button, input, select)")];
    if (this.asked.key >= 0) controls[this.asked.key].classList.add("lstm-right");
    for (const control of controls) {
      if (control.matches("button")) control.setAttribute("aria-disabled", "true");
      else control.disabled = true;
    }
    this.part("typed").hidden = this.part("check").hidden = true;
    const why = verdict.right ? "" : verdict.said || `The answer is ${this.rightAnswer()}.`;
    this.say(verdict.right ? "lstm-right" : "lstm-wrong", verdict.right ? "Right." : "Wrong.", `${understood} ${why}`);
    this.part("work").open = true;
    const next = this.part("next");
    next.hidden = false;
    next.textContent = this.done ? "See the result" : "Next question";
    next.focus();
  }

  rightAnswer() {
    const { key, kind, options, partners, answer } = this.asked;
    if (key >= 0) return options[key].text;
    if (kind === "match") return options.map(({ text }, n) => `${text}: ${partners[answer[n]]}`).join("; ");
    return answer.map((place) => LETTERS[place]).join(", ");
  }

  get done() {
    return this.count > 1 && this.marks.length >= this.count;
  }

  // Texts of ours are safe HTML; what a learner typed reaches them as a formatted number only.
  say(kind, word, text) {
    const verdict = this.part("verdict");
    verdict.className = `lstm-quiz-verdict ${kind}`;
    verdict.innerHTML = `<strong>${word}</strong> ${text}`;
  }

  next() {
    if (this.done) {
      this.result();
      return;
    }
    this.position++;
    this.show();
    this.part("ask").focus();
  }

  result() {
    const right = this.marks.filter(Boolean).length;
    for (const name of ["options", "typed", "work", "check", "next"]) this.part(name).hidden = true;
    this.part("progress").textContent = "Result";
    this.part("ask").textContent = `${right} of ${this.count} right.`;
    this.part("verdict").className = "lstm-quiz-verdict";
    this.part("verdict").replaceChildren();
    this.part("again").hidden = false;
    this.part("again").focus();
  }

  again() {
    this.seed = [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => (byte % 36).toString(36)).join("");
    this.position = 0;
    this.pinned = false;
    this.marks = [];
    for (const name of ["options", "work"]) this.part(name).hidden = false;
    this.part("again").hidden = this.count > 1;
    this.show();
    this.part("ask").focus();
  }
}

if (!customElements.get("lstm-quiz")) customElements.define("lstm-quiz", LstmQuiz);
