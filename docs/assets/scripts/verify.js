/**
 * The page on verifying quotations: loads the official texts that a quotation may come from, compares, and shows what is
 * word for word and what differs. All of it in the reader's browser; nothing is sent anywhere.
 *
 * In the page: a form `[data-verify]` with a field `text`, a form `[data-verify-fingerprint]` with a field `citation`,
 * after each a line `[role=status]`, a button `[data-verify-stop]` and a box `[data-verify-results]`. The first form bears
 * the words, as JSON, and the ways to the roots of the language and the site. What is pasted is worked on in short
 * slices, between which the page answers; and no more of it than a field's `data-longest`.
 *
 * @typedef {import("./verify-folding.js").Passage} Passage
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
    return { compare: comparing.compare, ...citations, ...(await texts.openTexts(new URL("verify/data/", root), comparing)) };
  })();
  opened.catch(() => {
    opened = undefined;
  });
  return opened;
}

/** @param {string} key @param {string} text */
const aside = (key, text) => element("span", { class: "visually-hidden" }, say(key, { text }));

/** What of the official text is left out with an ellipsis. @param {any} step */
const isOmitted = ({ kind }) => kind === "omitted";

/** The quotation as it differs from the text: what it leaves out struck, what it adds underlined, each said in words. */
function marked({ steps, passage }, quotation, { written }) {
  const line = element("p", { class: "verify-text", lang: passage.language === "zh" ? "zh-Hans" : "en" });
  for (const step of steps) {
    const [quoted, official] = [written(quotation, step.q), written(passage.folded, step.t)];
    if (step.kind !== "changed") line.append(quoted);
    else {
      if (official) line.append(element("del", {}, aside("say_left_begin", official), official, aside("say_end", "")));
      if (quoted) line.append(element("ins", {}, aside("say_added_begin", quoted), quoted, aside("say_end", "")));
    }
  }
  return line;
}

