// <lstm-cell>: a field for the equations of a cell, and all that follows from them. Nothing leaves the page; a link has the
// text in its fragment. Without a field it is the picture, line by line.
import { counts } from "./cell-counts.js";
import { Fault } from "./cell-text.js";
import { judged, parts, question, read } from "./cell-view.js";
import { number } from "./numbers.js";
import { morph, travel } from "./picture.js";

const LARGEST = 2 ** 20;
const STEPS = 50;
const LETTERS = { input: "I", hidden: "H" };

class Cell extends HTMLElement {
  connectedCallback() {
    if (this.state) return;
    this.form = /** @type {any} */ (this.querySelector("form"));
    const { input, hidden, t, at, seed } = this.dataset;
    this.first = this.state = { text: this.find("text").textContent, input: +input, hidden: +hidden, t: +t, at: +at, seed: +seed, n: 0 };
    this.cell = read(this.state.text);
    this.faults = /** @type {Record<string, string>} */ ({}); // by the name of the field
    this.addEventListener("input", (event) => this.typed(/** @type {any} */ (event.target)));
    this.addEventListener("click", (event) => this.clicked(/** @type {any} */ (event.target)));
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      if (event.target !== this.form) this.judge();
    });
    this.hashed = () => this.restore();
    addEventListener("hashchange", this.hashed);
    this.restore();
    this.classList.add("lstm-live");
  }

  disconnectedCallback() {
    clearTimeout(this.later);
    removeEventListener("hashchange", this.hashed);
  }

  /** @returns {any} */
  find(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }

  typed({ name, value }) {
    if (name === "text") this.go({ text: value });
    else if (name === "pick") this.fill({ ...this.state, text: value });
    else if (name === "at") this.go({ at: +value });
    else if (Object.hasOwn(LETTERS, name)) this.sized(name, value);
  }

  sized(name, value) {
    if (/^\d{1,7}$/.test(value) && +value >= 1 && +value <= LARGEST) return this.go({ [name]: +value });
    const letter = LETTERS[name];
    this.faults[name] = `${letter} must be a whole number from 1 to ${number(LARGEST)}; what is shown still has ${letter} = ${number(this.state[name])}.`;
    this.tell();
  }

  // To a state that differs in this. A text with a fault is told under the field, and its cell stays the one before.
  go(changes) {
    this.state = { ...this.state, ...changes };
    for (const name in changes) delete this.faults[name];
    if (changes.text !== undefined) this.reread();
    this.render(changes);
    if (!this.form) return;
    const { pick } = this.form.elements;
    if (pick) pick.value = this.state.text; // nothing where no choice has this text
    this.tell();
    clearTimeout(this.later);
    this.later = setTimeout(() => this.link(), 200);
  }

  reread() {
    try {
      this.cell = read(this.state.text);
      this.state.at = this.cell.equations.length;
      this.find("text").textContent = this.state.text;
      this.ask();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const told = `${error.line ? `Line ${error.line}, ` : ""}${error.message}`;
      this.faults.text = `${told[0].toUpperCase()}${told.slice(1)}${told.endsWith("?") ? "" : "."}`;
    }
  }

  tell() {
    const { text, ...sizes } = this.faults;
    this.find("fault").textContent = Object.values(this.faults).join(" ");
    for (const name of ["text", "input", "hidden"]) this.form.elements[name].setAttribute("aria-invalid", String(name in this.faults));
    this.classList.toggle("lstm-stale", Boolean(text));
    this.find("before").hidden = !text;
    // What would be copied is not what was typed. A link has the text with its fault.
    const wrong = Object.keys(sizes).length > 0;
    const buttons = /** @type {any[]} */ ([...this.querySelectorAll("[data-do=code], [data-do=link]")]);
    for (const button of buttons) button.disabled = wrong || (button.dataset.do === "code" && Boolean(text));
  }

  render(changes) {
    for (const [name, html] of Object.entries(parts(this.cell, this.state))) if (this.find(name)) morph(this.find(name), html);
    Object.assign(this.querySelector("[name=at]"), { max: this.cell.equations.length, value: this.state.at });
    if (changes.n !== undefined) this.ask();
    if ("text" in changes || "input" in changes || "hidden" in changes) this.find("code").hidden = true;
  }

  ask() {
    this.find("answer").value = "";
    Object.assign(this.find("verdict"), { className: "lstm-quiz-verdict", innerHTML: "" });
    const card = this.querySelector(".lstm-card");
    card.classList.remove("lstm-answered");
    card.querySelector("details").open = false;
  }

  judge() {
    const verdict = judged(question(this.cell, counts(this.cell), this.state), this.find("answer").value);
    const [kind, word] = verdict ? (verdict.right ? ["right", "Right"] : ["wrong", "Wrong"]) : ["unread", "Not read"];
    const said = verdict?.said ?? "Write a whole number, or a shape such as 3×2.";
    this.querySelector(".lstm-card").classList.toggle("lstm-answered", Boolean(verdict));
    Object.assign(this.find("verdict"), { className: `lstm-quiz-verdict lstm-${kind}`, innerHTML: `<strong>${word}.</strong> ${said}` });
  }

  clicked(target) {
    const { set } = target.closest("[data-set]")?.dataset ?? {};
    if (set) this.line(+set.split("=")[1]);
    else DOES[target.dataset.do]?.(this, target);
  }

  // A line on or back; after the last one comes the next step.
  line(at) {
    const last = this.cell.equations.length;
    const { t } = this.state;
    this.classList.add("lstm-moved");
    if (at > last) this.go(t < STEPS ? { t: t + 1, at: 1 } : {});
    else if (at < 1) this.go(t > 1 ? { t: t - 1, at: last } : {});
    else this.go({ at });
    travel(this.find("picture").querySelector("svg"));
  }

  link() {
    const told = Object.entries(this.state).filter(([key, value]) => value !== this.first[key]);
    const own = told.map(([key, value]) => `~${key}=${encodeURIComponent(value).replaceAll("~", "%7E")}`).join("");
    history.replaceState(history.state, "", own ? `#${this.id}${own}` : location.pathname);
  }

  fill(state) {
    for (const name of ["text", "input", "hidden"]) this.form.elements[name].value = state[name];
    this.go(state);
  }

  // An address such as #cell~hidden=24~text=h%20%3D… or ?cell~pick=minGRU, by the name of one that can be chosen.
  restore() {
    const [[id] = [], ...pairs] = new URLSearchParams((location.hash || location.search).slice(1).replaceAll("+", "%2B").replaceAll("~", "&"));
    if (!id || id !== this.id) return;
    const state = { ...this.first };
    for (const [key, value] of pairs) {
      if (key === "text") state.text = value;
      else if (key === "pick") {
        for (const it of this.form.elements.pick ?? []) if (it.text === value) state.text = it.value;
      } else if (Object.hasOwn(state, key) && /^\d{1,7}$/.test(value)) state[key] = Math.min(Math.max(+value, key === "n" ? 0 : 1), key === "t" ? STEPS : LARGEST);
    }
    this.fill(state);
    if (this.state.text === state.text) this.go({ at: Math.min(state.at, this.cell.equations.length) });
    this.scrollIntoView();
  }
}

const DOES = {
  back: (it) => it.line(it.state.at - 1),
  on: (it) => it.line(it.state.at + 1),
  other: (it) => it.go({ seed: it.state.seed + 1 }),
  next: (it) => it.go({ n: it.state.n + 1 }),
  reset: (it) => it.fill(it.first),
  link(it, button) {
    clearTimeout(it.later);
    it.link();
    copied(button, location.href);
  },
  async code(it, button) {
    const { numpyCode, torchCode } = await import("./cell-code.js");
    const code = button.value === "numpy" ? numpyCode(it.cell, it.state) : torchCode(it.cell);
    it.find("code").hidden = false;
    it.find("code").textContent = code;
    copied(button, code);
  },
};

function copied(button, text) {
  navigator.clipboard?.writeText(text).catch(() => {});
  const said = button.textContent;
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = said), 1500);
}

if (!customElements.get("lstm-cell")) customElements.define("lstm-cell", Cell);
