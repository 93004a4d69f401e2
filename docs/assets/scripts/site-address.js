/**
 * Puts the address of the site, as it is open, into examples that are to be copied: `[data-site-address]` holds the way
 * to the site's root. Without it words stand there that say what to put in.
 */
for (const each of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-site-address]"))) {
  each.textContent = new URL(each.dataset.siteAddress ?? "", document.baseURI).href.replace(/\/$/, "");
}