/** The differences one by one. */
function differences({ steps, passage }, quotation, { written }) {
  const list = element("ol", { class: "verify-differences" });
  for (const step of steps.filter(({ kind }) => kind === "changed")) {
    const [quoted, official] = [written(quotation, step.q), written(passage.folded, step.t)];
    const key = quoted && official ? "say_changed" : official ? "say_left" : "say_added";
    const after = written(passage.folded, [Math.max(0, step.t[0] - (passage.language === "zh" ? 6 : 20)), step.t[0]]).trim();
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

/** Whether the quotation agrees, and with all of a measure's text. @returns {"exact" | "partial" | "differs"} */
function verdictOf({ passage, steps }) {
  if (steps.some(({ kind }) => kind === "changed")) return "differs";
  const { signs } = passage.folded;
  const rest = signs.slice(steps[steps.length - 1].t[1]).join("");
  return steps[0].t[0] <= passage.start && /^[\p{P}\p{S}]*$/u.test(rest) && !steps.some(isOmitted) ? "exact" : "partial";
}

/** The identifier of the measure that a text is of. @param {any} passage */
const measureOf = (passage) => /(?:^|\/)m\/([^/]+)\//.exec(passage.address)?.[1] ?? "";

/** A button that copies what was found, as a sentence for a report. */
function copyButton(found, sentence) {
  const { passage } = found;
  const today = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : "zh-Hans-CN", { year: "numeric", month: "long", day: "numeric" }).format(new Date());
  const values = { title: passage.title[lang], source: passage.source[lang], verdict: sentence, id: measureOf(passage), fingerprint: passage.fingerprint ?? "", date: today, address: address(passage, found.steps[0].t[0]) };
  const copy = element("button", { type: "button", class: "button", "data-verify-copy": "" }, say("say_copy"));
  const status = element("span", { role: "status" });
  copy.addEventListener("click", async () => {
    const text = say(values.id ? "say_statement" : "say_statement_document", values);
    await navigator.clipboard.writeText(text).then(() => { status.textContent = say("say_copied"); }, () => { status.textContent = text; });
  });
  return element("p", { class: "verify-copy" }, copy, " ", status);
}

/** One text that is quoted. */
function result(found, quotation, tools) {
  const changes = found.steps.filter(({ kind }) => kind === "changed").length;
  const verdict = verdictOf(found);
  const sentence = changes ? say("say_differs", { n: changes }) : say(`say_${verdict}`);
  const box = element(
    "section",
    { class: `verify-result verify-${verdict}`, "data-verify-finding": "", "data-measure": measureOf(found.passage), "data-verdict": verdict },
    element("h3", {}, link(found.passage, found.steps[0].t[0])),
    element("p", { class: "verify-verdict" }, element("strong", {}, sentence), ` ${scope(found)}`),
    element("p", { class: "verify-source" }, found.passage.source[lang]),
    marked(found, quotation, tools),
  );
  if (found.steps.some(isOmitted)) box.append(element("p", { class: "verify-unnoticed" }, say("say_omitted")));
  if (changes) box.append(differences(found, quotation, tools));
  const counts = Object.entries(tools.unnoticed(found.steps, quotation, found.passage, tools.difference)).filter(([, n]) => n);
  if (counts.length) {
    const named = counts.map(([kind, n]) => say(`say_${kind}`, { n })).reduce((one, other) => say("say_and", { one, other }));
    box.append(element("p", { class: "verify-unnoticed" }, say("say_unnoticed", { named })));
  }
  if (found.passage.language === "en") box.append(element("p", { class: "verify-unnoticed" }, say("say_translation")));
  if (found.passage.ended) box.append(element("p", { class: "verify-unnoticed" }, say("say_ended")));
  if (found.also.length) {
    const list = element("ul", {}, ...found.also.slice(0, 5).map((passage) => element("li", {}, link(passage, 0))));
    box.append(element("div", { class: "verify-also" }, element("p", {}, say("say_also")), list));
  }
  box.append(copyButton(found, sentence));
  return box;
}

/** Whether a stretch has words other than the heads of tables. @param {[number, number]} range */
function hasWords(range, quotation, tools) {
  const text = quotation.signs.slice(...range).join("");
  return /\p{L}/u.test(tools.around.reduce((left, words) => left.split(words).join(""), text));
}

/** Whether a match is of what a list prints around its measures, and agrees but for heads and numbers of its table. */
function isOutline(found, quotation, tools) {
  const left = found.steps.filter(({ kind }) => kind === "changed");
  return found.passage.outline && left.every(({ q, t }) => t[0] === t[1] && !hasWords(q, quotation, tools));
}

/** What stands above the results, in a sentence. */
function summary(matches, rest) {
  const changes = matches.reduce((sum, { steps }) => sum + steps.filter(({ kind }) => kind === "changed").length, 0);
  if (!matches.length) return say("say_none");
  const texts = new Set(matches.map(({ passage }) => passage)).size;
  const found = changes ? say("say_sum_differs", { n: changes }) : say("say_sum_verbatim", { texts });
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
  const quotation = tools.fold(text);
  if (quotation.signs.length === 0) return say("say_empty");
  if (quotation.signs.length < 6) return say("say_short");
  const { matches, rest } = await inSlices(tools.compare(quotation, await tools.candidates(quotation)));
  const strange = rest.filter((range) => hasWords(range, quotation, tools)).map((range) => tools.written(quotation, range));
  const shown = matches.filter((found) => matches.length === 1 || !isOutline(found, quotation, tools));
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
    const list = element("ul", {}, ...strange.map((words) => element("li", {}, words)));
    results.append(element("section", { class: "verify-result" }, element("h3", {}, say("say_rest")), list));
  }
  return summary(shown, strange);
});

answer(citing, "citation", async (text, results) => {
  if (!text.trim()) return say("say_empty_citation");
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
  const at = history.findIndex((/** @type {any} */ version) => version.fingerprint === fingerprint);
  if (at < 0) return say("say_never", { now: measure.fingerprint });
  const next = history[at + 1];
  if (next?.reason) results.append(element("p", {}, say("say_reason", { reason: next.reason[lang] })));
  return say("say_earlier", { date: next?.date ?? "", now: measure.fingerprint });
});
