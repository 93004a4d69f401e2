/**
 * In the copy that opens from a folder, stands in for what browsers refuse to pages without a server: modules that
 * import each other, `fetch`, and addresses that end in a slash. `registry/build/offline.py` puts it first in the
 * head of each page, writes each module as a classic script that calls `offline.define`, and each piece of data as one
 * that calls `offline.piece`.
 */
(() => {
  "use strict";
  const root = new URL("../", /** @type {HTMLScriptElement} */ (document.currentScript).src);
  const inside = (/** @type {string} */ address) => {
    if (!address.startsWith(root.href)) throw new TypeError(`not in this copy: ${address}`);
    return address;
  };
  const policy = window.trustedTypes?.createPolicy("offline", { createScriptURL: inside });

  /** @type {Map<string, Promise<void>>} */
  const asked = new Map();

  /** @param {string} address @returns {Promise<void>} kept once the script at the address has run */
  const run = (address) => {
    const known = asked.get(address);
    if (known) return known;
    const promise = new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.addEventListener("load", () => resolve(undefined));
      element.addEventListener("error", () => {
        asked.delete(address);
        reject(new TypeError(`nothing at ${address}`));
      });
      element.src = policy ? policy.createScriptURL(address) : inside(address);
      document.head.append(element);
    });
    asked.set(address, promise);
    return promise;
  };

  /** @type {Map<string, {names: string[], make: (imports: any[], load: (address: string) => Promise<any>) => Promise<any>}>} */
  const modules = new Map();
  /** @type {Map<string, Promise<any>>} */
  const made = new Map();

  /** @param {string} address @returns {Promise<any>} what the module of that file name exports */
  const load = (address) => {
    const name = address.slice(address.lastIndexOf("/") + 1);
    const known = made.get(name);
    if (known) return known;
    const promise = (async () => {
      if (!modules.has(name)) await run(new URL(`assets/${name}`, root).href);
      const { names, make } = modules.get(name);
      return make(await Promise.all(names.map(load)), load);
    })();
    promise.catch(() => made.delete(name));
    made.set(name, promise);
    return promise;
  };

  /** @type {Map<string, string>} */
  const pieces = new Map();

  window.offline = {
    define(name, names, make) {
      modules.set(name, { names, make });
      if (document.currentScript?.hasAttribute("data-entry")) void load(name);
    },
    piece(path, text) {
      pieces.set(path, text);
    },
  };

  window.fetch = async (address) => {
    const { href } = new URL(String(address), document.baseURI);
    try {
      await run(`${href}.js`);
    } catch {
      return new Response("", { status: 404 });
    }
    return new Response(pieces.get(href.slice(root.href.length)));
  };

  /** @param {Element} element */
  const complete = (element) => {
    for (const name of ["href", "action"]) {
      const written = element.getAttribute(name);
      const url = written === null ? null : new URL(written, document.baseURI);
      if (url?.href.startsWith(root.href) && url.pathname.endsWith("/")) {
        url.pathname += "index.html";
        element.setAttribute(name, url.href);
      }
    }
  };
  new MutationObserver((changes) => {
    for (const change of changes)
      for (const node of change.type === "attributes" ? [change.target] : change.addedNodes)
        if (node instanceof Element) [node, ...node.querySelectorAll("a[href], form[action]")].forEach(complete);
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["href", "action"] });
})();
