/**
 * Postings: how a large register is read. They say which entries are worth loading; `registry/search/postings.py` writes
 * them and says what they look like.
 */
import { isLight } from "./search-query.js";
import { comparable, isHan, pairsOf, stem } from "./search-text.js";

/** How much a term counts by the list it stands in: short title, title, keyword, text. */
const LEVELS = [9, 7, 7.5, 1];
const KEYWORD = 2;
const NAMES = { place: ["@p", 5], body: ["@b", 2.2], indicator: ["@i", 2] };
const BASE = 48;
/** In how many entries a word is taken to stand that only names have. */
const NAMED = 30;
/** How many pairs of characters of a query are looked up, and then how many words that mean the same and names. */
const ASKED = 9;
const FURTHER = 5;
/** How many entries are loaded to be weighed. */
const PICKED = 18;

/**
 * @typedef {{numbers: number[], length: number}} List entries' numbers; of a list that was cut short a few, and about how long it was, else 0
 * @typedef {{found: Map<number, number>, rest: number}} Together entries and what each counts; what any other counts, by the chance that it is one
 */

export class Postings {
  /** @param {import("./search-index.js").SearchIndex} index */
  constructor(index) {
    this.index = index;
    /** @type {Map<string, List[] | null>} */
    this.terms = new Map();
  }

  /** @param {Iterable<string>} wanted terms to load */
  async load(wanted) {
    const missing = [...new Set(wanted)].filter((term) => !this.terms.has(term));
    await Promise.all(
      missing.map(async (term) => {
        this.terms.set(term, await this.lists("terms", this.index.manifest.pieces, term));
      }),
    );
  }

  /** @param {string} kind of file @param {number} pieces how many there are @param {string} term @returns {Promise<List[] | null>} */
  async lists(kind, pieces, term) {
    let number = 0;
    for (const sign of term) number = (Math.imul(number, 31) + sign.codePointAt(0)) | 0;
    const text = `\n${await this.index.file(`${kind}-${(number ^ (number >> 7)) & (pieces - 1)}.txt`)}\n`;
    const start = text.indexOf(`\n${term}\t`);
    return start < 0 ? null : text.slice(start, text.indexOf("\n", start + 1)).split("\t").slice(1).map(listOf);
  }

  /** @param {string[]} terms @returns {Promise<Set<number>>} the measures, all of them, in which all stand */
  async having(terms) {
    await this.load(terms);
    const each = await Promise.all(
      terms.map(async (term) => {
        const lists = this.terms.get(term) ?? [];
        const all = lists.some(({ length }) => length) ? await this.lists("whole", this.index.manifest.whole, term) : lists;
        return new Set((all ?? []).flatMap(({ numbers }) => numbers));
      }),
    );
    const common = each.reduce((some, more) => new Set([...some].filter((number) => more.has(number))));
    return new Set([...common].filter((number) => number < this.index.manifest.measures));
  }

