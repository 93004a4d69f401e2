/**
 * The page of results, /search/?q=: the words stand in the address; typing changes it, Enter makes a step in the history.
 */
import { setAddress } from "./address.js";
import { sayFailed } from "./loading.js";
import { SearchEngine } from "./search-engine.js";
import { asTyped, bases, entryParts, make, nameParts, setting, summary } from "./search-results.js";

const STEP = 20;
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-search-page]"));
const input = /** @type {HTMLInputElement | null} */ (form?.querySelector("input[type=search]") ?? null);
const list = document.querySelector("ol[data-search-results]");
const said = document.querySelector("[data-search-said]");
const names = document.querySelector("[data-search-names]");
const others = document.querySelector("[data-search-others]");
const more = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-search-more]"));
const further = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-search-further]"));
const start = document.querySelector("[data-search-start]");
const browse = document.querySelector("[data-search-browse]");

if (form && input && list && said && names && others && more && further && start && browse) {
  const at = setting(form);
  const engine = new SearchEngine(bases(form.dataset.root ?? ""), at.language);
  let asked = 0;
  let shown = STEP;
  /** Whether the words are to be taken as they are typed: as the address says, until others are typed. */
  let exact = false;
  /** @type {import("./search-rank.js").Answer | null} */
  let answer = null;

  /** @param {import("./search-index.js").Entry} entry @param {import("./search-rank.js").Answer} from */
  const item = (entry, from) => {
    const parts = entryParts(entry, from, at);
    return make("li", { class: "result" }, make("h3", {}, make("a", { href: parts.href }, parts.title)), ...(parts.chips ? [parts.chips] : []), parts.passage);
  };

  /** @param {Element | null} place @param {Node[]} content */
  const setContent = (place, ...content) => {
    if (!place) return;
    place.textContent = "";
    place.append(...content);
  };

  const fillList = () => {
    if (!answer) return;
    const from = answer;
    setContent(list, ...from.hits.slice(0, shown).map(({ entry }) => item(entry, from)));
    more.hidden = from.hits.length <= shown && !from.more;
  };

  /** @param {Element} section @param {HTMLElement[]} members */
  const fillSection = (section, members) => {
    setContent(section.querySelector("ul"), ...members);
    section.toggleAttribute("hidden", !members.length);
  };

  const search = async () => {
    const text = input.value.trim();
    asked += 1;
    const mine = asked;
    shown = STEP;
    start.toggleAttribute("hidden", Boolean(text));
    if (!text) {
      answer = null;
      list.textContent = "";
      said.textContent = "";
      for (const each of [names, others, more, further, browse]) each.toggleAttribute("hidden", true);
      list.removeAttribute("data-query");
      list.removeAttribute("data-state");
      return;
    }
    list.setAttribute("data-state", "loading");
    /** @type {import("./search-rank.js").Answer} */
    let found;
    try {
      found = await engine.search(text, 0, exact);
    } catch (error) {
      if (mine !== asked) return;
      list.setAttribute("data-state", "failed");
      await sayFailed(said, error);
      return;
    }
    if (mine !== asked) return;
    answer = found;
    fillList();
    said.textContent = summary(found, at, text);
    said.append(...asTyped(found, at, text));
    fillSection(
      names,
      found.names.map((name) => {
        const parts = nameParts(name, found, at);
        return make("li", {}, make("a", { href: parts.href }, parts.label), " ", make("span", { class: "result-kind" }, parts.kind));
      }),
    );
    browse.toggleAttribute("hidden", found.hits.length > 0);
    fillSection(others, []);
    further.toggleAttribute("hidden", !found.hits.length);
    list.setAttribute("data-query", text);
    list.setAttribute("data-state", found.hits.length ? "results" : "none");
    if (!found.hits.length) await searchTexts();
  };

  // The notice and the hand-written pages are loaded where no measure answers, or on demand.
  const searchTexts = async () => {
    const mine = asked;
    const texts = await engine.texts(input.value.trim()).catch(() => null);
    if (mine !== asked) return;
    further.hidden = true;
    fillSection(others, texts ? texts.hits.slice(0, 5).map(({ entry }) => item(entry, texts)) : []);
    if (texts && !texts.hits.length) said.append(at.words.no_texts);
  };

  /** @param {boolean} step whether going back should lead to the words before these */
  const keep = (step) => {
    const { pathname } = window.location;
    const text = input.value.trim();
    const address = pathname + (text ? `?q=${encodeURIComponent(text)}${exact ? "&exact=1" : ""}` : "");
    if (address === pathname + window.location.search) return;
    setAddress(address, null, step ? "pushState" : "replaceState");
  };

  const follow = () => {
    const address = new URLSearchParams(window.location.search);
    input.value = address.get("q") ?? "";
    exact = address.has("exact");
    void search();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep(true);
    void search();
  });
  const typed = () => {
    exact = false;
    keep(false);
    void search();
  };
  input.addEventListener("input", (event) => {
    if (!(/** @type {InputEvent} */ (event).isComposing)) typed();
  });
  input.addEventListener("keydown", (event) => {
    // WebKit ends a composition before the Enter that ends it, which sends nothing.
    if (event.key === "Enter" && event.keyCode === 229) event.preventDefault();
  });
  input.addEventListener("compositionstart", () => void engine.prepare("zh").catch(() => {}));
  input.addEventListener("compositionend", typed);
  more.addEventListener("click", async () => {
    const first = shown;
    const mine = asked;
    shown += STEP;
    if (answer?.more && answer.hits.length < shown) {
      const found = await engine.search(input.value.trim(), shown + STEP, exact);
      if (mine !== asked) return;
      answer = found;
    }
    fillList();
    list.children[first]?.querySelector("a")?.focus();
  });
  further.addEventListener("click", () => void searchTexts().then(() => others.querySelector("a")?.focus()));
  window.addEventListener("popstate", follow);
  follow();

  const keys = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-search-keys]"));
  if (keys) {
    try {
      keys.checked = localStorage.getItem("search-keys") !== "off";
      keys.addEventListener("change", () => localStorage.setItem("search-keys", keys.checked ? "on" : "off"));
    } catch {
      keys.disabled = true;
    }
  }
}
