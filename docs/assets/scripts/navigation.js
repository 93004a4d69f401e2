/**
 * The sections behind the menu button on a narrow screen: opens, closes, closes on Escape and gives the focus back.
 * Styles show the button on narrow screens only, and hide the sections there unless the header bears `data-menu-open`.
 * The switch of the language leads to the page as it stands. And the page's permanent address, of which some programs take the whole only: where the site's own is not set, the page
 * holds the way to itself.
 */
import { followSwitch } from "./address.js";

const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-menu-button]"));
const header = button?.closest("header");
const sections = document.getElementById(button?.getAttribute("aria-controls") ?? "");

if (button && header && sections) {
  const isOpen = () => button.getAttribute("aria-expanded") === "true";

  /** @param {boolean} open */
  const set = (open) => {
    button.setAttribute("aria-expanded", String(open));
    header.toggleAttribute("data-menu-open", open);
  };

  button.addEventListener("click", () => set(!isOpen()));

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    const within = sections.contains(document.activeElement);
    set(false);
    if (within) button.focus();
  });
}

followSwitch();
for (const event of ["hashchange", "popstate"]) window.addEventListener(event, followSwitch);

const permanent = /** @type {HTMLLinkElement | null} */ (document.querySelector("link[rel=canonical]"));
if (permanent) permanent.href = new URL(permanent.href).href;
