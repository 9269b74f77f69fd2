// What all explorers do: a form gives a state, the state gives the parts of the page, its address and one sentence.
// What a picture lets a reader do, its shapes say: data-grab a number that is dragged, data-next a choice that goes on,
// data-set a state that is gone to.
import { morph, travel } from "./picture.js";

/** `own` is what buttons of its own do, and `drawn` what follows when it is drawn anew.
 *  @param {string} name @param {import("./contracts").Parts} parts @param {any} [own] */
export function explorer(name, parts, own = {}) {
  class Explorer extends HTMLElement {
    connectedCallback() {
      if (this.data) return;
      this.data = JSON.parse(this.dataset.explorer);
      this.form = this.querySelector("form");
      this.settled = this.state = this.data.first;
      this.past = [];
      this.restore();
      this.addEventListener("input", (event) => this.changed(event.target));
      this.addEventListener("change", () => this.settle());
      this.addEventListener("submit", (event) => event.preventDefault());
      this.addEventListener("keydown", (event) => this.pressed(event));
      this.addEventListener("click", (event) => this.clicked(/** @type {any} */ (event.target)));
      this.addEventListener("pointerdown", (event) => this.grabbed(event));
      this.hashed = () => this.restore();
      addEventListener("hashchange", this.hashed);
      this.mark();
      this.classList.add("lstm-live");
    }

    disconnectedCallback() {
      clearTimeout(this.later);
      clearInterval(this.playing);
      removeEventListener("hashchange", this.hashed);
    }

    field(name) {
      return /** @type {any} */ (this.form.elements.namedItem(name));
    }

    // A value in range and in whole steps; what is no number leaves things as they are.
    read(input) {
      if (input.type === "hidden") return input.value.replace(/[^\w.,=-]/g, "").slice(0, 2000);
      if (!["number", "range"].includes(input.type)) return input.value;
      if (input.value === "") return input.required ? this.state[input.name] : null;
      const bounded = Math.min(Math.max(+input.value, +input.min), +input.max);
      const unit = Math.round(1 / input.step);
      return Number.isNaN(bounded) ? this.state[input.name] : (Math.sign(bounded) * Math.floor(Math.abs(bounded) * unit + 0.5)) / unit || 0;
    }

    changed(input) {
      const { weight } = input.dataset;
      if (weight) {
        const others = this.state.weights.split(",").filter((it) => it && !it.startsWith(`${weight}=`));
        return this.go({ weights: [...others, `${weight}=${this.read(input) ?? 0}`].join() }, input);
      }
      if (input.name) this.go({ [input.name]: this.read(input), ...this.data.presets?.[input.name]?.[input.value] }, input);
    }

    // To a state that differs in this; the field that it comes from is left as it is typed.
    go(changes, typing) {
      this.state = { ...this.state, ...changes };
      this.fill(typing);
      this.render(this.settled);
      clearTimeout(this.later);
      this.later = setTimeout(() => this.link(), 200);
    }

    // Not at every key: browsers refuse to change an address two hundred times in ten seconds. Each explorer of a page has
    // its own piece of the hash.
    link() {
      const told = Object.entries(this.state).filter(([key, value]) => value !== this.data.first[key]);
      const own = told.map(([key, value]) => `~${key}=${value ?? ""}`).join("");
      const others = location.hash.slice(1).split("~~").filter((piece) => piece.includes("~") && piece.split("~")[0] !== this.id);
      const hash = [...(own ? [this.id + own] : []), ...others].join("~~");
      history.replaceState(history.state, "", hash ? `#${hash}` : location.pathname + location.search);
    }

    settle() {
      if (this.settled !== this.state) this.past.push(this.settled);
      this.settled = this.state;
      this.fill();
      this.mark();
    }

    // The fields say what the state is, but for the one that is being typed in.
    fill(typing) {
      for (const [key, value] of Object.entries(this.state)) {
        const input = this.field(key);
        if (input && input !== typing) input.value = value ?? "";
      }
    }

    // What no part of the page says: which components there are, which line is at work, what there is to undo.
    mark() {
      const all = (/** @type {string} */ chosen) => /** @type {NodeListOf<any>} */ (this.querySelectorAll(chosen));
      for (const it of all("[data-within]")) it.hidden = +it.dataset.place > this.state[it.dataset.within];
      for (const it of all("button[data-set^='at=']")) it.setAttribute("aria-current", it.dataset.set === `at=${this.state.at}` ? "step" : "false");
      for (const it of all("[data-do=undo]")) it.disabled = !this.past.length;
    }

    render(before) {
      for (const [part, html] of Object.entries(safely(parts, this.data, this.state, before))) this.write(part, html);
      own.drawn?.(this, before);
    }

    write(part, html) {
      const place = this.querySelector(`[data-part="${part}"]`);
      if (place) morph(place, html);
      this.mark();
    }

    // In a picture whose sizes can be grabbed the arrows move them too: right and down is larger.
    pressed(event) {
      const [size, way] = { ArrowRight: ["input", 1], ArrowLeft: ["input", -1], ArrowDown: ["hidden", 1], ArrowUp: ["hidden", -1] }[event.key] ?? [];
      if (event.target.dataset.part && event.target.querySelector(`[data-grab="${size}"]`)) {
        event.preventDefault();
        this.step(this.field(size), way);
      }
      const by = { PageUp: 10, PageDown: -10 }[event.key];
      if (!by || event.target.type !== "number" || !event.target.name) return;
      event.preventDefault();
      this.step(event.target, by);
    }

    step(input, by) {
      this.add(input, by);
      this.settle();
    }

    add(input, by) {
      const unit = Math.round(1 / input.step);
      this.moved(input, ((this.state[input.name] ?? 0) * unit + by) / unit);
    }

    moved(input, value) {
      input.value = value;
      input.value = this.read(input);
      this.changed(input);
    }

    clicked(target) {
      const { by, do: does } = target.dataset;
      if (by && !this.ticks) this.step(target.parentElement.querySelector("input"), +by);
      if (does) (DOES[does] ?? own[does])(this);
      const { set, next } = target.closest("[data-set], [data-next]")?.dataset ?? {};
      const [name, value] = set?.split("=") ?? [];
      if (name === "at") this.line(+value);
      else if (name) (this.go({ [name]: value }), this.settle());
      if (!next) return;
      const options = [...this.field(next).options].map((it) => it.value);
      this.go({ [next]: options[(options.indexOf(this.state[next]) + 1) % options.length] });
      this.settle();
    }

    // One line of the equations on: what it reads travels, and its result lands.
    line(at) {
      this.classList.add("lstm-moved");
      this.go({ at: Math.min(Math.max(at, 1), +this.field("at").max) });
      this.settle();
      travel(this.querySelector("[data-part=picture] svg"));
    }

    stop() {
      clearInterval(this.playing);
      this.playing = 0;
      const button = this.querySelector("[data-do=play]");
      button.textContent = "▶";
      button.ariaLabel = "Play";
    }

    // Right and up is more, unless the shape says what a unit of its picture adds, or the power of two that multiplies
    // the number and what `times` says; with a `start` it is that at the left, and at once what it is at the pointer. The
    // picture keeps the pointer, whatever is drawn anew.
    grabbed(event) {
      const { grab: name, by, dx, dy, times, start } = event.target.dataset;
      if (by) return this.hold(event.target);
      if (!name) return;
      event.preventDefault();
      const [input, svg] = [this.field(name), event.target.ownerSVGElement];
      const unit = svg.viewBox.baseVal.width / svg.getBoundingClientRect().width;
      const [across, down] = dx ? [dx * unit, dy * unit] : [0.02, -0.02];
      const from = start ? +start + (event.clientX - event.target.getBoundingClientRect().left) * across : this.state[name];
      const move = (/** @type {PointerEvent} */ { clientX, clientY }) => {
        const moved = (clientX - event.clientX) * across + (clientY - event.clientY) * down;
        this.moved(input, times ? (from + +times) * 2 ** moved - times : from + moved);
      };
      if (start) move(event);
      this.released(() => this.settle(), move);
    }

    // A button that is held goes on, and faster: by tens, hundreds and thousands. What is then no click steps no more.
    hold(button) {
      const input = button.parentElement.querySelector("input");
      this.ticks = 0;
      const tick = () => {
        this.add(input, button.dataset.by * 10 ** Math.min(Math.floor(this.ticks++ / 12), 3));
        timer = setTimeout(tick, 80);
      };
      let timer = setTimeout(tick, 400);
      this.released(() => (clearTimeout(timer), this.settle()));
    }

    /** @param {() => void} over @param {(event: PointerEvent) => void} move */
    released(over, move = () => {}) {
      const end = new AbortController();
      addEventListener("pointermove", move, end);
      for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => (end.abort(), over()), end);
    }

    // An address such as #explore-shapes~hidden=24, and after ~~ that of another explorer.
    restore() {
      const pieces = location.hash.slice(1).split("~~");
      const place = pieces.findIndex((piece) => piece.split("~")[0] === this.id);
      if (place < 0) return;
      this.state = { ...this.data.first };
      for (const pair of pieces[place].split("~").slice(1)) {
        const [key, value] = decoded(pair).split(/=(.*)/);
        const input = this.field(key);
        if (!Object.hasOwn(this.state, key) || !input) continue;
        input.value = this.data.words?.[value?.toLowerCase().replace(/[^a-z0-9]/g, "")] ?? value ?? "";
        if (input.value || !input.matches("select")) this.state[key] = this.read(input);
      }
      this.settled = this.state;
      this.fill();
      this.render(this.state);
      if (place === 0) this.scrollIntoView();
    }
  }
  if (!customElements.get(name)) customElements.define(name, Explorer);
}

const COPIED = " The link to this is copied.";

const DOES = {
  undo(it) {
    it.settled = it.past.pop();
    it.go(it.settled);
    it.fill();
  },
  reset(it) {
    it.go(it.data.first);
    it.settle();
  },
  link(it) {
    clearTimeout(it.later);
    it.link();
    navigator.clipboard?.writeText(location.href);
    const told = it.querySelector("[data-part=said]");
    if (!told.textContent.endsWith(COPIED)) told.append(COPIED);
  },
  back: (it) => it.line(it.state.at - 1),
  on: (it) => it.line(it.state.at + 1),
  play(it) {
    if (it.playing) return it.stop();
    const button = it.querySelector("[data-do=play]");
    button.textContent = "❚❚";
    button.ariaLabel = "Pause";
    const last = +it.field("at").max;
    const next = () => {
      const { top, bottom } = it.getBoundingClientRect();
      if (document.hidden || bottom < 0 || top > innerHeight) return it.stop();
      it.line(it.state.at === last ? 1 : it.state.at + 1);
      if (it.state.at === last) it.stop();
    };
    it.playing = setInterval(next, 1600);
    next();
  },
};

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
