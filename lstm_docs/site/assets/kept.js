// <lstm-progress>: what is kept of a learner, to take along, to bring and to forget. It tells what any quiz or other tab of
// the site has asked.
import { course } from "./families.js";
import { exported, keeps, laidAside, load, mastery, reset, take } from "./progress.js";

const TOLD = ["lstm-progress", "storage"];

class Progress extends HTMLElement {
  connectedCallback() {
    this.onclick = ({ target }) => {
      if (target.matches(".lstm-quiz-reset")) reset();
      if (target.matches(".lstm-quiz-export")) this.save();
      if (target.matches(".lstm-quiz-import")) this.querySelector("input").click();
    };
    this.onchange = ({ target }) => this.bring(target);
    for (const event of TOLD) addEventListener(event, this);
    this.handleEvent();
  }

  disconnectedCallback() {
    for (const event of TOLD) removeEventListener(event, this);
  }

  /** @returns {any} */
  find(name) {
    return this.querySelector(name);
  }

  async handleEvent() {
    const { families } = load();
    const aside = laidAside();
    this.find("details").hidden = !Object.keys(families).length && !aside;
    this.find("summary").textContent = keeps()
      ? "Your progress, kept in this browser"
      : "Your progress, until you leave: it cannot be kept in this browser";
    if (aside) this.tell("Not all that was kept here could be read; it is laid aside until you reset.");
    const topics = this.find("details").hidden ? [] : await course();
    this.find("ul").innerHTML = rows(load(), topics).map((row) => `<li>${row}</li>`).join("");
  }

  save() {
    const anchor = document.createElement("a");
    anchor.href = `data:application/json,${encodeURIComponent(exported())}`;
    anchor.download = "lstm-docs-progress.json";
    anchor.click();
  }

  async bring(input) {
    const [file] = input.files;
    if (!file) return;
    try {
      take(file.size > 2 ** 21 ? "" : await file.text());
      this.tell("Imported.");
    } catch (error) {
      this.tell(`Nothing was imported: ${error.message}.`);
    }
    input.value = "";
  }

  tell(text) {
    this.find("[role=status]").textContent = text;
  }
}

// The topics begun, in the order of the course; then what this site asks no longer, which is kept all the same.
function rows(progress, topics) {
  const asked = new Set(topics.flatMap(({ families }) => families));
  const others = {};
  for (const [name, { topic }] of Object.entries(progress.families)) if (!asked.has(name)) (others[topic] ??= []).push(name);
  const count = (names, what) => names.reduce((sum, name) => sum + (progress.families[name]?.[what] ?? 0), 0);
  const row = (title, names, told) => `${title}: ${told}${count(names, "right")} of ${count(names, "asked")} right`;
  const begun = topics.filter(({ families }) => count(families, "asked"));
  return [
    ...begun.map(({ title, families }) => row(title, families, `${dots(mastery(progress, families))}, `)),
    ...Object.entries(others).map(([topic, names]) => row(`${topic}, no longer asked`, names, "")),
  ];
}

const dots = (mark) => `<span role="img" aria-label="${mark} of 3">${"●".repeat(mark)}${"○".repeat(3 - mark)}</span>`;

if (!customElements.get("lstm-progress")) customElements.define("lstm-progress", Progress);
