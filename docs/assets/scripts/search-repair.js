/**
 * What a query may mean of which words alone find little: by its sound, as pinyin, or by what is meant. Loaded for such queries only.
 */
import { LEVEL, quality } from "./search-answer.js";
import { Sounds } from "./search-syllables.js";
import { isHan, wordsOf } from "./search-text.js";

/**
 * @typedef {import("./search-index.js").SearchIndex} SearchIndex
 * @typedef {import("./search-rank.js").Answer} Answer
 * @typedef {{text: string, way: "sound" | "pinyin" | "meaning", worth: number}} Reading what a query may mean, how that was found, and how sure that is
 */

/** What stands in texts, in names, in titles and in keywords counts. */
const WEIGHTS = { text: 1, name: 2.5, title: 4, keyword: 4.5 };

/** How many readings of a query in pinyin are tried, and of each word of one. */
const TRIED = 5;
const EACH = 3;

/** How likely the reading of a word must be among others; of initials it is less. */
const LIKELY = 0.45;

/** How much of a query, and how well, an answer must have to be shown, by how long the query is; and where some of it is no business of the register's. */
const NEAR = [
  [6, 0.6],
  [9, 0.48],
  [Infinity, 0.43],
];
const FAR = 1.2;

/** By how much a reading must be better than what was typed. */
const MARGIN = 1.2;
const FIRM = 1.5;
const MOST = 0.6;

/** @type {WeakMap<SearchIndex, {sounds: Sounds, entries: number}>} */
const known = new WeakMap();

/** @param {SearchIndex} index Chinese @param {string} text @returns {Promise<Sounds>} how that sounds which is read of it */
const soundsOf = async (index, text) => {
  const [named, common] = await Promise.all([index.table("pinyin"), index.table("sounds")]);
  const before = known.get(index);
  const sounds = before?.sounds ?? new Sounds(named, common);
  if (index.manifest.pieces) await (await import("./search-spelling.js")).spell(index.source, sounds, text);
  const entries = Object.keys(index.entries).length;
  if (!before) for (const name of Object.values(index.names).flat()) sounds.add(name.forms, WEIGHTS.name);
  if (!before) for (const group of index.alike) sounds.add(group.join("|"), WEIGHTS.name);
  if (before?.entries !== entries)
    for (const entry of Object.values(index.entries))
      if (entry.kind === "measure") {
        sounds.add(entry.fields[0][1], WEIGHTS.title);
        sounds.add(entry.fields[1][1], WEIGHTS.keyword);
        sounds.add(entry.fields[entry.fields.length - 1][1], WEIGHTS.text);
      }
  known.set(index, { sounds, entries });
  return sounds;
};

