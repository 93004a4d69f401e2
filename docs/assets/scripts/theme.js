/**
 * How the reader wants pages to look: colours (what they chose before, else what the system says) and size of text. Runs
 * in <head> before anything is painted, so it is a classic script. It also marks that scripts run, modules too
 * (`data-js`), which shows what needs them. Browsers load no module into a page that is opened from a folder; the copy
 * made for that has a loader in their stead.
 */
(() => {
  "use strict";
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  /** @param {string} name @returns {string | null} what was kept; nothing where the browser keeps nothing */
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  };

  /** @param {string} name @param {string} value */
  const keep = (name, value) => {
    try {
      localStorage.setItem(name, value);
    } catch {
      // Kept nowhere: it holds for this page only.
    }
  };

  /** @param {string} selector @param {boolean} pressed */
  const press = (selector, pressed) => {
    for (const button of document.querySelectorAll(selector)) button.setAttribute("aria-pressed", String(pressed));
  };

  /** @param {string} selector @param {() => void} turn */
  const onPress = (selector, turn) => {
    for (const button of document.querySelectorAll(selector)) button.addEventListener("click", turn);
  };

  const follow = () => {
    root.dataset.theme = kept("theme") ?? (system.matches ? "dark" : "light");
    root.dataset.text = kept("text-size") ?? "normal";
    show();
  };

  const show = () => {
    press("[data-theme-button]", root.dataset.theme === "dark");
    press("[data-text-button]", root.dataset.text === "large");
  };

  const turnTheme = () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    keep("theme", root.dataset.theme);
    show();
  };

  const turnText = () => {
    root.dataset.text = root.dataset.text === "large" ? "normal" : "large";
    keep("text-size", root.dataset.text);
    show();
  };

  const loads = location.protocol !== "file:" || "offline" in window;
  if (loads && "noModule" in HTMLScriptElement.prototype) root.dataset.js = "";
  follow();
  system.addEventListener("change", follow);
  document.addEventListener("DOMContentLoaded", () => {
    show();
    onPress("[data-theme-button]", turnTheme);
    onPress("[data-text-button]", turnText);
  });
})();
