/**
 * Filters over the items of a page (measures in a table, terms of the glossary) by words and by choices. They stand in
 * the address, say how many items each choice would leave, and announce how many there are. Without it all items show.
 *
 * In the page: a form `[data-filter]` with a field `q` and selects, named as the items' data-attributes; a container
 * `[data-filter-target]` of items `[data-words]`; groups of items `[data-filter-group]`; a line `[data-filter-status]`.
 */
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-filter]"));
const target = document.querySelector("[data-filter-target]");
const status = /** @type {HTMLElement | null} */ (document.querySelector("[data-filter-status]"));

/**
 * The words asked for, each as what finds it: width and case do not matter, and a word of Latin letters is found at the
 * beginning of a word only, so that "trial" does not find "industrial".
 *
 * @param {string} asked
 */
function wordsOf(asked) {
  const words = asked.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  return words.map((word) => {
    const literally = word.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
    return new RegExp(/^[a-z]/.test(word) ? `(?:^|[^a-z])${literally}` : literally);
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {Element} target
 * @param {HTMLElement} status
 */
function start(form, target, status) {
  const words = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
  const clear = /** @type {HTMLButtonElement} */ (form.querySelector("[type=reset]"));
  const selects = [...form.querySelectorAll("select")];
  const groups = [...target.querySelectorAll("[data-filter-group]")];
  const all = status.textContent;
  const counterpart = /** @type {HTMLAnchorElement | null} */ (document.querySelector(".language-switch"));

  /** By the name of a select and the value of an option, other words for it. */
  const otherWords = new Map(
    selects.map((select) => [
      select.name,
      new Map([...select.options].map((option) => [option.value, option.dataset.words ?? ""])),
    ]),
  );

  const items = [.../** @type {NodeListOf<HTMLElement>} */ (target.querySelectorAll("[data-words]"))].map((element) => {
    const values = selects.map((select) => (element.dataset[select.name] ?? "").split(" "));
    const named = selects.flatMap((select, at) => values[at].map((value) => otherWords.get(select.name)?.get(value)));
    const identifier = /(?:^|\/)m\/([^/]+)\//.exec(element.querySelector("a[href*='m/']")?.getAttribute("href") ?? "")?.[1];
    return { element, values, identifier, text: [element.dataset.words, ...named].join("\n") };
  });

  /** What search finds for some words: everyday words, pinyin and so on, beside the words of the items themselves. */
  let found = { words: "", identifiers: new Set() };
  const search = async () => {
    const asked = words.value.trim();
    if (!asked || asked === found.words || !items.some((item) => item.identifier)) return;
    try {
      const { find } = await import("./search-filter.js");
      found = { words: asked, identifiers: await find(asked) };
    } catch {
      return;
    }
    if (asked === words.value.trim()) apply();
  };

  /** Shows the items that fit, and counts for every option how many would fit with it in place of its select's value. */
  function apply() {
    const asked = words.value.trim();
    const wanted = wordsOf(asked);
    const chosen = selects.map((select) => select.value);
    const counts = selects.map(() => new Map());
    let shown = 0;
    for (const item of items) {
      const said = wanted.every((word) => word.test(item.text)) || (asked === found.words && found.identifiers.has(item.identifier));
      const missed = chosen.flatMap((value, at) => (value && !item.values[at].includes(value) ? [at] : []));
      const fits = said && missed.length === 0;
      item.element.hidden = !fits;
      shown += Number(fits);
      if (!said || missed.length > 1) continue;
      for (const at of missed.length ? missed : selects.keys()) {
        for (const value of item.values[at]) counts[at].set(value, (counts[at].get(value) ?? 0) + 1);
      }
    }
    for (const group of groups) group.toggleAttribute("hidden", !group.querySelector("[data-words]:not([hidden])"));
    selects.forEach((select, at) => {
      for (const option of select.options) {
        if (!option.value) continue;
        const count = counts[at].get(option.value) ?? 0;
        option.text = (form.dataset.option ?? "")
          .replace("{n}", () => String(count))
          .replace("{label}", () => option.dataset.label ?? "");
        option.disabled = count === 0 && !option.selected;
      }
      select.toggleAttribute("data-chosen", chosen[at] !== "");
    });
    const active = wanted.length > 0 || chosen.some(Boolean);
    clear.disabled = !active;
    const sentence = shown ? status.dataset.some : status.dataset.nothing;
    const said = active ? (sentence ?? "").replace("{shown}", String(shown)) : all;
    if (status.textContent !== said) status.textContent = said;
    if (counterpart) counterpart.href = withFilters(counterpart.href);
    void search();
  }

  /** The address of a page with the filters as they are. @param {string} page */
  function withFilters(page) {
    const url = new URL(page);
    for (const field of [...selects, words]) {
      const value = field.value.trim();
      if (value) url.searchParams.set(field.name, value);
      else url.searchParams.delete(field.name);
    }
    return url.href;
  }

  /** Puts the filters as the address says; a value that no option has counts as none. */
  function follow() {
    const asked = new URL(window.location.href).searchParams;
    words.value = asked.get("q") ?? "";
    for (const select of selects) {
      const value = asked.get(select.name) ?? "";
      select.value = [...select.options].some((option) => option.value === value) ? value : "";
    }
    apply();
  }

  // While pinyin is being typed nothing is searched, and browsers limit how often an address may be replaced.
  let waiting = 0;
  const typed = () => {
    apply();
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => window.history.replaceState(null, "", withFilters(window.location.href)), 300);
  };
  const step = () => {
    window.clearTimeout(waiting);
    apply();
    window.history.pushState(null, "", withFilters(window.location.href));
  };
  words.addEventListener("input", (event) => {
    if (!(/** @type {InputEvent} */ (event).isComposing)) typed();
  });
  words.addEventListener("compositionend", typed);
  for (const select of selects) select.addEventListener("change", step);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const field of [words, ...selects]) field.value = "";
    step();
    words.focus();
  });
  window.addEventListener("popstate", follow);
  form.hidden = false;
  follow();
}

if (form && target && status) start(form, target, status);