/** @param {string} text @returns {string} without the marks and figures of tones */
export const toneless = (text) => text.normalize("NFD").replace(/u\u0308/g, "v").replace(/[\u0300-\u036f]/g, "").normalize("NFC").replace(/([a-z])[1-5](?=[\s']|$)/g, "$1");

/** @param {Sounds} sounds @param {string} letters @returns {[string, number][]} the words that they may be, the likeliest first */
const spelt = (sounds, letters) => {
  if (letters.length < 3 || letters.length >= 80) return [];
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const [word, worth] of [...sounds.spelt(letters), ...sounds.begun(letters)]) found.set(word, Math.max(worth, found.get(word) ?? 0));
  return [...found].sort((a, b) => b[1] - a[1]);
};

/** @param {Sounds} sounds @param {string} typed @param {(word: string) => boolean} holds whether a Latin word stands in the register @returns {Reading[]} */
const inPinyin = (sounds, typed, holds) => {
  const text = toneless(typed);
  const mixed = text.replace(/[\s']+/g, "");
  if (!/[a-z]{2}/.test(mixed) || /[^a-z\u3400-\u9fff〇]/.test(mixed)) return [];
  /** @param {[string, number][]} words @returns {Reading[]} */
  const readings = (words) => words.slice(0, TRIED).map(([word, worth]) => ({ text: word, way: "pinyin", worth: Math.min(1, worth) }));
  const whole = readings(isHan(mixed) || /[^a-z]/.test(mixed) ? (mixed.length < 80 ? sounds.begun(mixed) : []) : spelt(sounds, mixed));
  if (whole.some(({ worth }) => worth > 0.8)) return whole;
  // Each run of letters by itself, joined over spaces first.
  /** @param {string[]} words @returns {Reading[]} */
  const apart = (words) => {
    let texts = [{ text: "", worth: 1 }];
    let read = false;
    for (const word of words) {
      /** @type {[string, number][]} */
      let ways = [[word, 1]];
      if (!isHan(word) && !holds(word)) {
        const letters = word.replace(/[\s']/g, "");
        const found = spelt(sounds, letters).slice(0, EACH);
        const parted = found.length && found[0][1] > 0.8 ? "" : sounds.parted(letters);
        if (parted) found.unshift([parted, 0.9]);
        const likely = found.filter(([, worth]) => worth > LIKELY || /^[^aeiouv]{3,}$/.test(letters));
        if (likely.length) [ways, read] = [likely, true];
        else if (!/[\u3400-\u9fff]/.test(text)) return [];
      }
      texts = texts.flatMap((before) => ways.map(([way, worth]) => ({ text: `${before.text} ${way}`, worth: before.worth * Math.min(1, worth) }))).slice(0, 2 * TRIED);
    }
    return read ? texts.map(({ text: all, worth }) => ({ text: all.trim(), way: "pinyin", worth })) : [];
  };
  const joined = text.match(/[a-z][a-z\s']*[a-z]|[^a-z\s]+/g) ?? [];
  const words = wordsOf(text);
  return [...whole, ...apart(joined), ...(words.length > joined.length ? apart(words) : [])];
};

/** @param {Sounds} sounds @param {string} text @returns {Reading[]} */
const bySound = (sounds, text) => {
  const words = wordsOf(text);
  /** @type {Reading[]} */
  let texts = [{ text: "", way: "sound", worth: 0.95 }];
  let changed = false;
  for (const word of words) {
    const ways = isHan(word) && word.length > 1 && word.length < 40 && !sounds.has(word) ? sounds.repaired(word) : [];
    if (ways.length) changed = true;
    texts = texts.flatMap((before) => [word, ...ways].map((way, at) => ({ ...before, text: `${before.text} ${way}`, worth: before.worth * (at ? 0.99 ** at : 1) }))).slice(0, 2 * TRIED);
  }
  return changed ? texts.slice(1).map((each) => ({ ...each, text: each.text.trim() })) : [];
};

/**
 * @param {string} table a line for each relation: what is said, tab, what the register says for it; the longest first @param {string} text
 * @returns {{readings: Reading[], elsewhere: boolean}} `elsewhere`: whether some of it is no business of the register's
 */
const byMeaning = (table, text) => {
  /** @type {Reading[]} */
  let readings = [{ text, way: "meaning", worth: 0.97 }];
  let elsewhere = false;
  let left = ` ${text} `;
  for (const line of table.split("\n")) {
    const [said, meant] = line.split("\t");
    const at = isHan(said) ? left.indexOf(said) : left.search(new RegExp(`[^a-z]${said}(?![a-z])`)) + 1 || -1;
    if (at < 0) continue;
    left = `${left.slice(0, at)}\n${left.slice(at + said.length)}`;
    if (!meant) elsewhere = true;
    else readings = readings.flatMap((each) => meant.split("|").map((word, rank) => ({ ...each, text: each.text.replace(said, isHan(word) && word.length < 3 ? word : ` ${word} `), worth: each.worth * 0.97 ** rank }))).slice(0, 2 * TRIED);
  }
  return { readings: readings[0].text === text ? [] : readings, elsewhere };
};

/**
 * @param {SearchIndex} index @param {string} text simplified @param {Answer} typed what was found for it as it is
 * @param {(words: string) => Promise<Answer>} ask @returns {Promise<Answer>} the best of what it may mean
 */
export const repaired = async (index, text, typed, ask) => {
  const { readings, elsewhere } = byMeaning(await index.table("relations"), text);
  if (index.language === "zh") {
    const sounds = await soundsOf(index, text);
    const words = [text, ...readings.slice(0, 1).map((reading) => reading.text)];
    const bySounds = readings.length || elsewhere || !/[\u3400-\u9fff]{2}/.test(text) ? [] : bySound(sounds, text);
    readings.push(...words.flatMap((each) => inPinyin(sounds, each, (word) => index.vocabulary.has(word))), ...bySounds);
  }
  // What has most of the words as they are typed is not left for a word that is not there.
  let best = { answer: typed, value: quality(typed) * ((typed.hits[0]?.share ?? 0) > MOST ? FIRM : MARGIN) };
  for (const { text: words, way, worth } of readings) {
    const answer = await ask(words);
    const value = quality(answer) * worth;
    if (value > best.value) best = { answer: { ...answer, read: words.trim().replace(/\s+/g, " "), way }, value };
  }
  return isNear(best.answer, elsewhere, text) ? best.answer : { ...typed, hits: [], more: 0, read: "", level: LEVEL.none, withheld: typed.hits.length > 0 };
};

/** @param {Answer} answer @param {boolean} elsewhere @param {string} text @returns {boolean} whether it is near enough to the query to be shown */
const isNear = ({ hits }, elsewhere, text) => {
  if (!hits.length) return false;
  const size = wordsOf(text).reduce((sum, word) => sum + (isHan(word) ? word.length : 4), 0);
  return hits[0].share + 0.1 * Math.log(hits[0].score) > (elsewhere ? FAR : (NEAR.find(([longest]) => size <= longest) ?? NEAR[0])[1]);
};
