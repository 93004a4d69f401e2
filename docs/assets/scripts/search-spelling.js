/**
 * Reads of a large register the entries in whose titles and keywords a query may stand by its sound: postings have pairs of
 * syllables, as `southern` has them, and three initials.
 */
import { southern } from "./search-syllables.js";
import { isHan } from "./search-text.js";

/** How many ways to read the letters of a query as syllables are looked up. */
const READINGS = 3;

/** How many entries are loaded. */
const PICKED = 18;

/** @param {import("./search-postings.js").Postings} postings @param {import("./search-syllables.js").Sounds} sounds @param {string} text */
export const spell = async (postings, sounds, text) => {
  const known = new Set([...sounds.common.values()].flat());
  const pieces = text.replace(/[\s']+/g, "").match(/[a-z]+|[\u3400-\u9fff〇]/g) ?? [];
  /** @type {string[][]} */
  let readings = [[]];
  /** @type {string[]} */
  const initials = [];
  for (const piece of pieces) {
    const ways = isHan(piece) ? [[sounds.reading(piece)]] : piece.length < 40 ? nearly(piece, known) : [];
    if (/^[bpmfdtnlgkhjqxrzcsyw]{3,}$/.test(piece)) initials.push(...[...piece].slice(2).map((_, at) => `~${piece.slice(at, at + 3)}`));
    if (ways.length) readings = readings.flatMap((reading) => ways.map((way) => [...reading, ...way])).slice(0, READINGS);
  }
  const pairs = readings.flatMap((reading) => reading.slice(1).map((syllable, at) => `~${southern(reading[at])}${southern(syllable)}`));
  const terms = [...new Set([...pairs, ...initials])];
  await postings.load(terms);
  /** @type {Map<number, number>} */
  const scores = new Map();
  for (const term of terms) {
    const worth = Math.log(1 + postings.index.manifest.measures / Math.max(1, postings.size(term)));
    for (const number of postings.together([term]).found.keys()) scores.set(number, (scores.get(number) ?? 0) + worth);
  }
  const order = [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, PICKED);
  await postings.read(order.map(([number]) => number));
};

/** @param {string} letters @param {Set<string>} known syllables @returns {string[][]} the ways to read them as syllables; where there are none, what is read before and after some letters that are wrong */
const nearly = (letters, known) => {
  const ways = split(letters, known);
  if (ways.length) return ways.slice(0, READINGS);
  /** @type {string[][]} */
  const found = [];
  for (let start = 0; start < letters.length; start += 1) {
    const [before] = split(letters.slice(0, start), known);
    for (let end = start + 1; before && end <= Math.min(start + 6, letters.length); end += 1) {
      const [after] = split(letters.slice(end), known);
      if (after) found.push([...before, letters.slice(start, end), ...after]);
    }
  }
  return found.sort((a, b) => b.length - a.length).slice(0, READINGS);
};

/** @param {string} letters @param {Set<string>} syllables @param {Map<string, string[][]>} [known] what is split already @returns {string[][]} the ways to read letters as syllables, the fewest syllables first */
const split = (letters, syllables, known = new Map([["", [[]]]])) => {
  const before = known.get(letters);
  if (before) return before;
  const ways = [];
  for (let end = Math.min(6, letters.length); end > 0; end -= 1)
    if (syllables.has(letters.slice(0, end))) for (const rest of split(letters.slice(end), syllables, known)) ways.push([letters.slice(0, end), ...rest]);
  ways.sort((a, b) => a.length - b.length).splice(4);
  known.set(letters, ways);
  return ways;
};
