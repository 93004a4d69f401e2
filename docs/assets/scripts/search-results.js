/**
 * Results as elements: titles and passages with the words marked, and the words of the interface.
 */
import { findWords, isHan, stem, wordsOf } from "./search-text.js";
import { LONGEST } from "./typed.js";

/** How many characters of a passage are shown, by the language of its text. */
const PASSAGE = { zh: 96, en: 210 };

/** At how many of the words found a passage is tried. */
const LOOKED_AT = 100;

/**
 * @typedef {import("./search-rank.js").Answer} Answer
 * @typedef {import("./search-index.js").Entry} Entry
 * @typedef {import("./search-index.js").Name} Name
 * @typedef {{language: string, home: string, words: Record<string, string>}} Setting
 */

/** @param {Element} form @returns {Setting} what the page says about itself and about search */
export const setting = (form) => ({
  language: document.documentElement.lang.startsWith("zh") ? "zh" : "en",
  home: form.getAttribute("data-home") ?? "",
  words: JSON.parse(document.getElementById("search-words-of-interface")?.textContent ?? "{}"),
});

/** @param {string} root the way to the site's root @returns {Record<string, URL>} where the indexes are, by language */
export const bases = (root) => ({
  zh: new URL(`${root}search/`, document.baseURI),
  en: new URL(`${root}en/search/`, document.baseURI),
});

/** @param {string} template @param {Record<string, string | number>} values @returns {string} a sentence with its places filled */
export const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

/** @param {string} name @param {Record<string, string>} [attributes] @param {(Node | string)[]} content @returns {HTMLElement} */
export const make = (name, attributes = {}, ...content) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
};

/** @param {string} text @param {string[]} needles @returns {(Node | string)[]} the text, the words marked */
export const marked = (text, needles) => {
  /** @type {(Node | string)[]} */
  const parts = [];
  let end = 0;
  for (const [start, stop] of findWords(text, needles)) {
    parts.push(text.slice(end, start), make("mark", {}, text.slice(start, stop)));
    end = stop;
  }
  return [...parts, text.slice(end)];
};

/** @param {string} text @param {string[]} needles @param {string} language @returns {string} the passage in which most of the words stand */
const passage = (text, needles, language) => {
  const length = PASSAGE[/** @type {"zh" | "en"} */ (language)];
  const plain = text.replace(/\s*\n\s*/g, language === "zh" ? "" : " ");
  if (plain.length <= length) return plain;
  const found = findWords(plain, needles);
  let from = 0;
  let most = 0;
  for (const [at, [start]] of found.slice(0, LOOKED_AT).entries()) {
    const within = found.slice(at, at + length).filter((each) => each[1] <= start + length * 0.8);
    const value = new Set(within.map((each) => plain.slice(...each).toLowerCase())).size * 10 + within.length;
    if (value > most) [most, from] = [value, start];
  }
  // From the beginning of the sentence or clause, where that is near.
  const before = plain.slice(0, from);
  const cut = Math.max(...[..."。；，：.;,"].map((sign) => before.lastIndexOf(sign))) + 1;
  let start = from - cut < length / 3 ? cut : Math.max(0, from - Math.round(length / 6));
  if (language === "en" && start > 0 && start !== cut) start = plain.indexOf(" ", start);
  let stop = Math.min(plain.length, start + length);
  if (language === "en" && stop < plain.length) stop = plain.lastIndexOf(" ", stop);
  return `${start > 0 ? "…" : ""}${plain.slice(start, stop).trim()}${stop < plain.length ? "…" : ""}`;
};

/** @param {Entry} entry @param {string[]} needles @returns {string[]} the words, and the terms for which they are other words */
const needlesOf = (entry, needles) => {
  const text = `${entry.title}\n${entry.text}`;
  const missing = needles.filter((needle) => !findWords(text, [needle]).length);
  const terms = entry.terms.filter((term) => missing.some((needle) => term.forms.includes(` ${needle} `)));
  /** @type {string[]} */
  const parts = missing.filter(isHan).flatMap((word) => runs(word, text));
  return [...needles, ...parts, ...terms.flatMap((term) => wordsOf(term.name).map((word) => (isHan(word) ? word : stem(word))))];
};

/** @param {string} word @param {string} text @returns {string[]} the longest parts of a Chinese word, two characters at least, that stand in a text */
const runs = (word, text) => {
  const found = [];
  for (let start = 0, end = 0; start < word.length - 1; start = Math.max(start + 1, end)) {
    end = start + 1;
    while (end < word.length && text.includes(word.slice(start, end + 1))) end += 1;
    if (end > start + 1) found.push(word.slice(start, end));
  }
  return found;
};

