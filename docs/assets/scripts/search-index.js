/**
 * The index of one language, as `registry/search` writes it: loaded piece by piece, kept for the page's life.
 * A small register is read from end to end; a large one has postings, which say which records are worth reading.
 */
import { load } from "./loading.js";
import { comparable, isHan, needleOf, wordsOf } from "./search-text.js";

/** How much a word counts by where it stands. */
export const WEIGHT = { title: 8, keyword: 6.5, titleTerm: 4, place: 5, lead: 2.4, name: 2, textTerm: 1.3, text: 1 };

/**
 * @typedef {{kind: string, key: string, name: string, other: string, needle: string, forms: string, words: string[]}} Name `needle`: what to
 *   look for in a text that may name it; `forms`: all that it is called, comparable, between "|"
 * @typedef {{number: number, kind: string, address: string, title: string, other: string, text: string, indicator?: Name,
 *   adoption?: string, keywords: string[], terms: Name[], fields: [number, string][], words: [number, string][]}} Entry `words`: Chinese keywords
 *   and other words for its terms
 * @typedef {{entries: Entry[], more: number, about?: boolean}} Picked what is worth weighing; how many entries more have all
 *   words, and whether that is no more than likely
 */

/** @param {string[]} strings */
const forms = (strings) => `|${strings.map(comparable).join("|")}|`;

/** @param {ArrayBuffer} bytes UTF-8, or GB 18030, which more than a few characters of cannot pass for UTF-8 @returns {string} */
const decoded = (bytes) => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
};

export class SearchIndex {
  /** @param {URL} base the folder with `index.json` @param {string} language */
  constructor(base, language) {
    this.base = base;
    this.language = language;
    /** @type {Map<string, Promise<any>>} */
    this.files = new Map();
    /** @type {Entry[]} */
    this.entries = [];
    /** @type {Record<string, Name[]>} */
    this.names = {};
    /** @type {Map<string, number>} */
    this.vocabulary = new Map();
  }

