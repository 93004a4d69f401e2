/**
 * Which measures have a word, in a register too large for its texts to be in the page: what the postings of search say.
 * A record of search and a row of the list of all measures have the same number.
 */
import { SearchIndex } from "./search-index.js";
import { bases, setting } from "./search-results.js";
import { comparable, isHan, needleOf, pairsOf, stem, wordsOf } from "./search-text.js";

/** How many words of the register may stand for one that is typed in part. */
const BEGUN = 40;

export class Words {
  /** @param {(row: number) => string} identifierOf the identifier of a row */
  constructor(identifierOf) {
    const form = /** @type {Element} */ (document.querySelector("[data-search]"));
    this.bases = bases(form.getAttribute("data-root") ?? "");
    this.language = setting(form).language;
    /** @type {Record<string, SearchIndex>} */
    this.indexes = { zh: new SearchIndex(this.bases.zh, "zh"), en: new SearchIndex(this.bases.en, "en") };
    this.identifierOf = identifierOf;
    /** @type {Map<string, Promise<SearchIndex>>} */
    this.opened = new Map();
  }

  /** @param {string} language @returns {Promise<SearchIndex>} its index, ready; opened once, for words are looked up side by side */
  open(language) {
    const opened = this.opened.get(language) ?? this.indexes[language].open();
    this.opened.set(language, opened);
    opened.catch(() => this.opened.delete(language));
    return opened;
  }

  /** @param {string} asked @returns {Promise<Set<number> | null>} the rows that a citation means; nothing where it is none */
  async cited(asked) {
    const place = /\d|[项条]/.test(asked) && (await import("./search-citation.js")).citation(asked);
    if (!place) return null;
    const index = await this.open(this.language);
    const rows = index.manifest.pieces ? await this.together(index, place.terms) : new Set(index.entries.keys());
    return new Set([...rows].filter((row) => place.means(this.identifierOf(row))));
  }

  /** @param {string} word as it is typed @returns {Promise<Set<number>>} the rows in whose texts it stands */
  async rows(word) {
    if ([...word].some(isHan)) return this.rowsIn(await this.open("zh"), word);
    const own = await this.rowsIn(await this.open(this.language), word);
    return own.size ? own : this.rowsIn(await this.open(this.language === "zh" ? "en" : "zh"), word);
  }

  /** @param {string} asked @returns {Promise<Set<number>>} the rows for what search takes the words for: pinyin, a slip put right */
  async understood(asked) {
    const { SearchEngine } = await import("./search-engine.js");
    const answer = await new SearchEngine(this.bases, this.language).search(asked);
    const full = answer.hits.filter((hit) => hit.full);
    if (!full.length) return new Set();
    const index = await this.open(answer.language);
    const each = await Promise.all((answer.read || asked).split(/\s+/).map((word) => this.rowsIn(index, word)));
    const rows = each.reduce((all, some) => new Set([...all].filter((row) => some.has(row))));
    return new Set([...rows, ...full.map((hit) => hit.entry.number)]);
  }

  /** @param {SearchIndex} index @param {string} text @returns {Promise<Set<number>>} */
  async rowsIn(index, text) {
    const parts = wordsOf(text);
    const form = parts.map((part) => (isHan(part) ? part : stem(part))).join(" ");
    // The word itself; what means much the same; the terms that are also called so.
    const alike = index.alike.filter((group) => group.includes(form)).flat();
    const ways = [...new Set([form, ...alike])];
    for (const term of index.names.term) if (term.forms.includes(`| ${form} |`)) ways.push(comparable(term.name).trim());
    if (!index.manifest.pieces) return this.read(index, ways);
    const found = await Promise.all(ways.map((way) => this.together(index, way.split(" ").flatMap(termsOf))));
    const last = parts[parts.length - 1] ?? "";
    if (parts.length && !found[0].size && !isHan(last)) found.push(await this.begun(index, parts, last));
    return new Set(found.flatMap((rows) => [...rows]));
  }

  /** @param {SearchIndex} index @param {string[]} parts @param {string} last @returns {Promise<Set<number>>} the rows in which a word begins as the last one does */
  async begun(index, parts, last) {
    await index.source.learn({ words: [{ text: last, han: false, last: true }] }, false);
    const longer = [...index.vocabulary.keys()].filter((word) => word.startsWith(last));
    longer.sort((a, b) => (index.vocabulary.get(b) ?? 0) - (index.vocabulary.get(a) ?? 0));
    const others = parts.slice(0, -1).flatMap((part) => termsOf(isHan(part) ? part : stem(part)));
    const found = await Promise.all(longer.slice(0, BEGUN).map((word) => this.together(index, [...others, word])));
    return new Set(found.flatMap((rows) => [...rows]));
  }

  /** @param {SearchIndex} index @param {string[]} terms @returns {Promise<Set<number>>} the rows that have them all */
  async together(index, terms) {
    return terms.length ? index.source.having(terms) : new Set();
  }

  /** @param {SearchIndex} index whose measures are all read @param {string[]} ways @returns {Set<number>} */
  read(index, ways) {
    const needles = ways.filter(Boolean).map((way) => needleOf(way).trimEnd());
    const entries = index.entries.filter((entry) => entry.kind === "measure" && entry.fields.some(([, field]) => needles.some((needle) => field.includes(needle))));
    return new Set(entries.map((entry) => entry.number));
  }
}

/** @param {string} word Chinese, or a stem @returns {string[]} the terms under which the postings have it */
const termsOf = (word) => (isHan(word) ? pairsOf(word) : [word]);
