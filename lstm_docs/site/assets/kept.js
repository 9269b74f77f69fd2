// <lstm-progress>: what is kept of a learner, to take along and to forget. It needs no quiz, and tells what any quiz or other
// tab of the site has asked.
import { exported, keeps, reset, topics } from "./progress.js";

const TOLD = ["lstm-progress", "storage"];

class Progress extends HTMLElement {
  connectedCallback() {
    this.onclick = ({ target }) => {
      if (target.matches(".lstm-quiz-reset")) reset();
      if (target.matches(".lstm-quiz-export")) this.save();
    };
    for (const event of TOLD) addEventListener(event, this);
    this.handleEvent();
  }

  disconnectedCallback() {
    for (const event of TOLD) removeEventListener(event, this);
  }

  handleEvent() {
    const rows = Object.entries(topics()).map(([topic, { asked, right }]) => {
      const row = document.createElement("li");
      row.textContent = `${topic}: ${right} of ${asked} right`;
      return row;
    });
    this.querySelector("details").hidden = !rows.length;
    this.querySelector("summary").textContent = keeps()
      ? "Your progress, kept in this browser"
      : "Your progress, until you leave: it cannot be kept in this browser";
    this.querySelector("ul").replaceChildren(...rows);
  }

  save() {
    const anchor = document.createElement("a");
    anchor.href = URL.createObjectURL(new Blob([exported()], { type: "application/json" }));
    anchor.download = "lstm-docs-progress.json";
    anchor.click();
    URL.revokeObjectURL(anchor.href);
  }
}

if (!customElements.get("lstm-progress")) customElements.define("lstm-progress", Progress);
