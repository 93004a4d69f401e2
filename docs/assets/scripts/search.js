/**
 * Search, as every page has it: the box in the header, the keys that lead to it, the marks on a page opened from a
 * result. All else is loaded when the reader turns to search.
 */
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-search]"));
const input = /** @type {HTMLInputElement | null} */ (form?.querySelector("input[type=search]") ?? null);

/** @returns {boolean} whether the reader has turned off the keys that open search without Ctrl */
const withoutKeys = () => {
  try {
    return localStorage.getItem("search-keys") === "off";
  } catch {
    return false;
  }
};

if (form && input) {
  form.action = `${form.dataset.home}search/`;
  /** @type {Promise<unknown> | undefined} */
  let panel;
  const prepare = () => {
    panel = panel ?? import("./search-panel.js").then((module) => module.start(form, input)).catch(() => {
      panel = undefined;
    });
  };
  input.addEventListener("focus", prepare);
  if (document.activeElement === input) prepare();

  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const withControl = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
    const typing = target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
    const single = !typing && !event.ctrlKey && !event.metaKey && !event.altKey && (event.key === "/" || event.key === "s") && !withoutKeys();
    if (!withControl && !single) return;
    event.preventDefault();
    const own = /** @type {HTMLInputElement} */ (document.querySelector("[data-search-page] input[type=search]") ?? input);
    own.focus();
    own.select();
  });
}

if (new URLSearchParams(window.location.search).has("mark")) void import("./search-marks.js");
