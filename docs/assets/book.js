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

// The theme goes to the target of "Skip to content" twice, and the second time takes the focus from where a reader has tabbed
// since. So it gets the focus, once.
const skips = (event) => {
  const skip = event.target.closest(".md-skip");
  const target = skip && document.getElementById(decodeURIComponent(skip.hash.slice(1)));
  if (!target) return;
  event.preventDefault();
  event.stopPropagation();
  target.tabIndex = -1;
  target.focus();
};
document.addEventListener("click", skips, true);
