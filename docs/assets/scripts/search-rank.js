/**
 * Ranking: a query in, the entries and names of one index out, best first.
 *
 * Each word of the query becomes units (pairs of Chinese characters, Latin stems), each worth more the rarer it is.
 */
import { LEVEL } from "./search-answer.js";
import { SearchIndex } from "./search-index.js";
import { alikeTo, latinForms } from "./search-latin.js";
import { isLight, parse } from "./search-query.js";
import { comparable, isHan, needleOf, pairsOf, stem } from "./search-text.js";
import { ALIKE, ALONE, weigh } from "./search-weigh.js";

/**
 * @typedef {import("./search-index.js").Entry} Entry
 * @typedef {import("./search-index.js").Name} Name
 * @typedef {{needle: string, share: number}} Form a form in which a unit is looked for, and what a match is worth
 * @typedef {{forms: Form[], rarity: number, worth: number}} Unit `worth`: `rarity` up to RAREST
 * @typedef {{text: string, han: boolean, units: Unit[], needle: string, short: RegExp | null, worth: number, missing: number}} Part `missing`: what of it stands nowhere would be worth
 * @typedef {{entry: Entry, score: number, share: number, full: boolean}} Hit `share`: how much of the query it has
 * @typedef {{hits: Hit[], more: number, about?: boolean, names: Name[], needles: string[], language: string, read: string, level: number, way?: "sound" | "pinyin" | "meaning", withheld?: boolean}} Answer
 *   `more`: how many further measures have all words, `about` so many or just so many; `read`: what the query was taken for, where that differs from what was typed; `level`: how good the answer is;
 *   `way`: how else than by a slip put right that was found; `withheld`: whether there is something that is not near enough
 */

/** What is the most that a word is worth: one in 180. That 10,000 measures have it less often still says no more about one. */
const RAREST = 5.2;

/** What two characters are worth that stand apart in the query and together in the text; and one alone. */
const APART = 0.8;

/** What a word is worth that only joins others, and a pair of characters of which one does. */
const JOINING = 0.5;

