/**
 * The page on verifying quotations: loads the official texts that a quotation may come from, compares, and shows what is
 * word for word and what departs. All of it in the reader's browser; nothing is sent anywhere.
 *
 * In the page: a form `[data-verify]` with a field `text`, a form `[data-verify-fingerprint]` with a field `citation`,
 * after each a line `[role=status]`, a button `[data-verify-stop]` and a box `[data-verify-results]`. The first form bears
 * the words, as JSON, and the ways to the roots of the language and the site. What is pasted is worked on in short
 * slices, between which the page answers; and no more of it than a field's `data-longest`.
 *
 * @typedef {import("./verify-compare.js").Passage} Passage
 * @typedef {import("./verify-compare.js").Match} Match
 */
import { loadJson, sayFailed } from "./loading.js";

const quoting = /** @type {HTMLFormElement} */ (document.querySelector("[data-verify]"));
const citing = /** @type {HTMLFormElement} */ (document.querySelector("[data-verify-fingerprint]"));
const lang = document.documentElement.lang === "en" ? "en" : "zh";
/** @type {Record<string, string>} */
const words = JSON.parse(quoting.dataset.words ?? "{}");
const home = new URL(quoting.dataset.home ?? "", document.baseURI);
const root = new URL(quoting.dataset.root ?? "", document.baseURI);

/** @param {string} key @param {Record<string, string | number>} [values] */
function say(key, values = {}) {
  const one = Object.values(values).includes(1) && words[`${key}_one`];
  return (one || words[key] || "").replace(/\{(\w+)\}/g, (mark, name) => String(values[name] ?? mark));
}

/**
 * @param {string} name @param {Record<string, string>} attributes @param {(Node | string)[]} content
 * @returns {HTMLElement}
 */
function element(name, attributes = {}, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}

/** @type {Promise<any> | undefined} */
let opened;

/** The comparing and the texts; asked for once. */
function open() {
  opened = opened ?? (async () => {
    const [comparing, texts, citations] = await Promise.all([import("./verify-compare.js"), import("./verify-texts.js"), import("./verify-citation.js")]);
    return { ...comparing, ...citations, ...(await texts.openTexts(new URL("verify/data/", root), comparing)) };
  })();
  opened.catch(() => {
    opened = undefined;
  });
  return opened;
}

/** Characters of a folded text, as they were written. @param {any} folded @param {[number, number]} range */
function written(folded, [from, to]) {
  return from < to ? folded.raw.slice(folded.at[from], folded.at[to - 1] + 1).join("") : "";
}

/** @param {string} key @param {string} text */
const aside = (key, text) => element("span", { class: "visually-hidden" }, say(key, { text }));

/** The quotation as it departs from the text: what it leaves out struck, what it adds underlined, each said in words. */
function marked(found, quotation) {
  const line = element("p", { class: "verify-text", lang: "zh-Hans" });
  for (const step of found.steps) {
    const [quoted, official] = [written(quotation, step.q), written(found.passage.folded, step.t)];
    if (step.kind === "same") line.append(quoted);
    else {
      if (official) line.append(element("del", {}, aside("say_left_begin", official), official, aside("say_end", "")));
      if (quoted) line.append(element("ins", {}, aside("say_added_begin", quoted), quoted, aside("say_end", "")));
    }
  }
  return line;
}

/** The departures one by one. */
function departures(found, quotation) {
  const list = element("ol", { class: "verify-departures" });
  for (const step of found.steps.filter((each) => each.kind === "changed")) {
    const [quoted, official] = [written(quotation, step.q), written(found.passage.folded, step.t)];
    const key = quoted && official ? "say_changed" : official ? "say_left" : "say_added";
    const after = written(found.passage.folded, [Math.max(0, step.t[0] - 6), step.t[0]]);
    list.append(element("li", {}, say(key, { official, quoted }), " ", after ? say("say_after", { words: after }) : say("say_at_start")));
  }
  return list;
}

