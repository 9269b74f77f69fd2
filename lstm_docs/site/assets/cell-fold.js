// A cell in a fold: what makes it live is fetched when somebody opens it.
const opened = (/** @type {any} */ { target }) => target.open && target.querySelector("lstm-cell") && import("./cell-field.js");
document.addEventListener("toggle", opened, true);