  /** @param {string} term @param {boolean} [others] @returns {number} in how many entries it stands */
  size(term, others = false) {
    const { measures } = this.index.manifest;
    const lists = this.terms.get(term) ?? [];
    const sizes = lists.map(({ numbers, length }) => (!others && length) || numbers.filter((number) => number >= measures === others).length);
    // Lists that are cut short overlap: what stands in a measure's text may stand in its keywords, too.
    if (!others && lists.some(({ length }) => length)) return Math.round(measures * (1 - sizes.reduce((left, size) => left * Math.max(0, 1 - size / measures), 1)));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  /** @param {import("./search-query.js").Query} query @param {boolean} others @returns {Promise<(needle: string) => number>} */
  async learn(query, others) {
    const latin = query.words.filter((word) => !word.han);
    const joined = latin.slice(1).map((word, at) => stem(latin[at].text + word.text));
    const stems = latin.map((word) => stem(word.text));
    // Of a long sentence, what tells most: each term is a file to load.
    const pairs = [...new Set(query.words.filter((word) => word.han).flatMap((word) => pairsOf(word.text)))];
    const heavy = (/** @type {string} */ pair) => Number([...pair].some(isLight));
    await this.load([...pairs.sort((a, b) => heavy(a) - heavy(b)).slice(0, ASKED), ...stems, ...joined]);
    const { vocabulary } = this.index;
    if (!vocabulary.size && stems.some((each) => !this.size(each, others)))
      for (const line of (await this.index.file("words.txt")).split("\n")) {
        const [word, count] = line.split(" ");
        vocabulary.set(word, Number(count));
      }
    // Words that only names have: of bodies, places and so on, or other words for terms.
    const called = Object.values(this.index.names).flat().map((name) => name.forms);
    /** @param {string} needle */
    const inNames = (needle) => (called.some((forms) => forms.includes(needle)) ? NAMED : 0);
    /** @param {string} needle @returns {number} */
    const count = (needle) => {
      if (isHan(needle)) return this.size(needle, others) || inNames(needle);
      const words = needle.trim().split(" ");
      if (words.length > 1) return Math.min(...words.map((word) => count(` ${word} `)));
      if (needle.endsWith(" ")) return (this.terms.has(words[0]) ? this.size(words[0], others) : (vocabulary.get(words[0]) ?? 0)) || inNames(needle);
      return begun(vocabulary, words[0]).reduce((sum, word) => sum + (vocabulary.get(word) ?? 0), 0);
    };
    return count;
  }

  /**
   * @param {import("./search-rank.js").Part[]} parts @param {string} exact @param {boolean} others @param {number} wanted
   * @returns {Promise<import("./search-index.js").Picked>}
   */
  async pick(parts, exact, others, wanted) {
    const { manifest, names, vocabulary } = this.index;
    /** What each unit may be matched by: a list of ways, each being terms that must all be there. */
    const units = parts.flatMap((part) =>
      part.units.map((unit) => ({
        worth: unit.rarity,
        ways: unit.forms.flatMap(({ needle, share }) => {
          const words = needle.trim().split(" ");
          if (isHan(needle)) return [{ terms: pairsOf(needle), share }];
          if (needle.endsWith(" ")) return [{ terms: words, share }];
          return begun(vocabulary, words[0]).slice(0, 6).map((word) => ({ terms: [word], share }));
        }),
      })),
    );
    // What is called by the words of the query: names that measures refer to, and terms that stand in measures.
    /** @type {{worth: number, terms: string[], weight: number}[]} */
    const called = [];
    const worth = units.reduce((sum, unit) => sum + unit.worth, 0);
    const asked = [{ form: exact, worth }, ...(parts.length > 1 ? parts.filter((part) => part.han && part.text.length > 1).map((part) => ({ form: `| ${part.text} |`, worth: part.worth })) : [])];
    // What stands in names only, and a word that few names hold: whatever holds it, each for half.
    const all = Object.values(names).flat();
    for (const part of parts) {
      const holding = part.han && part.text.length > 2 ? all.filter((name) => name.forms.includes(part.needle)).length : 0;
      if ((holding && holding < 4) || (part.units.length && !part.units.some((unit) => unit.forms.some(({ needle }) => this.size(needle.trim(), others)))))
        asked.push({ form: part.needle, worth: part.worth / 2 });
      else
        for (const unit of part.units)
          if (!unit.forms.some(({ needle }) => this.size(needle.trim(), others))) asked.push(...unit.forms.map(({ needle }) => ({ form: needle, worth: unit.worth / 2 })));
    }
    for (const { form, worth: value } of asked) {
      const least = Math.max(value, Math.log(60) * 0.5);
      for (const [kind, [prefix, weight]] of Object.entries(NAMES))
        names[kind].forEach((name, at) => {
          if (name.forms.includes(form)) called.push({ worth: least, terms: [`${prefix}${at}`], weight: Number(weight) });
        });
      for (const term of names.term)
        if (term.forms.includes(form) && !`|${comparable(term.name)}|`.includes(form)) called.push({ worth: least, terms: comparable(term.name).trim().split(" ").flatMap((word) => (isHan(word) ? pairsOf(word) : [word])), weight: 4 });
    }
    const abbreviated = parts.filter((part) => part.han && part.text.length > 1 && part.text.length < 6 && !part.units.length);
    // What is worth most is looked up, and of the rest as much as a reader should wait for.
    const further = [
      ...called.map(({ worth: value, terms, weight }) => ({ terms, value: value * weight })),
      ...units.flatMap((unit) => unit.ways.map(({ terms, share }) => ({ terms, value: unit.worth * share }))),
    ].sort((a, b) => b.value - a.value);
    /** @type {Set<string>} */
    const chosen = new Set();
    for (const { terms } of further) if (chosen.size < FURTHER) for (const term of terms) if (!this.terms.has(term)) chosen.add(term);
    await this.load([...chosen, ...abbreviated.flatMap((part) => [...part.text])]);

    const scores = new Float32Array(manifest.records);
    const matched = new Float32Array(manifest.records);
    const inKeywords = new Float32Array(manifest.records);
    /** What stands in a great share of the entries, which are not listed: it is taken to stand in each, and counts by the chance. */
    const common = [];
    for (const unit of units) {
      const best = new Map();
      let rest = 0;
      for (const way of unit.ways) {
        const together = this.together(way.terms);
        rest = Math.max(rest, together.rest * way.share);
        for (const [number, weight] of together.found) if ((best.get(number) ?? 0) < weight * way.share) best.set(number, weight * way.share);
      }
      if (rest) common.push({ unit, best, rest });
      for (const [number, weight] of best) {
        scores[number] += weight * unit.worth;
        matched[number] += unit.worth;
        if (weight === LEVELS[KEYWORD]) inKeywords[number] += unit.worth;
      }
    }
    for (const each of called)
      for (const [number, weight] of this.together(each.terms).found) {
        scores[number] += Math.min(weight + 1, each.weight) * each.worth * 2;
        matched[number] = Math.max(matched[number], each.worth);
      }
    for (const part of abbreviated)
      for (const [number, weight] of this.together([...part.text]).found) {
        scores[number] += weight * 2;
        matched[number] += 1;
      }
    const from = others ? manifest.measures : 0;
    const to = others ? manifest.records : manifest.measures;
    const least = Math.max(worth, 0.01) * 0.85;
    let full = 0;
    const order = [];
    // Where nothing else was asked for, any entry may be meant.
    const any = !others && common.length > 0 && common.length === units.length;
    for (let number = from; number < to; number += 1)
      if (scores[number] || any) {
        for (const { unit, best, rest } of others ? [] : common)
          if (!best.has(number)) {
            scores[number] += rest * unit.worth;
            matched[number] += unit.worth;
          }
        const share = Math.min(1, matched[number] / Math.max(worth, matched[number]));
        if (matched[number] >= least) full += 1;
        scores[number] *= share ** 1.5;
        order.push(number);
      }
    order.sort((a, b) => scores[b] - scores[a] || a - b);
    // A keyword may be just what was asked, and yet be outweighed by titles that have the words: some for keywords alone.
    const named = order.filter((number) => inKeywords[number] >= least).sort((a, b) => inKeywords[b] - inKeywords[a] || scores[b] - scores[a]);
    const picked = [...new Set([...named.slice(0, PICKED / 3), ...order])].slice(0, Math.max(PICKED, wanted));
    if (any) full = Math.min(...units.map((unit) => Math.max(...unit.ways.map((way) => Math.min(...way.terms.map((term) => this.size(term)))))));
    return { entries: await this.read(picked), more: Math.max(0, full - picked.filter((number) => matched[number] >= least).length), about: common.length > 0 && full > picked.length };
  }

  /** @param {string[]} terms @returns {Together} the entries in which all stand, and the weight of the weakest */
  together(terms) {
    /** @type {Together | undefined} */
    let all;
    for (const term of terms) {
      const lists = this.terms.get(term) ?? [];
      /** @param {number} level */
      const weight = (level) => (term.startsWith("@") ? LEVELS[0] : LEVELS[level]) * (lists[level].length ? Math.min(1, lists[level].length / this.index.manifest.measures) : 1);
      const rest = Math.max(0, ...lists.map(({ length }, level) => (length ? weight(level) : 0)));
      /** @type {Map<number, number>} */
      const found = new Map();
      lists.forEach(({ numbers }, level) => {
        for (const number of numbers) found.set(number, Math.max(weight(level), found.get(number) ?? 0));
      });
      all = all ? both(all, { found, rest }) : { found, rest };
    }
    return all ?? { found: new Map(), rest: 0 };
  }

  /** @param {number[]} numbers @returns {Promise<import("./search-index.js").Entry[]>} */
  async read(numbers) {
    const { index } = this;
    const { block } = index.manifest;
    await Promise.all(
      [...new Set(numbers.filter((number) => !index.entries[number]).map((number) => Math.floor(number / block)))].map(async (at) => {
        const rows = await index.file(`records-${at}.json`);
        rows.forEach((/** @type {any[]} */ row, /** @type {number} */ place) => index.entries[at * block + place] ?? index.add(row, at * block + place));
      }),
    );
    return numbers.map((number) => index.entries[number]);
  }

  /** @param {import("./search-query.js").Word[]} words @returns {Promise<boolean>} whether all stand in this index */
  async holds(words) {
    const stems = words.map((word) => stem(word.text));
    await this.load(stems);
    return stems.every((each) => this.terms.get(each));
  }

  /** @param {string} sign @returns {Promise<boolean>} */
  async knows(sign) {
    const { index } = this;
    this.signs = this.signs ?? new Set(await index.table("traditional"));
    // Of the table's signs only the simplified ones are used; a sign that is not in it is not a traditional one.
    return !this.signs.has(sign) || [...(await index.table("traditional"))].some((each, at) => at % 2 === 1 && each === sign);
  }

  /** @param {(identifier: string) => boolean} place @param {string[]} terms @returns {Promise<import("./search-index.js").Entry[]>} */
  async cited(place, terms) {
    await this.load(terms);
    const found = [...this.together(terms).found.keys()].sort((a, b) => a - b);
    const entries = await this.read(found.slice(0, 40));
    return entries.filter((entry) => place(entry.address));
  }
}

/** @param {string} text @returns {List} */
const listOf = (text) => {
  const [, length, list] = text.startsWith("*") ? text.split("*") : ["", "0", text];
  const numbers = new Array(list.length);
  let number = 0;
  for (let at = 0; at < list.length; at += 1) {
    number += list.charCodeAt(at) - BASE;
    numbers[at] = number;
  }
  return { numbers, length: Number(length) };
};

/** @param {Together} a @param {Together} b @returns {Together} what stands in both */
const both = (a, b) => {
  /** @type {Map<number, number>} */
  const found = new Map();
  for (const number of [...a.found.keys(), ...b.found.keys()]) {
    const weight = Math.min(a.found.get(number) ?? a.rest, b.found.get(number) ?? b.rest);
    if (weight) found.set(number, weight);
  }
  return { found, rest: Math.min(a.rest, b.rest) };
};

/** @param {Map<string, number>} vocabulary @param {string} start @returns {string[]} the words that begin so, the commonest first */
const begun = (vocabulary, start) => [...vocabulary.keys()].filter((word) => word.startsWith(start)).sort((a, b) => (vocabulary.get(b) ?? 0) - (vocabulary.get(a) ?? 0));
