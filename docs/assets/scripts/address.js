/**
 * The address of the page: changed as what the page shows changes, and the way to the other language with it.
 */

/** Leads the switch of the language to this page as it stands. */
export const followSwitch = () => {
  const other = /** @type {HTMLAnchorElement | null} */ (document.querySelector(".language-switch"));
  if (!other) return;
  const { search, hash } = window.location;
  const address = new URL(other.href);
  Object.assign(address, { search, hash });
  other.href = address.href;
};

/** How long to wait where a browser has had enough: WebKit allows a hundred changes in half a minute. */
const AGAIN = 1000;
let waiting = 0;

/** @param {URL | string} address @param {any} [state] @param {"replaceState" | "pushState"} [change] */
export const setAddress = (address, state = null, change = "replaceState") => {
  window.clearTimeout(waiting);
  try {
    window.history[change](state, "", address);
  } catch {
    waiting = window.setTimeout(() => setAddress(address, state, change), AGAIN);
  }
  followSwitch();
};
