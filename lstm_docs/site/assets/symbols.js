// A symbol under the pointer, or reached with the arrow keys, lights up wherever it stands on the page;
// a copied formula is its TeX.

const lit = "lstm-lit";

function light(name) {
  for (const other of document.querySelectorAll(`.${lit}`)) other.classList.remove(lit);
  if (!name) return;
  for (const same of document.querySelectorAll(`[data-s="${CSS.escape(name)}"]`)) same.classList.add(lit);
}

/** @param {any} target */
const named = (target) => target.closest?.(".lstm [data-s], .lstm-equations")?.dataset.s;

document.addEventListener("pointerover", (event) => light(named(event.target)));
document.addEventListener("focusout", () => light());

document.addEventListener("keydown", (/** @type {any} */ event) => {
  const block = event.target.closest?.(".lstm-equations");
  const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!block || !way) return;
  const names = [...new Set([...block.querySelectorAll("[data-s]")].map((/** @type {any} */ symbol) => symbol.dataset.s))];
  const now = names.indexOf(/** @type {any} */ (block.querySelector(`.${lit}`))?.dataset.s);
  light(names[(now + way + names.length + (now < 0 && way < 0)) % names.length]);
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
