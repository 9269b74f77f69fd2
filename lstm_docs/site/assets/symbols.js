// A symbol under the pointer, or reached with the arrow keys, lights up wherever it stands on the page: in equations,
// pictures, code and text. A click or Enter keeps it lit, another one or Escape lets it go. A copied formula is its TeX.

const lit = "lstm-lit";
let kept = "";

function light(name = kept) {
  for (const other of document.querySelectorAll(`.${lit}`)) other.classList.remove(lit);
  if (!name) return;
  for (const same of document.querySelectorAll(`[data-s~="${CSS.escape(name)}"]`)) same.classList.add(lit);
}

function keep(name = "") {
  kept = name === kept ? "" : name;
  light();
}

/** @param {any} target */
const named = (target) => target.closest?.(".lstm [data-s], .lstm-equations, math [data-s]")?.dataset.s?.split(" ")[0];

document.addEventListener("pointerover", (event) => light(named(event.target)));
document.addEventListener("focusout", () => light());
document.addEventListener("click", (/** @type {any} */ { target }) => target.closest?.("button, a, svg, input") || (named(target) ?? kept) && keep(named(target)));

document.addEventListener("keydown", (/** @type {any} */ event) => {
  const block = event.target.closest?.(".lstm-equations");
  const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (event.key === "Escape") keep();
  if (!block) return;
  const now = /** @type {any} */ (block.querySelector(`.${lit}`))?.dataset.s;
  if (event.key === "Enter" && now) keep(now);
  if (!way) return;
  const names = [...new Set([...block.querySelectorAll("[data-s]")].map((/** @type {any} */ symbol) => symbol.dataset.s))];
  const place = names.indexOf(now);
  light(names[(place + way + names.length + (place < 0 && way < 0)) % names.length]);
  event.preventDefault();
});

document.addEventListener("copy", (/** @type {any} */ event) => {
  const selection = getSelection();
  if (!selection.rangeCount || event.target.closest?.("input, textarea")) return;
  const part = selection.getRangeAt(0).cloneContents();
  const formulas = /** @type {NodeListOf<any>} */ (part.querySelectorAll("math[data-tex]"));
  if (!formulas.length) return;
  for (const formula of formulas) formula.replaceWith(`$${formula.dataset.tex}$`);
  event.clipboardData.setData("text/plain", part.textContent);
  event.preventDefault();
});
