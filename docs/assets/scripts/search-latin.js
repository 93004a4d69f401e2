/**
 * Latin words: what one may be matched by, where it stands in the register and where it is misspelt.
 */
import { ALIKE } from "./search-weigh.js";
import { needleOf, oneSlip, stem } from "./search-text.js";

/**
 * @typedef {import("./search-index.js").SearchIndex} SearchIndex
 * @typedef {import("./search-rank.js").Form} Form
 */

/** @param {SearchIndex} index @param {string} word a stem @returns {string[]} */
export const alikeTo = (index, word) => index.alike.flatMap((group) => (group.includes(word) ? group.filter((each) => each !== word).map(needleOf) : []));

/** @param {Form[]} forms @param {string} [slip] @param {boolean} [within] */
const formed = (forms, slip = "", within = false) => ({ forms, slip, within });

/**
 * @param {import("./search-query.js").Word} word @param {number} at @param {import("./search-query.js").Word[]} all
 * @param {Map<string, number>} vocabulary @param {(needle: string) => number} count
 * @param {SearchIndex} index
 * @returns {{forms: Form[], slip: string, within: boolean}} what a Latin word may be matched by
 */
export const latinForms = (word, at, all, vocabulary, count, index) => {
  const own = stem(word.text);
  const exact = { needle: ` ${own} `, share: 1 };
  /** @param {string} text */
  const known = (text) => count(` ${stem(text)} `) > 0;
  const related = relatives(own, vocabulary).map((each) => ({ needle: ` ${each} `, share: ALIKE }));
  if (known(word.text)) {
    if (!word.last || word.text.length < 3) return formed([exact, ...related]);
    return formed([exact, { needle: ` ${word.text}`, share: 0.4 }, ...related]);
  }
  const next = all[at + 1];
  const before = all[at - 1];
  // "e licence" for "elicence", "200 kVA" for "200kVA".
  if (next && !next.han && known(word.text + next.text)) return formed([{ needle: ` ${stem(word.text + next.text)} `, share: 1 }]);
  if (before && !before.han && known(before.text + word.text)) return formed([], "", true);
  for (let cut = 1; cut < word.text.length; cut += 1) {
    const [head, tail] = [word.text.slice(0, cut), word.text.slice(cut)];
    const needle = ` ${stem(head)} ${stem(tail)} `;
    if (known(head) && known(tail) && count(needle)) return formed([{ needle, share: 1 }]);
  }
  // A word of four letters may have two of them turned about, no more.
  if (word.text.length === 4)
    for (let at = 0; at < 3; at += 1) {
      const turned = word.text.slice(0, at) + word.text[at + 1] + word.text[at] + word.text.slice(at + 2);
      if (turned !== word.text && known(turned)) return formed([{ needle: ` ${stem(turned)} `, share: 0.9 }], turned);
    }
  const begins = ` ${word.text.length > 3 ? own : word.text}`;
  if (word.text.length > (word.last ? 1 : 3) && count(begins)) return formed([{ needle: begins, share: 0.8 }]);
  if (word.text.length > 4) {
    const near = misspelt(word.text, own, index);
    if (near.length) return formed(near.map((each) => ({ needle: ` ${stem(each)} `, share: 0.9 })), near[0]);
    if (related.length) return formed(related);
    const root = ` ${own.slice(0, Math.max(5, own.length - 4))}`;
    if (count(root)) return formed([{ needle: root, share: 0.7 }]);
  }
  return formed([]);
};

/** @param {string} word a stem @param {Map<string, number>} vocabulary @returns {string[]} words of one root: invest, investor, investment */
const relatives = (word, vocabulary) => {
  if (word.length < 5) return [];
  const found = [];
  for (const each of vocabulary.keys()) {
    if (each.length < 5 || each === word) continue;
    let same = 0;
    while (same < word.length && word[same] === each[same]) same += 1;
    const [shorter, longer] = word.length < each.length ? [word.length, each.length] : [each.length, word.length];
    if (same > 5 ? same >= 0.75 * shorter && same >= 0.5 * longer : same === shorter && same > 4 && longer < 9) found.push(each);
  }
  return found.slice(0, 6);
};

/** From how many letters on a word may have two slips. */
const TWO_SLIPS = 8;

/** @param {string} typed @param {string} own its stem @param {SearchIndex} index @returns {string[]} the words of the register that it may be with a slip, or two in a long one, the nearest first */
const misspelt = (typed, own, index) => {
  /** @type {[number, string][]} */
  const found = [];
  for (const word of index.spellings()) {
    const limit = word.length >= TWO_SLIPS && typed.length > 5 ? 2 : 1;
    if (word.length < 4 || Math.abs(word.length - typed.length) > limit) continue;
    const distance = slips(typed, word, limit);
    if (distance <= limit) found.push([distance + (word[0] === typed[0] ? 0 : 0.5) - Math.min(index.vocabulary.get(stem(word)) ?? 0, 60) / 1000, word]);
  }
  if (!found.length) for (const [word, count] of index.vocabulary) if (oneSlip(own, word)) found.push([1 - count / 1e6, word]);
  found.sort((a, b) => a[0] - b[0]);
  // Of two slips there are more that come near by accident.
  return [...new Set(found.filter(([distance]) => distance < found[0][0] + 0.45).map(([, word]) => word))].slice(0, 3);
};

/** @param {string} a @param {string} b @param {number} limit @returns {number} how many slips (a letter too many, too few, another, or two turned about) make one of the other; more than `limit` for any number above it */
const slips = (a, b, limit) => {
  /** @type {number[][]} */
  const rows = [[...b, ""].map((_, at) => at)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      row[j] = Math.min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + Number(a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], rows[i - 2][j - 2] + 1);
    }
    if (Math.min(...row) > limit) return limit + 1;
    rows.push(row);
  }
  return rows[a.length][b.length];
};
