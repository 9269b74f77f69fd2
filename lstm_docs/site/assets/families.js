// A bank's families, fetched once each, and the addresses of questions.
const fetched = new Map();

// Beside this script, wherever the host has put it.
export const BASE = new URL("quiz/", import.meta.url).href;

/** @param {string} ids joined by spaces @param {any} [within] the element that asks, which may carry them
 *  @returns {Promise<import("./contracts").Family[]>} */
export function families(ids, within) {
  return Promise.all(
    ids.split(" ").map((id) => {
      const carried = within?.querySelector(`[data-asks="${id}"]`);
      if (carried) return JSON.parse(carried.dataset.family);
      const url = `${BASE}${id}.json`;
      if (!fetched.has(url)) {
        const coming = fetch(url).then((response) => response.json());
        coming.catch(() => fetched.delete(url)); // so that it can be tried again
        fetched.set(url, coming);
      }
      return fetched.get(url);
    }),
  );
}

// Start an element when it comes into the window, so that a page fetches what is looked at;
// at once if the address names it.
export function whenNear(element, start) {
  if (linked(element.id)) {
    element.closest("details")?.setAttribute("open", "");
    element.scrollIntoView();
    start();
    return;
  }
  const observer = new IntersectionObserver((entries) => {
    if (!entries.at(-1).isIntersecting) return;
    observer.disconnect();
    start();
  });
  observer.observe(element);
}

// Who waits inside an element that comes alive stays inside, when what had the focus is replaced or hidden: at the question.
export function holdingFocus(element, change) {
  const before = document.activeElement;
  const inside = element.contains(before) && (before.closest(".lstm-card") ?? element);
  change();
  if (inside && (document.activeElement !== before || before.closest(".lstm-quiz-work")))
    inside.querySelector(".lstm-quiz-ask").focus({ preventScroll: true });
}

// A link names the element, the seed, a number, and whether all frameworks are asked about: #quiz-shapes~k3x9~4~all.
export function linked(id) {
  const [name, seed, number, all] = location.hash.split("~").map(readable);
  return name === `#${id}` && seed ? { seed, number: Math.max(0, Math.floor(+number) || 0), all } : null;
}

// An address may be cut or mistyped anywhere.
function readable(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

export const link = (id, seed, number) =>
  history.replaceState(history.state, "", `#${id}~${encodeURIComponent(seed)}~${number}`);

/** The topics in the order of the course; none where they cannot be had. @returns {Promise<import("./contracts").Topic[]>} */
export const course = async () => {
  try {
    return /** @type {any} */ ((await families("_course"))[0]);
  } catch {
    return [];
  }
};
