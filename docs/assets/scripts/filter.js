/**
 * Filters over the items of a page (measures in a table, terms of the glossary) by words and by choices. They stand in
 * the address, say how many items each choice would leave, and announce how many there are. Without it all items show.
 *
 * In the page: a form `[data-filter]` with a field `q` and selects, named as the items' data-attributes; a container
 * `[data-filter-target]` of items `[data-words]`, or of the first of many rows, with the way to data about all of them
 * (`data-filter-data`); groups of items `[data-filter-group]`; a line `[data-filter-status]`; for rows from data a button
 * `[data-filter-more]`.
 */
import { setAddress } from "./address.js";
import { Items } from "./filter-items.js";
import { sayFailed } from "./loading.js";
import { readable } from "./typed.js";

/** How many rows from data are shown at a time. */
const AT_A_TIME = 50;

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-filter]"));
const target = /** @type {HTMLElement | null} */ (document.querySelector("[data-filter-target]"));
const status = /** @type {HTMLElement | null} */ (document.querySelector("[data-filter-status]"));

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} target
 * @param {HTMLElement} status
 */
function start(form, target, status) {
  const words = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
  const clear = /** @type {HTMLButtonElement} */ (form.querySelector("[type=reset]"));
  const selects = [...form.querySelectorAll("select")];
  const all = status.textContent;
  const more = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-filter-more]"));
  const names = selects.map((select) => select.name);
  const choices = selects.map((select) =>
    [...select.options].slice(1).map((option) => ({ key: option.value, words: option.dataset.words ?? "", label: option.dataset.label ?? "", option, text: option.text })),
  );

  const inPage = target.dataset.filterData === undefined;
  /** @type {{filter: (asked: string, chosen: number[], most: number) => Promise<import("./filter-tally.js").Answer>} | undefined} */
  let source = inPage ? new Items(target, names, choices, () => void apply()) : undefined;
  let most = AT_A_TIME;
  let turn = 0;

  /** Shows the items that fit, and says for every option how many would fit with it in place of its select's value. */
  async function apply() {
    const asked = readable(words.value);
    const chosen = selects.map((select) => select.selectedIndex - 1);
    const active = asked !== "" || chosen.some((choice) => choice >= 0);
    clear.disabled = !active;
    selects.forEach((select, at) => select.toggleAttribute("data-chosen", chosen[at] >= 0));
    turn += 1;
    const mine = turn;
    if (!source && !active) return;
    /** @type {import("./filter-tally.js").Answer} */
    let answer;
    target.toggleAttribute("aria-busy", !inPage);
    try {
      source = source ?? new (await import("./filter-rows.js")).Rows(target, names, choices);
      answer = await source.filter(asked, chosen, most);
    } catch (error) {
      if (inPage) throw error;
      if (mine === turn) await sayFailed(status, error);
      return;
    } finally {
      if (mine === turn) target.removeAttribute("aria-busy");
    }
    if (mine !== turn) return;
    answer.show();
    choices.forEach((some, at) =>
      some.forEach(({ option, label, text }, place) => {
        const count = answer.counts ? (answer.counts[at][place] ?? 0) : undefined;
        option.text = count === undefined ? text : (form.dataset.option ?? "").replace("{n}", () => String(count)).replace("{label}", () => label);
        option.disabled = count === 0 && !option.selected;
      }),
    );
    const left = active ? answer.shown - answer.listed : 0;
    const sentence = !answer.shown ? status.dataset.nothing : left ? target.dataset.first : status.dataset.some;
    say(active ? (sentence ?? "").replace("{shown}", String(answer.shown)).replace("{n}", String(answer.listed)) : (all ?? ""));
    if (more) {
      more.textContent = (more.dataset.words ?? "").replace("{n}", String(Math.min(left, AT_A_TIME)));
      more.parentElement?.toggleAttribute("hidden", !left);
    }
  }

  /** @param {string} sentence */
  function say(sentence) {
    if (status.textContent !== sentence) status.textContent = sentence;
  }

  /** The address of the page with the filters as they are. */
  function withFilters() {
    const url = new URL(window.location.href);
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
    most = window.history.state?.most ?? AT_A_TIME;
    void apply();
  }

  let waiting = 0;
  const typed = () => {
    most = AT_A_TIME;
    setAddress(withFilters());
    window.clearTimeout(waiting);
    if (inPage) void apply();
    else waiting = window.setTimeout(() => void apply(), 300);
  };
  const step = () => {
    most = AT_A_TIME;
    window.clearTimeout(waiting);
    void apply();
    setAddress(withFilters(), null, "pushState");
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
  more?.addEventListener("click", async () => {
    const before = most;
    most += AT_A_TIME;
    setAddress(window.location.href, { most });
    await apply();
    // The reader goes on where the list went on.
    /** @type {NodeListOf<HTMLElement>} */ (target.querySelectorAll("tbody .table-title a"))[before]?.focus();
  });
  window.addEventListener("popstate", follow);
  form.hidden = false;
  follow();
}

if (form && target && status) start(form, target, status);