  /** @param {string} name @returns {Promise<any>} a file of the index; failed ones are asked for again next time */
  file(name) {
    const known = this.files.get(name);
    if (known) return known;
    const get = async () => {
      const folder = name === "index.json" ? "" : `${(await this.file("index.json")).folder}/`;
      const text = decoded(await (await load(new URL(folder + name, this.base))).arrayBuffer());
      return /^[[{]/.test(text) ? JSON.parse(text) : text;
    };
    const promise = get().catch((error) => {
      this.files.clear();
      throw error;
    });
    this.files.set(name, promise);
    return promise;
  }

  /** @param {string} name @returns {Promise<any>} a table, which Chinese has in an encoding of its own */
  table(name) {
    return this.file(`${name}.${this.language === "zh" ? "gb18030" : "json"}`);
  }

  /** Load what every query needs: the names, and all measures where there are few. */
  async open() {
    const manifest = await this.file("index.json");
    const [names, columns] = manifest.pieces ? [await this.file("names.json"), []] : await this.table("all");
    if (this.manifest) return this;
    this.manifest = manifest;
    const { alike, ...kinds } = names;
    /** @type {string[][]} words that mean much the same, comparable */
    this.alike = alike.map((/** @type {string[]} */ group) => group.map((word) => comparable(word).trim()));
    for (const kind of Object.keys(kinds))
      this.names[kind] = names[kind].map((/** @type {string[]} */ row) => {
        const [key, name, ...words] = kind === "term" ? ["", ...row] : row;
        return { kind, key, name, other: "", needle: needleOf(comparable(name)), forms: forms([name, ...words]), words };
      });
    columns[0]?.forEach((/** @type {string} */ _, /** @type {number} */ number) => this.add(columns.map((/** @type {any[]} */ each) => each[number]), number));
    this.source = manifest.pieces ? new (await import("./search-postings.js")).Postings(this) : this;
    return this;
  }

  /** @param {any[]} row @param {number} number */
  add(row, number) {
    const [address, title, text, keywords, indicator, adoption, bodies, places] = row;
    const inTitle = comparable(title);
    const inText = comparable(text);
    /** @type {Entry} */
    const entry = { number, kind: "page", address, title, other: "", text, keywords: [], terms: [], words: [], fields: [[WEIGHT.title, `|${inTitle}|`]] };
    if (keywords === undefined) {
      if (address.startsWith("documents/")) entry.kind = "notice";
    } else {
      entry.kind = "measure";
      entry.keywords = keywords.split("|");
      entry.indicator = this.names.indicator[indicator];
      entry.adoption = adoption ? "reference" : "replicate";
      const titleTerms = this.names.term.filter((term) => inTitle.includes(term.needle));
      const textTerms = this.names.term.filter((term) => !titleTerms.includes(term) && inText.includes(term.needle));
      entry.terms = [...titleTerms, ...textTerms];
      const [lead, ...others] = bodies.map((/** @type {number} */ each) => this.names.body[each].forms);
      entry.fields.push(
        [WEIGHT.keyword, forms(entry.keywords)],
        [WEIGHT.place, places.map((/** @type {number} */ each) => this.names.place[each].forms).join("")],
        [WEIGHT.titleTerm, titleTerms.map((term) => term.forms).join("")],
        [WEIGHT.lead, lead ?? ""],
        [WEIGHT.name, entry.indicator.forms + others.join("")],
        [WEIGHT.textTerm, textTerms.map((term) => term.forms).join("")],
      );
      for (const [weight, field] of entry.fields)
        if (weight === WEIGHT.keyword || weight === WEIGHT.titleTerm || weight === WEIGHT.textTerm)
          for (const [, word] of field.matchAll(/ ([\u3400-\u9fff]{2,}) (?=\|)/g)) entry.words.push([weight, word]);
    }
    entry.fields.push([WEIGHT.text, inText]);
    this.entries[number] = entry;
    if (this.manifest.pieces) return entry;
    for (const [, field] of entry.fields)
      for (const word of new Set(field.match(/[a-z0-9\u00df-\u024f][^ ]*/g)))
        this.vocabulary.set(word, (this.vocabulary.get(word) ?? 0) + 1);
    return entry;
  }

  /** @param {SearchIndex} index the other language's @param {Entry[]} entries of it, measures @param {Name[]} named names of it: all get their names in this language */
  async nameOthers(index, entries, named) {
    const { pieces } = await this.file("index.json");
    const numbers = entries.map((entry) => entry.number);
    let titles;
    let names;
    if (pieces) {
      const { source } = await this.open();
      titles = (await source.read(numbers)).map((/** @type {Entry} */ entry) => entry.title);
      names = Object.fromEntries(["indicator", "body", "place", "document"].map((kind) => [kind, this.names[kind].map((each) => each.name)]));
    } else {
      const [all, indicators] = await this.table("titles");
      titles = numbers.map((number) => all[number]);
      names = { ...indicators, ...(named.some(({ kind }) => kind !== "term" && kind !== "indicator") ? await this.table("called") : {}) };
    }
    entries.forEach((entry, at) => {
      entry.other = titles[at];
    });
    for (const kind of Object.keys(names))
      index.names[kind].forEach((name, at) => {
        name.other = names[kind][at];
      });
  }

  /** @returns {Iterable<string>} the Latin words of the register: as they are spelt in what is read, and their stems */
  *spellings() {
    const texts = this.entries.filter(Boolean).map(({ title, keywords, text }) => [title, ...keywords, text]);
    const names = Object.values(this.names).flat().map(({ name, words }) => [name, ...words]);
    const seen = new Set();
    for (const all of [...texts, ...names])
      for (const word of all.flatMap(wordsOf))
        if (!seen.has(word) && !isHan(word)) {
          seen.add(word);
          yield word;
        }
    yield* this.vocabulary.keys();
  }

  /** @param {string} word Chinese @returns {boolean} whether it stands in a name, or in what is read of the register */
  stands(word) {
    return Object.values(this.names).flat().some(({ forms: all }) => all.includes(word)) || this.entries.some(({ fields }) => fields.some(([, field]) => field.includes(word)));
  }

  // From here on: how a small register is read. `Postings` has the same for a large one.

  /** @param {import("./search-query.js").Query} _query @param {boolean} others @returns {Promise<(needle: string) => number>} in how many entries something stands */
  async learn(_query, others) {
    if (others && this.entries.length === this.manifest.measures)
      (await this.table("others")).forEach((/** @type {any[]} */ row, /** @type {number} */ at) => this.add(row, this.manifest.measures + at));
    const entries = this.all(others);
    /** @type {Map<string, number>} */
    const counts = new Map();
    return (needle) => {
      let found = counts.get(needle);
      if (found === undefined) {
        found = entries.reduce((sum, entry) => sum + Number(entry.fields.some(([, field]) => field.includes(needle))), 0);
        counts.set(needle, found);
      }
      return found;
    };
  }

  /** @param {any} _parts @param {string} _exact @param {boolean} others @param {number} _wanted @returns {Promise<Picked>} */
  async pick(_parts, _exact, others, _wanted) {
    return { entries: this.all(others), more: 0 };
  }

  /** @param {boolean} others */
  all(others) {
    return this.entries.filter((entry) => (entry.kind === "measure") !== others);
  }

  /** @param {number[]} numbers @returns {Promise<Entry[]>} */
  async read(numbers) {
    return numbers.map((number) => this.entries[number]);
  }

  /** @param {string} sign @returns {Promise<boolean>} whether a Chinese character stands anywhere in the register */
  async knows(sign) {
    return this.entries.some((entry) => entry.fields.some(([, field]) => field.includes(sign)));
  }

  /** @param {(identifier: string) => boolean} place @returns {Promise<Entry[]>} the measures that a citation means */
  async cited(place) {
    return this.entries.filter((entry) => entry.kind === "measure" && place(entry.address));
  }
}
