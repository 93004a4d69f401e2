/**
 * Side by side: sets the two languages of a measure beside each other, paragraph by paragraph and item by item. Without
 * it they stand one below the other. The choice stands in the address (`#compare`), so that a link to it opens so.
 */
import { setAddress } from "./address.js";

const HASH = "#compare";
const article = document.querySelector("article[data-measure]");
const button = article?.querySelector("[data-compare-button]");

/** @type {HTMLElement[][]} the items of the texts, one language after the other */
const [own, other] = [...(article?.querySelectorAll("[data-field=practice]") ?? [])].map((text) => [
  ...text.querySelectorAll("[role=listitem]"),
]);

/** Moves the higher of each two items down to its counterpart, where the two stand beside each other. */
function level() {
  if (own.length !== other.length) return;
  for (const item of [...own, ...other]) item.style.marginTop = "";
  own.forEach((item, index) => {
    const [here, there] = [item.getBoundingClientRect(), other[index].getBoundingClientRect()];
    if (here.right > there.left) return;
    const higher = here.top < there.top ? item : other[index];
    const gap = Math.abs(here.top - there.top) + Number.parseFloat(getComputedStyle(higher).marginTop);
    higher.style.marginTop = `${gap}px`;
  });
}

if (article && button) {
  /** @param {boolean} on */
  const set = (on) => {
    article.toggleAttribute("data-compare", on);
    button.setAttribute("aria-pressed", String(on));
    level();
  };

  button.addEventListener("click", () => {
    const on = !article.hasAttribute("data-compare");
    set(on);
    const { pathname, search } = window.location;
    setAddress(pathname + search + (on ? HASH : ""));
  });

  const follow = () => {
    if (window.location.hash === HASH) set(true);
  };
  window.addEventListener("hashchange", follow);
  window.addEventListener("resize", level);
  follow();
}
