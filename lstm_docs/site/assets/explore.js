// What all explorers do: a form gives a state, the state gives the parts of the page, its address and one sentence.
/** @param {string} name @param {import("./contracts").Parts} parts */
export function explorer(name, parts) {
  class Explorer extends HTMLElement {
    connectedCallback() {
      if (this.data) return;
      this.data = JSON.parse(this.dataset.explorer);
      this.form = this.querySelector("form");
      this.settled = this.state = this.data.first;
      this.restore();
      this.form.addEventListener("input", (event) => this.changed(event.target));
      this.form.addEventListener("change", () => this.settle());
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.form.addEventListener("keydown", (event) => this.pressed(event));
      this.form.addEventListener("click", (/** @type {{ target: any }} */ { target }) => target.dataset.by && this.step(target.parentElement.querySelector("input"), +target.dataset.by));
      this.hashed = () => this.restore();
      addEventListener("hashchange", this.hashed);
      this.classList.add("lstm-live");
    }

    disconnectedCallback() {
      clearTimeout(this.later);
      removeEventListener("hashchange", this.hashed);
    }

    // A value in range and in whole steps; what is no number leaves things as they are.
    read(input) {
      if (input.type !== "number") return input.matches("select") ? input.value : input.value.replace(/[^A-Za-z0-9_-]/g, "").slice(0, 20);
      if (input.value === "") return input.required ? this.state[input.name] : null;
      const bounded = Math.min(Math.max(+input.value, +input.min), +input.max);
      const unit = Math.round(1 / input.step);
      return Number.isNaN(bounded) ? this.state[input.name] : (Math.sign(bounded) * Math.floor(Math.abs(bounded) * unit + 0.5)) / unit || 0;
    }

    changed(input) {
      this.state = { ...this.state, [input.name]: this.read(input), ...this.data.presets?.[input.name]?.[input.value] };
      this.fill(input);
      this.render(this.settled);
      clearTimeout(this.later);
      this.later = setTimeout(() => this.link(), 200);
    }

    // Not at every key: browsers refuse to change an address two hundred times in ten seconds.
    link() {
      const told = Object.entries(this.state).filter(([key, value]) => value !== this.data.first[key]);
      const hash = told.map(([key, value]) => `~${key}=${value ?? ""}`).join("");
      history.replaceState(history.state, "", hash ? `#${this.id}${hash}` : location.pathname + location.search);
    }

    settle() {
      this.settled = this.state;
      this.fill();
    }

    // The fields say what the state is, but for the one that is being typed in.
    fill(typing) {
      for (const [key, value] of Object.entries(this.state)) {
        const input = this.form.elements[key];
        if (input !== typing) input.value = value ?? "";
      }
    }

    render(before) {
      for (const [part, html] of Object.entries(safely(parts, this.data, this.state, before))) {
        const place = this.querySelector(`[data-part="${part}"]`);
        if (place.innerHTML !== html) place.innerHTML = html;
      }
    }

    pressed(event) {
      const by = { PageUp: 10, PageDown: -10 }[event.key];
      if (!by || event.target.type !== "number") return;
      event.preventDefault();
      this.step(event.target, by);
    }

    step(input, by) {
      const unit = Math.round(1 / input.step);
      input.value = ((this.state[input.name] ?? 0) * unit + by) / unit;
      input.value = this.read(input);
      this.changed(input);
      this.settle();
    }

    // An address such as #explore-shapes~hidden=24.
    restore() {
      const [id, ...pairs] = location.hash.split("~").map(decoded);
      if (id !== `#${this.id}`) return;
      this.state = { ...this.data.first };
      for (const [key, value] of pairs.map((pair) => pair.split("="))) {
        if (!Object.hasOwn(this.state, key)) continue;
        const input = /** @type {any} */ (this.form.elements[key]);
        input.value = value;
        if (!input.matches("select") || input.value === value) this.state[key] = this.read(input);
      }
      this.settle();
      this.render(this.state);
      this.scrollIntoView();
    }
  }
  if (!customElements.get(name)) customElements.define(name, Explorer);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// A count too large is said, and nothing else changes.
export function safely(parts, data, state, before) {
  try {
    return parts(data, state, before);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { said: `This cannot be stated exactly: ${error.message}. Choose smaller sizes.` };
  }
}
