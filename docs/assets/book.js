// What scrolls can be reached from the keyboard, and each bar of a code block has a name of its own.
// Material makes both after a page is loaded or swapped in.
const mend = () => {
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap, pre > code")) box.tabIndex = 0;
  document.querySelectorAll(".md-code__nav").forEach((bar, place) => (bar.ariaLabel = `Code ${place + 1}`));
};
new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
mend();

// The theme answers Tab in the search field by taking the focus away, and WebKit then begins again at the top of the page.
const leaves = (event) => {
  if (event.key !== "Tab" || !event.target.matches(".md-search__input")) return;
  event.stopPropagation();
  const open = document.querySelector("#__search");
  if (open?.checked) open.click();
};
document.addEventListener("keydown", leaves, true);
