/**
 * Results while typing, below the box in the header: a combobox with a list of options, as ARIA describes it.
 */
import { sayFailed } from "./loading.js";
import { SearchEngine } from "./search-engine.js";
import { asTyped, bases, counted, entryParts, fill, make, nameParts, setting, summary } from "./search-results.js";

const MEASURES = 6;
const NAMES = 5;

/** @param {HTMLFormElement} form @param {HTMLInputElement} input */
export const start = (form, input) => {
  const at = setting(form);
  const engine = new SearchEngine(bases(form.dataset.root ?? ""), at.language);
  const list = make("div", { id: "search-list", role: "listbox", class: "search-list", "aria-label": at.words.results, "data-search-results": "" });
  const said = make("p", { class: "search-said", role: "status" });
  const panel = make("div", { class: "search-panel" }, said, list);
  panel.hidden = true;
  form.append(panel);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": list.id, "aria-expanded": "false", "aria-autocomplete": "list", "aria-haspopup": "listbox" }))
    input.setAttribute(name, value);

  let asked = 0;
  let active = -1;
  const options = () => /** @type {HTMLAnchorElement[]} */ ([...list.querySelectorAll("[role=option]")]);

  /** @param {boolean} open */
  const show = (open) => {
    panel.hidden = !open;
    input.setAttribute("aria-expanded", String(open && options().length > 0));
    if (!open) activate(-1);
  };

  /** @param {number} to */
  const activate = (to) => {
    const all = options();
    all[active]?.setAttribute("aria-selected", "false");
    active = to;
    if (to < 0) input.removeAttribute("aria-activedescendant");
    else {
      all[to].setAttribute("aria-selected", "true");
      all[to].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", all[to].id);
    }
  };

  /** @param {string} href @param {Node[]} content */
  const option = (href, content) =>
    make("a", { role: "option", href, class: "search-option", tabindex: "-1", "aria-selected": "false" }, ...content);

  /** @param {string} label @param {HTMLElement[]} members */
  const group = (label, members) => {
    const id = `search-group-${list.children.length}`;
    list.append(make("div", { role: "group", "aria-labelledby": id, class: "search-group" }, make("p", { id, class: "search-kind", role: "presentation" }, label), ...members));
  };

  const search = async () => {
    const text = input.value.trim();
    asked += 1;
    const mine = asked;
    if (!text) {
      list.textContent = "";
      list.removeAttribute("data-state");
      said.textContent = "";
      show(false);
      return;
    }
    list.setAttribute("data-state", "loading");
    /** @type {import("./search-rank.js").Answer} */
    let answer;
    try {
      answer = await engine.search(text);
    } catch (error) {
      if (mine !== asked) return;
      list.textContent = "";
      list.setAttribute("data-state", "failed");
      await sayFailed(said, error);
      show(true);
      return;
    }
    if (mine !== asked) return;
    list.textContent = "";
    active = -1;
    if (answer.hits.length)
      group(
        at.words.measures,
        answer.hits.slice(0, MEASURES).map(({ entry }) => {
          const parts = entryParts(entry, answer, at);
          return option(parts.href, [parts.title, parts.passage, ...(parts.chips ? [parts.chips] : [])]);
        }),
      );
    const names = answer.names.length || answer.hits.length ? answer.names : engine.own.names.indicator ?? [];
    if (names.length)
      group(
        answer.names.length ? at.words.others : at.words.browse,
        names.slice(0, answer.names.length ? NAMES : undefined).map((name) => {
          const parts = nameParts(name, answer.names.length ? answer : { ...answer, language: at.language, needles: [] }, at);
          return option(parts.href, [parts.label, make("span", { class: "result-kind" }, parts.kind)]);
        }),
      );
    const all = `${at.home}search/?q=${encodeURIComponent(text)}`;
    if (answer.hits.length > MEASURES) list.append(option(all, [make("span", { class: "search-all" }, fill(at.words.all, { n: counted(answer) }))]));
    options().forEach((each, number) => {
      each.id = `search-option-${number}`;
    });
    input.removeAttribute("aria-activedescendant");
    said.textContent = summary(answer, at, text);
    said.append(...asTyped(answer, at, text));
    list.setAttribute("data-state", answer.hits.length ? "results" : "none");
    show(document.activeElement === input);
  };

  input.addEventListener("input", (event) => {
    if (!(/** @type {InputEvent} */ (event).isComposing)) void search();
  });
  // Who composes writes Chinese: its index comes while the words are chosen.
  input.addEventListener("compositionstart", () => void engine.prepare("zh").catch(() => {}));
  input.addEventListener("compositionend", () => void search());
  input.addEventListener("focus", () => {
    if (input.value.trim() && panel.hidden) void search();
  });
  input.addEventListener("keydown", (event) => {
    // WebKit ends a composition before the Enter that ends it.
    if (event.keyCode === 229 && event.key === "Enter") event.preventDefault();
    if (event.isComposing || event.keyCode === 229) return;
    const all = options();
    const moves = { ArrowDown: (active + 2) % (all.length + 1) - 1, ArrowUp: (active + all.length + 1) % (all.length + 1) - 1 };
    if (event.key in moves && all.length) {
      event.preventDefault();
      if (panel.hidden) show(true);
      else activate(moves[/** @type {keyof typeof moves} */ (event.key)]);
    } else if (event.key === "Enter" && active >= 0 && !panel.hidden) {
      event.preventDefault();
      all[active].click();
    } else if (event.key === "Escape") {
      if (!panel.hidden) {
        event.preventDefault();
        show(false);
      } else input.value = "";
    }
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(/** @type {Node | null} */ (event.relatedTarget))) show(false);
  });
  // A press on an option must not take the focus from the box before the click is through.
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  if (input.value.trim()) void search();
};
