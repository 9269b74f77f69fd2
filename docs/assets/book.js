// A table that scrolls can be reached, and scrolled, from the keyboard. Material wraps tables after each page change.
const reachable = () => document.querySelectorAll(".md-typeset__scrollwrap, .highlight pre > code").forEach((box) => (box.tabIndex = 0));
reachable();
globalThis.document$?.subscribe(() => setTimeout(reachable));
