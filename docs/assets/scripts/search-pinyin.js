/**
 * Pinyin: finds the Chinese that letters may stand for, among the names of the register. Syllables in full
 * (gongjijin), initials (gjj) or both (gongjj).
 */

/** @param {string} text each syllable with its characters @returns {Record<string, string>} characters by syllable */
export const syllablesIn = (text) => Object.fromEntries(Array.from(text.matchAll(/([a-z]+)([^a-z]+)/g), ([, syllable, signs]) => [syllable, signs]));

/** More letters are no name. */
const LONGEST = 80;

/**
 * @param {Record<string, string>} table characters by syllable
 * @param {string[]} names in which to look
 * @param {string} text the letters; a space or an apostrophe may part syllables
 * @returns {string[]} the Chinese words that it may mean, the likeliest first
 */
export const readPinyin = (table, names, text) => {
  const letters = text.toLowerCase().replace(/[^a-z]/g, "");
  if (letters.length < 3 || letters.length >= LONGEST) return [];
  /** @type {Map<string, string[]>} */
  const syllables = new Map();
  for (const [syllable, signs] of Object.entries(table)) for (const sign of signs) syllables.set(sign, [...(syllables.get(sign) ?? []), syllable]);
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const name of names)
    for (const run of name.match(/[\u3400-\u9fff〇]+/g) ?? []) {
      /** @type {Map<number, Read | null>} */
      const known = new Map();
      for (let start = 0; start < run.length; start += 1) {
        const read = readFrom(run, start, letters, 0, syllables, known);
        if (read && read.end - start > 1) {
          const word = run.slice(start, read.end);
          const worth = (read.full / (read.end - start)) * 2 + (start === 0 ? 0.5 : 0) + (read.end === run.length ? 0.5 : 0);
          found.set(word, Math.max(found.get(word) ?? 0, worth));
        }
      }
    }
  return [...found].sort((a, b) => b[1] - a[1]).slice(0, 5).map(([word]) => word);
};

/** @typedef {{end: number, full: number}} Read how far the letters reach, and how many syllables stand in full */

/**
 * @param {string} run @param {number} at @param {string} letters @param {number} from @param {Map<string, string[]>} syllables
 * @param {Map<number, Read | null>} known what is read already, by place in the run and in the letters: a syllable may be
 *   read in several ways, and so on at each place
 * @returns {Read | null}
 */
const readFrom = (run, at, letters, from, syllables, known) => {
  if (from === letters.length) return { end: at, full: 0 };
  if (at === run.length) return null;
  const before = known.get(at * LONGEST + from);
  if (before !== undefined) return before;
  /** @type {Read | null} */
  let best = null;
  for (const syllable of syllables.get(run[at]) ?? []) {
    const rest = letters.slice(from);
    const steps = [];
    if (rest.startsWith(syllable)) steps.push([syllable.length, 1]);
    else if (syllable.startsWith(rest) && rest.length > 1) steps.push([rest.length, 0.9]);
    if (rest[0] === syllable[0]) steps.push([1, 0]);
    if (/^[zcs]h/.test(syllable) && rest.startsWith(syllable.slice(0, 2))) steps.push([2, 0]);
    for (const [length, full] of steps) {
      const further = readFrom(run, at + 1, letters, from + length, syllables, known);
      if (further && (!best || further.full + full > best.full)) best = { end: further.end, full: further.full + full };
    }
  }
  known.set(at * LONGEST + from, best);
  return best;
};
