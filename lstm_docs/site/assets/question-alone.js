// <lstm-question>: one question, answered where it stands. Nothing of it is kept, and none follows.
import { families, holdingFocus, whenNear } from "./families.js";

class LstmQuestion extends HTMLElement {
  connectedCallback() {
    if (!this.started) whenNear(this, () => this.start());
    this.started = true;
  }

  async start() {
    const { families: name, seed, index } = this.dataset;
    const coming = /** @type {const} */ ([families(name, this), import("./card.js"), import("./question.js")]);
    const [[family], { Card }, { questionAt }] = await Promise.all(coming);
    holdingFocus(this, () => {
      this.card = new Card(this.querySelector(".lstm-card"), questionAt(family, seed, +index), (verdict) => this.answered(verdict));
      this.classList.add("lstm-live");
    });
  }

  // What was typed in is gone then: the focus goes on to the worked solution.
  answered(verdict) {
    this.card.close(verdict);
    this.card.find("work").querySelector("summary").focus({ preventScroll: true });
    this.card.inView("verdict");
  }
}

if (!customElements.get("lstm-question")) customElements.define("lstm-question", LstmQuestion);
