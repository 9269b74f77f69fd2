// <lstm-explain>: a summary that is pasted, and its table explained line by line. Nothing leaves the page.
import { explained, heading, NoSummary } from "./summary.js";

const WAIT = 150;

class Explain extends HTMLElement {
  connectedCallback() {
    if (this.field) return;
    this.field = this.querySelector("textarea");
    this.rules = JSON.parse(this.dataset.rules);
    this.field.readOnly = false;
    this.field.oninput = () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.tell(), WAIT);
    };
    this.classList.add("lstm-live");
  }

  tell() {
    const rows = this.querySelector("tbody");
    const status = this.querySelector("[role=status]");
    try {
      const lines = explained(this.field.value, this.rules);
      const amiss = lines.filter(({ failed }) => failed).length;
      rows.replaceChildren(...lines.map(row));
      status.textContent = `${lines.length} ${lines.length === 1 ? "line" : "lines"} explained${amiss ? `; ${amiss} of them cannot be as they stand` : ""}.`;
    } catch (error) {
      if (!(error instanceof NoSummary)) throw error;
      rows.replaceChildren();
      status.textContent = `${error.message[0].toUpperCase()}${error.message.slice(1)}.`;
    }
  }
}

const made = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

const row = ({ line, readings, note }) => {
  const said = readings.flatMap(({ says, sum }, place) => [
    made("p", {}, (place ? "or " : "") + says, ...(sum ? [made("br", {}), made("code", {}, sum)] : [])),
  ]);
  return made("tr", {}, made("th", { scope: "row" }, heading(line)), made("td", {}, ...said, ...(note ? [made("p", {}, made("em", {}, note))] : [])));
};

if (!customElements.get("lstm-explain")) customElements.define("lstm-explain", Explain);
