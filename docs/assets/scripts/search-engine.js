/**
 * The engine: a query in, measures and names out, best first. No part of the page is known here.
 */
import { LEVEL, quality } from "./search-answer.js";
import { SearchIndex } from "./search-index.js";
import { parse } from "./search-query.js";
import { rank } from "./search-rank.js";
import { isHan } from "./search-text.js";
import { readable } from "./typed.js";

/**
 * @typedef {import("./search-index.js").Entry} Entry
 * @typedef {import("./search-rank.js").Answer} Answer
 */

/** How much better what the other language's index finds must be. */
const OTHER = 1.1;

export class SearchEngine {
  /** @param {Record<string, URL>} bases the indexes' folders by language @param {string} language the reader's */
  constructor(bases, language) {
    const other = language === "zh" ? "en" : "zh";
    this.language = language;
    this.own = new SearchIndex(bases[language], language);
    this.other = new SearchIndex(bases[other], other);
  }

  /** @param {string} language Load what a first query in a language will need. */
  async prepare(language) {
    await (language === this.language ? this.own : this.other).open();
  }

  /** @param {string} typed @param {number} [wanted] how many measures are to be shown @param {boolean} [asTyped] whether the words mean what they say and nothing else @returns {Promise<Answer>} */
  async search(typed, wanted = 0, asTyped = false) {
    const text = readable(typed);
    const place = /^[\s\w.-]*\d[a-z]|[项条号]|\d$|\b(?:annex|item|part)\b/i.test(text) && (await import("./search-citation.js")).citation(text);
    if (place) {
      const index = await this.own.open();
      const found = await index.source.cited(place.means, place.terms);
      if (found.length)
        return { hits: found.map((/** @type {Entry} */ entry) => ({ entry, score: 1, share: 1, full: true })), more: 0, names: [], needles: [], language: this.language, read: "", level: LEVEL.full };
    }
    const chinese = this.language === "zh" ? this.own : this.other;
    const order = [...text].some(isHan) ? [chinese] : (await this.startsWithOther(text)) ? [this.other, this.own] : [this.own, this.other];
    /** @type {Answer | undefined} */
    let best;
    for (const index of order) {
      const answer = await searchIn(index, text, wanted, asTyped);
      if (!best || quality(answer) > quality(best) * OTHER) best = answer;
      if (best.level >= LEVEL.corrected) break;
    }
    if (best && order.length === 1 && best.level < LEVEL.corrected && /[a-z]{2}/.test(text)) best = await this.inBoth(text, best, wanted);
    const found = /** @type {Answer} */ (best);
    if (found.language !== this.language) {
      // Each title of a large register is a file to load.
      if (found.more) found.hits.splice(10);
      await this.own.nameOthers(this.other, found.hits.map(({ entry }) => entry), found.names);
    }
    return found;
  }

  /**
   * @param {string} text Chinese with Latin words @param {Answer} chinese what the Chinese index has for it @param {number} wanted
   * @returns {Promise<Answer>} that, or what both indexes have together, each for the words of its script
   */
  async inBoth(text, chinese, wanted) {
    const [index, other] = this.language === "zh" ? [this.own, this.other] : [this.other, this.own];
    await Promise.all([index.open(), other.open()]);
    const words = parse(text).words;
    const [han, latin] = [true, false].map((which) => words.filter((word) => word.han === which).map((word) => word.text).join(" "));
    const answers = [await searchIn(index, han, wanted, false), await rank(other, latin, latin, wanted)];
    const weights = [[...han].length, 2 * latin.split(" ").length];
    /** @type {Map<number, {share: number, score: number}>} */
    const found = new Map();
    answers.forEach(({ hits }, at) => {
      const weight = weights[at] / (weights[0] + weights[1]);
      for (const { entry, share, score } of hits) {
        const sum = found.get(entry.number) ?? { share: 0, score: 0 };
        found.set(entry.number, { share: sum.share + weight * share, score: sum.score + (weight * score) / hits[0].score ** 0.5 });
      }
    });
    const order = [...found].sort((a, b) => b[1].score - a[1].score || a[0] - b[0]).slice(0, 40);
    if (!order.length || !answers.every(({ hits }) => hits.length)) return chinese;
    const entries = await index.source.read(order.map(([number]) => number));
    const hits = order.map(([, { share, score }], at) => ({ entry: entries[at], score: score * share, share, full: share > 0.85 }));
    const merged = { ...answers[0], hits, more: 0, needles: [...answers[0].needles, ...answers[1].needles], level: hits[0].full ? LEVEL.full : LEVEL.some };
    return quality(merged) > quality(chinese) ? merged : chinese;
  }

  /** @param {string} typed @returns {Promise<Answer>} notices and hand-written pages in the reader's language */
  async texts(typed) {
    const text = readable(typed);
    const index = await this.own.open();
    return rank(index, text, text, 0, true);
  }

  /** @param {string} text @returns {Promise<boolean>} whether a query in Latin letters is rather in the other language than the reader's */
  async startsWithOther(text) {
    const { words } = parse(text);
    if (this.language === "en") return words.length === 1 && syllablesOf(text) > 2;
    const { latin, pieces } = await this.own.file("index.json");
    const own = pieces ? await (await this.own.open()).source.holds(words) : words.every((word) => latin.includes(word.text));
    return !own && !looksLikePinyin(text);
  }
}

const SYLLABLE = /^(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?(?:i?a(?:ng?|[io])?|u(?:ai?|ang?)|e(?:ng?|[ir])?|ia?o(?:ng)?|i(?:ng?|e|u)?|o(?:ng|u)?|u(?:[eino])?|ve?)$/;

/** @param {string} text @returns {boolean} whether it can be read as syllables of pinyin, or as their initials */
const looksLikePinyin = (text) => /^[bpmfdtnlgkhjqxrzcsyw]{3,}$/i.test(text) || syllablesOf(text) > 0;

/** @param {string} text @returns {number} the fewest syllables of pinyin that make up all of it; 0 where none do */
const syllablesOf = (text) => {
  const letters = text.toLowerCase().replace(/[\s']/g, "");
  if (!/^[a-z]{2,40}$/.test(letters)) return 0;
  const fewest = [0];
  for (let start = 0; start < letters.length; start += 1)
    for (let end = start + 1; fewest[start] !== undefined && end <= Math.min(start + 6, letters.length); end += 1)
      if (SYLLABLE.test(letters.slice(start, end))) fewest[end] = Math.min(fewest[end] ?? Infinity, fewest[start] + 1);
  return fewest[letters.length] ?? 0;
};

/** @param {SearchIndex} index @param {string} text @param {number} wanted @param {boolean} asTyped @returns {Promise<Answer>} */
const searchIn = async (index, text, wanted, asTyped) => {
  await index.open();
  const words = index.language === "zh" ? await simplified(index, text) : text;
  const typed = await rank(index, text, words, wanted);
  if (asTyped || typed.level >= LEVEL.corrected) return typed;
  const { repaired } = await import("./search-repair.js");
  return repaired(index, words, typed, (reading) => rank(index, text, reading, wanted));
};

/** @param {SearchIndex} index @param {string} text readable @returns {Promise<string>} the text with simplified characters */
const simplified = async (index, text) => {
  const signs = [...text].filter(isHan);
  const known = await Promise.all(signs.map((sign) => index.source.knows(sign)));
  if (known.every(Boolean)) return text;
  const table = await index.table("traditional");
  const forms = new Map(Array.from({ length: table.length / 2 }, (_, at) => [table[2 * at], table[2 * at + 1]]));
  return [...text].map((sign) => forms.get(sign) ?? sign).join("");
};