/** How much of a text is quoted. */
function scope(found) {
  const { passage, steps } = found;
  const { signs } = passage.folded;
  const [begin, end] = [steps[0].t[0], steps[steps.length - 1].t[1]];
  const punctuation = (from, to) => /^[\p{P}\p{S}]*$/u.test(signs.slice(from, to).join(""));
  const atEnd = punctuation(end, signs.length);
  if (passage.start) {
    if (begin === 0 && atEnd) return say("say_scope_all");
    if (begin === 0 && end <= passage.start && punctuation(end, passage.start)) return say("say_scope_title");
    if (begin >= passage.start && punctuation(passage.start, begin) && atEnd) return say("say_scope_practice");
    if (begin >= passage.start) {
      const total = signs.length - passage.start;
      return say("say_scope_part", { from: begin - passage.start + 1, to: end - passage.start, total });
    }
  }
  return say("say_scope_part_all", { from: begin + 1, to: end, total: signs.length });
}

/** Where a text can be read: a notice at the paragraph that is quoted. @param {any} passage @param {number} at a folded place */
function address(passage, at) {
  const place = passage.folded.at[at];
  const anchor = (passage.anchors ?? []).filter(([start]) => start <= place).pop();
  return new URL(passage.address + (anchor ? `#${anchor[1]}` : ""), home).href;
}

/** @param {any} passage @param {number} at */
function link(passage, at) {
  return element("a", { href: address(passage, at) }, passage.title[lang]);
}

/** What a program may read of a finding. */
function findingOf({ passage, steps }, changes) {
  const measure = /(?:^|\/)m\/([^/]+)\//.exec(passage.address)?.[1] ?? "";
  const whole = steps[0].t[0] <= passage.start && steps[steps.length - 1].t[1] === passage.folded.signs.length;
  return { "data-verify-finding": "", "data-measure": measure, "data-verdict": changes ? "differs" : whole ? "exact" : "partial" };
}

/** One text that is quoted. */
function result(found, quotation, tools) {
  const changes = found.steps.filter((each) => each.kind === "changed").length;
  const verdict = changes ? say("say_departs", { n: changes }) : say("say_verbatim");
  const box = element(
    "section",
    { class: changes ? "verify-result verify-departs" : "verify-result", ...findingOf(found, changes) },
    element("h3", {}, link(found.passage, found.steps[0].t[0])),
    element("p", { class: "verify-verdict" }, element("strong", {}, verdict), ` ${scope(found)}`),
    element("p", { class: "verify-source" }, found.passage.source[lang]),
    marked(found, quotation),
  );
  if (changes) box.append(departures(found, quotation));
  const counts = Object.entries(tools.unnoticed(found, quotation, tools.folding.difference)).filter(([, n]) => n);
  if (counts.length) {
    const named = counts.map(([kind, n]) => say(`say_${kind}`, { n })).reduce((one, other) => say("say_and", { one, other }));
    box.append(element("p", { class: "verify-unnoticed" }, say("say_unnoticed", { named })));
  }
  if (found.passage.ended) box.append(element("p", { class: "verify-unnoticed" }, say("say_ended")));
  if (found.also.length) {
    const list = element("ul", {}, ...found.also.slice(0, 5).map((each) => element("li", {}, link(each, 0))));
    box.append(element("div", { class: "verify-also" }, element("p", {}, say("say_also")), list));
  }
  return box;
}

/** Whether a stretch has words other than the heads of tables. @param {[number, number]} range */
function hasWords(range, quotation, tools) {
  const text = quotation.signs.slice(...range).join("");
  return /\p{L}/u.test(tools.around.reduce((left, each) => left.split(each).join(""), text));
}

/** Whether a match is of what a list prints around its measures, and agrees but for heads and numbers of its table. */
function isOutline(found, quotation, tools) {
  const left = found.steps.filter((each) => each.kind === "changed");
  return found.passage.outline && left.every((each) => each.t[0] === each.t[1] && !hasWords(each.q, quotation, tools));
}

/** What stands above the results, in a sentence. */
function summary(matches, rest) {
  const changes = matches.reduce((sum, each) => sum + each.steps.filter((step) => step.kind === "changed").length, 0);
  if (!matches.length) return say("say_none");
  const texts = new Set(matches.map((each) => each.passage)).size;
  const found = changes ? say("say_sum_departs", { n: changes }) : say("say_sum_verbatim", { texts });
  return rest.length ? `${found} ${say("say_sum_rest")}` : found;
}

/** How long the page may be kept from its reader at a time, in milliseconds; and after how long the way to stop shows. */
const SLICE = 30;
const PATIENCE = 400;

/** The reader has asked for something else. */
class Stopped extends Error {}

/** Lets the page answer its reader. */
const pause = () => new Promise((resolve) => setTimeout(resolve));