/** @param {SearchIndex} index @param {string} typed @param {string} text @param {number} wanted @param {boolean} [others] notices and pages instead of measures @returns {Promise<Answer>} */
export const rank = async (index, typed, text, wanted, others = false) => {
  const query = parse(text, (word) => index.stands(word));
  const count = await index.source.learn(query, others);
  const total = index.manifest.measures;
  let corrected = false;
  let unknown = 0;
  const unheard = Math.min(Math.log(1 + total), RAREST);
  /** @type {Map<string, number>} */
  const words = index.vocabulary;

  /** @param {Form[]} forms @param {boolean} light @returns {Unit} */
  const unitOf = (forms, light) => {
    const rarity = Math.log(1 + total / Math.max(...forms.map((form) => count(form.needle)), 0.5));
    const share = light ? JOINING : 1;
    return { forms, rarity: rarity * share, worth: Math.min(rarity, RAREST) * share };
  };

  /** @type {Part[]} */
  const parts = [];
  const read = query.words.map((word) => word.text);
  query.words.forEach((word, at) => {
    /** @type {Unit[]} */
    const units = [];
    let whole = true;
    const before = unknown;
    if (word.han) {
      const signs = [...word.text];
      const pairs = pairsOf(word.text);
      const alike = alikeIn(index, word.text);
      const stands = pairs.map((pair) => count(pair) > 0);
      whole = stands.every(Boolean);
      pairs.forEach((pair, i) => {
        if (pairs.indexOf(pair) < i) return;
        const forms = stands[i] ? [{ needle: pair, share: 1 }] : [];
        for (const needle of alike[i]) if (count(needle)) forms.push({ needle, share: stands[i] ? ALIKE * 0.7 : ALIKE });
        // Over a character that only joins (开个店), and over one that makes no word with its neighbours.
        const over = signs[i] + signs[i + 2];
        if (i + 2 < signs.length && (isLight(signs[i + 1]) || (!stands[i] && !stands[i + 1])) && !isLight(signs[i]) && !isLight(signs[i + 2]) && count(over))
          forms.push({ needle: over, share: APART });
        // A character of which no pair stands anywhere may itself be part of a title or a keyword.
        if (!forms.length && !isLight(signs[i]) && !stands[i - 1] && count(signs[i])) forms.push({ needle: signs[i], share: ALONE });
        if (!stands[i]) unknown += 1 / pairs.length;
        if (forms.length) units.push(unitOf(forms, pairs.length > 3 && [...pair].some(isLight)));
      });
    } else {
      const known = latinForms(word, at, query.words, words, count, index);
      if (known.slip) {
        corrected = true;
        read[at] = known.slip;
      }
      if (!known.slip) known.forms.push(...alikeTo(index, stem(word.text)).filter(count).map((needle) => ({ needle, share: ALIKE })));
      if (known.forms.length) units.push(unitOf(known.forms, isLight(word.text)));
      else if (!known.within) unknown += 1;
    }
    const { text: own, han } = word;
    const short = han && own.length > 1 && own.length < 6 && !whole ? inOrder(own) : null;
    parts.push({ text: own, han, units, needle: needleOf(han ? own : stem(own)), short, worth: units.reduce((sum, unit) => sum + unit.worth, 0), missing: (unknown - before) * unheard });
  });

  const phrase = parts.length > 1 ? needleOf(parts.map((part) => part.needle.trim()).join(" ")) : "";
  const exact = `|${comparable(text)}|`;
  const possible = parts.reduce((sum, part) => sum + part.worth, 0) + unknown * unheard;

  const signs = parts.map((part) => (part.han ? part.text : "")).join("");
  const rare = Math.min(Math.log(1 + total / 3), RAREST);
  const { entries, more, about } = await index.source.pick(parts, exact, others, wanted);
  /** @type {Hit[]} */
  const hits = [];
  for (const entry of entries) {
    const hit = weigh(entry, parts, phrase, exact, possible, signs, rare);
    if (hit) hits.push(hit);
  }
  hits.sort((a, b) => b.score - a.score || a.entry.number - b.entry.number);
  const top = hits[0]?.score ?? 0;
  const some = hits.filter((hit) => hit.full || hit.score > top * 0.2);
  const full = some.some((hit) => hit.full);
  const needles = parts.flatMap((part) => (part.han ? [part.text] : part.units.flatMap((unit) => unit.forms.map((form) => form.needle.trimStart().replace(/([^ ])$/, "$1*").trim()))));
  return {
    hits: some,
    more,
    about,
    names: rankNames(index, parts, exact),
    needles,
    language: index.language,
    read: corrected ? read.join(" ") : text === typed ? "" : text,
    level: full ? (corrected ? LEVEL.corrected : LEVEL.full) : some.length ? LEVEL.some : LEVEL.none,
  };
};

/** @param {SearchIndex} index @param {string} word Chinese @returns {string[][]} for each of its pairs of characters, what means much the same as a word that the pair belongs to */
const alikeIn = (index, word) => {
  /** @type {string[][]} */
  const found = pairsOf(word).map(() => []);
  for (const group of index.alike) {
    const others = group.filter((each) => !word.includes(each)).map(needleOf);
    if (others.length < group.length)
      for (const each of group) {
        const unit = word.indexOf(each);
        const at = unit < 0 ? unit : [...word.slice(0, unit)].length;
        for (let i = at; at >= 0 && i < Math.max(at + 1, at + each.length - 1); i += 1) found[Math.min(i, found.length - 1)].push(...others);
      }
  }
  return found;
};

/** @param {string} text @returns {RegExp} its characters in order, within a short window: 村改 for 村级工业园改造 */
const inOrder = (text) => new RegExp([...text].join(`[^|\\s]{0,${text.length < 4 ? 4 : 3}}?`));

/** @param {SearchIndex} index @param {Part[]} parts @param {string} exact @returns {Name[]} the names that the query names, best first */
const rankNames = (index, parts, exact) => {
  /** @type {[number, Name][]} */
  const found = [];
  for (const name of Object.values(index.names).flat()) {
    const { forms } = name;
    const own = forms.slice(0, forms.indexOf("|", 1) + 1);
    if (own === exact) found.push([4, name]);
    else if (forms.includes(exact)) found.push([3, name]);
    else {
      const all = parts.every((part) => part.units.length && (part.han ? own.includes(part.needle) : part.units.some((unit) => unit.forms.some((form) => own.includes(form.needle)))));
      if (all) found.push([1 + exact.length / own.length, name]);
      else if (parts.length > 1 && parts.some((part) => part.han && part.text.length > 1 && forms.includes(`| ${part.text} |`))) found.push([0.5, name]);
    }
  }
  return found.sort((a, b) => b[0] - a[0]).slice(0, 8).map(([, name]) => name);
};
