// What networks that live in a page share: a form gives a state, and what is fetched or trained shows it.

/** `own` has `load` (what is fetched when somebody comes near), `changed`, `show` (parts by name), and buttons by their data-do.
 *  @param {string} name @param {any} own */
export function living(name, own) {
  class Living extends HTMLElement {
    connectedCallback() {
      if (this.data) return;
      this.data = JSON.parse(this.dataset.living);
      this.state = { ...this.data.first };
      this.loaded = undefined;
      this.form = this.querySelector("form");
      this.addEventListener("input", ({ target }) => this.take(target));
      this.addEventListener("submit", (event) => event.preventDefault());
      this.addEventListener("click", (event) => {
        own[/** @type {any} */ (event.target).closest("[data-do]")?.dataset.do]?.(this);
        own.clicked?.(this, event);
      });
      // Whoever comes near with a pointer, a finger or the keyboard will need it; a first view does not.
      for (const sign of ["pointerover", "focusin"]) this.addEventListener(sign, () => this.ready(), { once: true });
      this.hashed = () => this.restore();
      addEventListener("hashchange", this.hashed);
      own.met?.(this);
      this.classList.add("lstm-live");
      this.restore();
    }

    disconnectedCallback() {
      own.left?.(this);
      removeEventListener("hashchange", this.hashed);
    }

    // The address keeps what was chosen, as explore.js keeps it: #lstm-live-1~name=bob~cell=gru, each element after a ~~.
    changed(name) {
      own.changed(this, name);
      clearTimeout(this.later);
      this.later = setTimeout(() => this.link(), 200);
    }

    link() {
      const told = Object.keys(this.data.first).filter((key) => this.field(key) && this.state[key] !== this.data.first[key]);
      const mine = told.map((key) => `~${key}=${encodeURIComponent(this.state[key])}`).join("");
      const others = location.hash.slice(1).split("~~").filter((piece) => piece.includes("~") && piece.split("~")[0] !== this.id);
      const hash = [...(mine ? [this.id + mine] : []), ...others].join("~~");
      history.replaceState(history.state, "", hash ? `#${hash}` : location.pathname + location.search);
    }

    restore() {
      const piece = location.hash.slice(1).split("~~").find((it) => it.split("~")[0] === this.id);
      if (!piece) return;
      const told = new URLSearchParams(piece.split("~").slice(1).join("&").replaceAll("+", "%2B"));
      for (const [key, first] of Object.entries(this.data.first)) {
        const input = this.field(key);
        if (!input) continue;
        input.value = told.get(key) ?? first;
        if (!input.value && (input.selectedIndex ?? 0) < 0) input.value = first;
        if (input.value !== String(this.state[key])) this.take(input);
      }
      this.fill();
      this.scrollIntoView();
    }

    /** @returns {any} */
    field(name) {
      return this.form.elements.namedItem(name);
    }

    // What an address asks for beyond the bounds of a field is shown as it was taken.
    fill() {
      for (const key of Object.keys(this.data.first)) {
        const input = this.field(key);
        if (input) input.value = this.state[key];
      }
    }

    async ready() {
      this.loaded ??= await own.load?.(this.data)?.catch(() => this.write("said", "The trained network could not be fetched, so what is shown stays as it is."));
      return this.loaded;
    }

    take(input) {
      if (!input.name) return;
      const number = ["number", "range"].includes(input.type);
      const value = number ? Math.min(Math.max(+input.value, +input.min), +input.max) : input.value;
      if (number && (input.value === "" || Number.isNaN(value))) return;
      this.state = { ...this.state, [input.name]: number && +input.step >= 1 ? Math.floor(value) : value };
      this.changed(input.name);
    }

    set(name, value) {
      const input = this.field(name);
      if (input) input.value = value;
      this.state = { ...this.state, [name]: value };
      this.changed(name);
    }

    async show(changes) {
      const asked = (this.asked = {});
      const loaded = await this.ready();
      if (!loaded || asked !== this.asked) return; // something newer was typed while it was fetched
      for (const [part, html] of Object.entries(own.show(this, loaded, changes))) this.write(part, html);
    }

    write(part, html) {
      const place = this.querySelector(`[data-part="${part}"]`);
      if (place && place.innerHTML !== html) place.innerHTML = html;
    }
  }
  if (!customElements.get(name)) customElements.define(name, Living);
}