/** Answers a form by `work`, saying so while it goes on and where it fails; the reader may stop it. */
function answer(form, field, work) {
  const place = /** @type {HTMLElement} */ (form.parentElement);
  const status = /** @type {HTMLElement} */ (place.querySelector("[role=status]"));
  const results = /** @type {HTMLElement} */ (place.querySelector("[data-verify-results]"));
  const stop = /** @type {HTMLElement} */ (place.querySelector("[data-verify-stop]"));
  let turn = 0;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    turn += 1;
    const mine = turn;
    results.textContent = "";
    form.dataset.verifyState = "working";
    status.textContent = say("say_working");
    const timer = setTimeout(() => stop.removeAttribute("hidden"), PATIENCE);
    let since = performance.now();

    /** Goes through the steps of some work, a slice at a time. @template T @param {Iterator<void, T>} steps @returns {Promise<T>} */
    const inSlices = async (steps) => {
      for (;;) {
        if (performance.now() - since > SLICE) {
          await pause();
          since = performance.now();
        }
        if (mine !== turn) throw new Stopped();
        const step = steps.next();
        if (step.done) return step.value;
      }
    };

    try {
      const { value } = form.elements.namedItem(field);
      const longest = Number(form.dataset.longest);
      const said = value.length > longest ? say("say_long", { n: value.length, longest }) : await work(value, results, inSlices);
      if (mine !== turn) return;
      status.textContent = said;
      form.dataset.verifyState = results.querySelector("[data-verify-finding]") ? "done" : "none";
    } catch (error) {
      if (mine !== turn) return;
      opened = undefined;
      await sayFailed(status, error);
      form.dataset.verifyState = "failed";
    } finally {
      clearTimeout(timer);
      if (mine === turn) stop.hidden = true;
    }
  });
  stop.addEventListener("click", () => {
    turn += 1;
    stop.hidden = true;
    results.textContent = "";
    form.dataset.verifyState = "stopped";
    status.textContent = say("say_stopped");
    form.querySelector("textarea")?.focus();
  });
  form.hidden = false;
}

answer(quoting, "text", async (text, results, inSlices) => {
  const tools = await open();
  const quotation = tools.folding.fold(text);
  if (quotation.signs.length < 6) return say("say_short");
  const { matches, rest } = await inSlices(tools.compare(quotation, await tools.candidates(quotation)));
  const strange = rest.filter((range) => hasWords(range, quotation, tools)).map((range) => written(quotation, range));
  const shown = matches.filter((each) => matches.length === 1 || !isOutline(each, quotation, tools));
  await inSlices(
    (function* () {
      for (const found of shown) {
        results.append(result(found, quotation, tools));
        yield;
      }
    })(),
  );
  if (shown.length < matches.length) results.append(element("p", { class: "verify-unnoticed" }, say("say_outline")));
  if (strange.length && matches.length) {
    const list = element("ul", { lang: "zh-Hans" }, ...strange.map((each) => element("li", {}, each)));
    results.append(element("section", { class: "verify-result" }, element("h3", {}, say("say_rest")), list));
  }
  return summary(shown, strange);
});

answer(citing, "citation", async (text, results) => {
  const tools = await open();
  const { fingerprint, identifier: id } = tools.readCitation(text, tools.lists);
  if (!fingerprint || !id) return say(fingerprint ? "say_no_identifier" : "say_no_fingerprint");
  const measure = await loadJson(new URL(`api/v1/measures/${id}.json`, root)).catch((error) => {
    if (error.status !== 404) throw error;
  });
  if (!measure) return say("say_unknown", { id });
  const title = element("a", { href: new URL(`m/${id}/`, home).href }, measure.title[lang]);
  results.append(element("p", {}, title));
  if (measure.ending) results.append(element("p", { class: "verify-unnoticed" }, say("say_ended")));
  if (measure.fingerprint === fingerprint) return say("say_current");
  const history = measure.history ?? [];
  const at = history.findIndex((/** @type {any} */ each) => each.fingerprint === fingerprint);
  if (at < 0) return say("say_never", { now: measure.fingerprint });
  const next = history[at + 1];
  if (next?.reason) results.append(element("p", {}, say("say_reason", { reason: next.reason[lang] })));
  return say("say_earlier", { date: next?.date ?? "", now: measure.fingerprint });
});