/** @param {string} address @param {string[]} needles @returns {string} the way to a page on which the words found are marked */
const withMarks = (address, needles) => {
  const [path, hash] = address.split("#");
  const words = needles.map((needle) => needle.replace(/\*$/, "")).filter((needle) => isHan(needle) || needle.length > 1);
  return path + (words.length ? `?mark=${encodeURIComponent(words.join(" "))}` : "") + (hash ? `#${hash}` : "");
};

/**
 * @param {Entry} entry @param {Answer} answer @param {Setting} at
 * @returns {{href: string, title: HTMLElement, chips: HTMLElement | null, passage: HTMLElement}}
 */
export const entryParts = (entry, answer, at) => {
  const own = answer.language === at.language;
  const needles = needlesOf(entry, answer.needles);
  const address = entry.kind === "measure" ? `m/${entry.address}/` : entry.address;
  const title = own ? entry.title : entry.other || entry.title;
  const lang = { zh: "zh-Hans", en: "en" }[answer.language] ?? "";
  const chips =
    entry.kind === "measure" && entry.indicator
      ? make(
          "span",
          { class: "chips" },
          make("span", { class: "chip chip-plain" }, own ? entry.indicator.name : entry.indicator.other),
          make("span", { class: `chip chip-${entry.adoption}` }, at.words[entry.adoption ?? ""]),
        )
      : null;
  const shown = passage(entry.text, needles, answer.language);
  const text = make("span", { class: "result-passage", ...(own ? {} : { lang }) }, ...marked(shown, needles));
  const heading = make("span", { class: "result-title" }, ...marked(title, needles));
  // Where no more than a character of the query is seen in either, the keyword says why this was found.
  if (![heading, text].some((each) => [...each.querySelectorAll("mark")].some((mark) => mark.textContent.length > 1))) {
    const signs = needles.filter(isHan).join("");
    const all = entry.keywords.find((each) => isHan(each) && [...each].every((sign) => signs.includes(sign)));
    const keyword = all ?? entry.keywords.find((each) => findWords(each, needles).length);
    if (keyword) text.prepend(make("span", { class: "result-keyword" }, ...marked(fill(at.words.keyword, { words: keyword }), all ? [all] : needles)));
  }
  return { href: withMarks(at.home + address, needles), title: heading, chips, passage: text };
};

/** @param {Name} name @param {Answer} answer @param {Setting} at @returns {{href: string, label: HTMLElement, kind: string}} */
export const nameParts = (name, answer, at) => {
  const own = answer.language === at.language;
  const label = own ? name.name : name.other || name.name;
  const folder = { indicator: "indicators/", body: "bodies/", place: "places/" }[name.kind];
  const address = folder ? `${folder}${name.key}/` : name.kind === "term" ? `glossary/?q=${encodeURIComponent(label)}` : name.key;
  return { href: at.home + address, label: make("span", { class: "result-title" }, ...marked(label, answer.needles)), kind: at.words[name.kind] };
};

/** @param {Answer} answer @returns {number} how many were found; where no more is known, the first two figures, which are not more than there are */
export const counted = ({ hits, more, about }) => {
  const count = hits.length + more;
  const round = about ? 10 ** Math.max(0, String(count).length - 2) : 1;
  return Math.floor(count / round) * round;
};

/** @param {Answer} answer @param {Setting} at @param {string} typed @returns {string} how many were found, and how the query was understood */
export const summary = (answer, at, typed) => {
  const { words } = at;
  const count = counted(answer);
  const found = fill(count === 1 ? words.one : answer.about ? words.about : words.many, { n: count });
  const said = [];
  if (typed.length > LONGEST) said.push(fill(words.cut, { n: LONGEST }));
  if (answer.read) said.push(fill(words[answer.way ? `read_${answer.way}` : "read"], { words: answer.read }));
  if (!count) said.push(words.nothing);
  else said.push(answer.level === 1 ? fill(words.some, { found }) : found);
  return said.join(at.language === "zh" ? "" : " ");
};

/**
 * @param {Answer} answer @param {Setting} at @param {string} typed
 * @returns {(Node | string)[]} the way to what the words find as they are typed, where something else was looked for, or where what has only some of them is not shown
 */
export const asTyped = (answer, at, typed) => {
  if (!answer.way && !answer.withheld) return [];
  const href = `${at.home}search/?q=${encodeURIComponent(typed)}&exact=1`;
  return [" ", make("a", { href }, fill(answer.way ? at.words.as_typed : at.words.loosely, { words: typed }))];
};
