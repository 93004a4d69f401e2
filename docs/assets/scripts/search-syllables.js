/**
 * Syllables of pinyin: the names of a register as they sound, and what of them letters or other characters may stand for.
 */
import { isLight } from "./search-query.js";
import { isHan, oneSlip } from "./search-text.js";

/** @param {string} text each syllable with its characters @returns {Map<string, string[]>} the syllables of each character */
export const readingsIn = (text) => {
  /** @type {Map<string, string[]>} */
  const readings = new Map();
  for (const [, syllable, signs] of text.matchAll(/([a-z]+)([^a-z]+)/g)) for (const sign of signs) readings.set(sign, [...(readings.get(sign) ?? []), syllable]);
  return readings;
};

/**
 * @param {string} syllable @returns {string} what it and those that the south of China does not tell from it have in common:
 *   z/zh, c/ch, s/sh, l/n/r, f/h, n/ng; `registry/search/characters.py` does the same
 */
export const southern = (syllable) => {
  let form = folded.get(syllable);
  if (form === undefined) {
    form = syllable
      .replace(/^([zcs])h/, "$1")
      .replace(/^[nr]/, "l")
      .replace(/r$/, "l")
      .replace(/^f/, "h")
      .replace(/^hu(?=[ao])/, "h")
      .replace(/^hui$/, "hei")
      .replace(/^h[uo]ng?$/, "hen")
      .replace(/ng$/, "n")
      .replace("v", "u");
    folded.set(syllable, form);
  }
  return form;
};

/** @type {Map<string, string>} */
const folded = new Map();

/** @param {string} letters of several syllables, of which it is not known where they end @returns {string[]} as `southern` and `joined` have them, in each way in which they may be parted */
export const southernForms = (letters) => {
  const even = letters.replace(/([zcs])h/g, "$1").replace(/f/g, "h").replace(/v/g, "u").replace(/hu(?=[ao])/g, "h").replace(/hui/g, "hei").replace(/h[uo]n/g, "hen");
  let forms = [""];
  for (const piece of even.split(/(ng(?=[aeiou]))/)) {
    const ways = piece !== "ng" || !forms[0] ? [piece] : forms.length < 8 ? ["n", "ng"] : ["n"];
    forms = forms.flatMap((form) => ways.map((way) => form + way));
  }
  return [...new Set(forms.map((form) => form.replace(/ng(?![aeiou])/g, "n").replace(/r/g, "l").replace(/n(?=[aeiou])/g, "l")))];
};

/** @typedef {{text: string, syllables: string[], places: number[], read: string, narrow: string, ends: number[], weight: number}} Run characters that stand together, how they are read, in full and as `southern` has it, and where in the letters each begins */

/** @param {string} text @param {string[]} syllables @param {number} weight @returns {Run} */
const runOf = (text, syllables, weight) => {
  const places = [0];
  const ends = [0];
  let narrow = "";
  for (const syllable of syllables) {
    places.push(places[places.length - 1] + syllable.length);
    narrow += southern(syllable);
    ends.push(narrow.length);
  }
  return { text, syllables, places, ends, read: syllables.join(""), narrow: narrow.replace(/n(?=[aeiou])/g, "l"), weight };
};

/** How long a word is at most that is looked up by its sound, in characters. */
const LONGEST = 6;

/** What a word counts that neither begins nor ends a name or keyword, beside one that does; and how much it must for one character of it to be put for another. */
const INNER = 0.6;
const SURE = 1.6;

/** What a word counts at least that is all of a name or a keyword. */
const WHOLE = 5;

/** What it costs to put a character for another that sounds the same, or that the south does not tell from it. */
const SAME = 0.2;
const ALMOST = 0.32;

/** Of how much of a run of characters nothing may be known if some of it is put right. */
const LEFT = 0.34;

/** How many words of one sound are tried. */
const WAYS = 4;

export class Sounds {
  /** @param {string} named each syllable with characters of the register's names @param {string} common the same of all common characters */
  constructor(named, common) {
    this.named = readingsIn(named);
    this.common = readingsIn(common);
    /** @type {Run[]} */
    this.runs = [];
    /** @type {Map<string, Map<string, number>>} words by how they sound, and what each counts */
    this.words = new Map();
    /** @type {Set<string>} */
    this.known = new Set();
    /** @type {Map<string, [string, number]> | undefined} */
    this.read = undefined;
  }

  /** @param {string} sign @returns {string} how a character is read by itself */
  reading(sign) {
    return this.common.get(sign)?.[0] ?? this.named.get(sign)?.[0] ?? sign;
  }

  /** @param {string} text comparable text of the register @param {number} weight what is found in it counts */
  add(text, weight) {
    for (const run of text.match(/[\u3400-\u9fff〇]{2,400}/g) ?? []) {
      const first = [...run].map((sign) => this.reading(sign));
      const other = [...run].map((sign, at) => this.named.get(sign)?.find((syllable) => syllable !== first[at]) ?? first[at]);
      this.enter(runOf(run, first, weight));
      if (other.some((syllable, at) => syllable !== first[at])) this.enter(runOf(run, other, weight));
    }
  }

  /** @param {Run} run */
  enter(run) {
    const { text, syllables, weight } = run;
    // A long run of one character would be entered at each of its places.
    if (this.known.has(`${text}${run.read}`)) return;
    this.known.add(`${text}${run.read}`);
    this.runs.push(run);
    const narrow = syllables.map(southern);
    for (let start = 0; start < text.length - 1; start += 1)
      for (let end = start + 2; end <= Math.min(text.length, start + LONGEST); end += 1) {
        const word = text.slice(start, end);
        const key = narrow.slice(start, end).join(" ");
        const words = this.words.get(key) ?? new Map();
        const value = weight * (Number(start === 0) + Number(end === text.length) || INNER);
        words.set(word, Math.max(words.get(word) ?? 0, value));
        this.words.set(key, words);
      }
  }

  /** @param {string} word @returns {boolean} whether it stands so in what was added */
  has(word) {
    return this.words.get(this.keyOf([...word]))?.has(word) ?? false;
  }

  /** @param {string[]} signs @returns {boolean[]} which of them belong to what is a word of the register's as it is typed */
  protected(signs) {
    const kept = signs.map(() => false);
    for (let start = 0; start < signs.length - 1; start += 1)
      for (let end = start + 2; end <= Math.min(signs.length, start + LONGEST); end += 1) {
        const typed = signs.slice(start, end);
        if ((this.words.get(this.keyOf(typed))?.get(typed.join("")) ?? 0) >= WHOLE) kept.fill(true, start, end);
      }
    return kept;
  }

  /** @param {string[]} signs @returns {string} how they sound, as `words` has it */
  keyOf(signs) {
    return signs.map((sign) => southern(this.reading(sign))).join(" ");
  }

  /** @param {string} word Chinese @returns {string[]} the same with what sounds alike put for what stands nowhere, the likeliest first */
  repaired(word) {
    const signs = [...word];
    const kept = this.protected(signs);
    /** @type {{text: string, cost: number, changed: number, left: number}[][]} */
    const ways = signs.map(() => []);
    ways.push([]);
    ways[0] = [{ text: "", cost: 0, changed: 0, left: 0 }];
    for (let start = 0; start < signs.length; start += 1) {
      ways[start].sort((a, b) => a.cost - b.cost).splice(WAYS * 2);
      /** @param {number} end @param {string} text @param {number} cost @param {number} changed @param {number} left */
      const step = (end, text, cost, changed, left = 0) => ways[end].push(...ways[start].map((way) => ({ text: way.text + text, cost: way.cost + cost, changed: way.changed + changed, left: way.left + left })));
      step(start + 1, signs[start], 1, 0, Number(!isLight(signs[start])));
      for (let end = start + 2; end <= Math.min(signs.length, start + LONGEST); end += 1) {
        const typed = signs.slice(start, end);
        const read = typed.map((sign) => this.reading(sign));
        const words = this.words.get(read.map(southern).join(" "));
        const found = [...(words ?? [])].map(([text, weight]) => {
          const differing = [...text].map((sign, at) => Number(sign !== typed[at]) * (this.reading(sign) === read[at] || this.named.get(sign)?.includes(read[at]) ? SAME : ALMOST));
          const almost = differing.filter((value) => value === ALMOST).length;
          const unlikely = almost > 1 || (almost === 1 && differing.every(Boolean)) ? 9 * Number(weight < WHOLE || text.length < 3) : 0;
          const changed = unlikely + differing.filter(Boolean).length + differing.filter((value, at) => value && kept[start + at]).length * 9;
          return { text, changed, cost: 0.55 + differing.reduce((sum, value) => sum + value, 0) + (changed === typed.length ? (signs.length > 2 && changed === 2 ? 2 : 0.6) : 0) - Math.min(weight, 6) * 0.02 };
        });
        const possible = found.filter((each) => each.changed < 9 && (!each.changed || typed.length > 2 || words.get(each.text) >= SURE)).sort((a, b) => a.cost - b.cost);
        for (const each of possible.slice(0, WAYS + 2)) step(end, each.text, each.cost, each.changed);
      }
    }
    const all = ways[signs.length].sort((a, b) => a.cost - b.cost);
    return [...new Set(all.filter((way) => way.changed && way.left <= LEFT * signs.length).map((way) => way.text))].slice(0, WAYS + 2);
  }

  /** @param {string} letters @returns {[string, number][]} the words that are read so, in full; with one slip; or as the south reads them; and what each counts */
  spelt(letters) {
    const forms = southernForms(letters);
    /** @type {Map<string, number>} */
    const found = new Map();
    const shortest = Math.min(letters.length, ...forms.map((form) => form.length)) - 1;
    for (const run of this.runs)
      for (let start = 0; start < run.syllables.length - 1; start += 1) {
        if (!begins(letters, run.read, run.places[start]) && !forms.some((form) => begins(form, run.narrow, run.ends[start]))) continue;
        for (let end = start + 2; end <= run.syllables.length; end += 1) {
          const size = run.ends[end] - run.ends[start];
          if (size > letters.length + 1) break;
          if (run.places[end] - run.places[start] < shortest) continue;
          const read = run.read.slice(run.places[start], run.places[end]);
          const narrow = run.narrow.slice(run.ends[start], run.ends[end]);
          let value = 0;
          if (read === letters) value = 1;
          else if (forms.includes(narrow)) value = 0.9;
          else if (letters.length > 4 && oneSlip(letters, read)) value = 0.65;
          else if (letters.length > 6 && forms.some((form) => oneSlip(form, narrow))) value = 0.45;
          if (!value) continue;
          const word = run.text.slice(start, end);
          value *= 1 + run.weight * 0.02 + (start === 0 ? 0.04 : 0) + (end === run.syllables.length ? 0.04 : 0);
          found.set(word, Math.max(found.get(word) ?? 0, value));
        }
      }
    return [...found].sort((a, b) => b[1] - a[1]);
  }

  /** @param {string} letters @returns {string} the words into which they can be parted, as few as can be, with spaces between; nothing where they cannot */
  parted(letters) {
    if (!this.read) {
      /** @type {Map<string, [string, number]>} the word that counts most of those that are read so, in full or as `southern` has it */
      this.read = new Map();
      for (const words of this.words.values())
        for (const [word, weight] of words) {
          const read = [...word].map((sign) => this.reading(sign));
          for (const form of [read.join(""), read.map(southern).join("").replace(/n(?=[aeiou])/g, "l")]) if (weight > (this.read.get(form)?.[1] ?? 0)) this.read.set(form, [word, weight]);
        }
    }
    for (const form of [letters, ...southernForms(letters)]) {
      const words = partedIn(form, this.read);
      if (words) return words;
    }
    return "";
  }

  /** @param {string} mixed letters, of which each may be an initial, and characters @returns {[string, number][]} the words that may be meant, and what each counts */
  begun(mixed) {
    /** @type {Map<string, number>} */
    const found = new Map();
    for (const run of this.runs) {
      /** @type {Map<number, Read | null>} */
      const known = new Map();
      for (let start = 0; start < run.text.length; start += 1) {
        const read = readFrom(run, start, mixed, 0, known);
        if (!read || read.end - start < 2) continue;
        const word = run.text.slice(start, read.end);
        const value = (read.full / (read.end - start)) * 0.6 + 0.2 + run.weight * 0.02 + (start === 0 ? 0.1 : 0) + (read.end === run.text.length ? 0.1 : 0);
        found.set(word, Math.max(found.get(word) ?? 0, value));
      }
    }
    return [...found].sort((a, b) => b[1] - a[1]);
  }
}

/** How much of a row of letters may be left that is no word, and how many letters at once. */
const UNREAD = 0.3;
const SKIPPED = 6;

/** @param {string} letters @param {Map<string, [string, number]>} read words by how they are read @returns {string} */
const partedIn = (letters, read) => {
  /** @type {({words: string, cost: number, unread: number} | undefined)[]} */
  const best = [{ words: "", cost: 0, unread: 0 }];
  for (let start = 0; start < letters.length; start += 1) {
    const before = best[start];
    if (!before) continue;
    for (let end = start + 2; end <= Math.min(letters.length, start + 6 * LONGEST); end += 1) {
      const word = read.get(letters.slice(start, end));
      const unread = word ? 0 : end - start;
      if (unread > SKIPPED || before.unread + unread > UNREAD * letters.length) continue;
      const cost = before.cost + 1 + unread - (word ? Math.min(word[1], 9) / 20 : 0);
      if (!best[end] || best[end].cost > cost) best[end] = { words: word ? `${before.words} ${word[0]}` : before.words, cost, unread: before.unread + unread };
    }
  }
  return best[letters.length]?.words.trim() ?? "";
};

/** @param {string} letters @param {string} read @param {number} at @returns {boolean} whether they may begin at a place, one slip allowed */
const begins = (letters, read, at) => letters[0] === read[at] || letters[1] === read[at + 1] || letters[0] === read[at + 1] || letters[1] === read[at];

/** More letters are no name. */
const LONGEST_NAME = 80;

/** @typedef {{end: number, full: number}} Read how far the letters reach, and how many syllables stand in full */

/**
 * @param {Run} run @param {number} at @param {string} mixed @param {number} from
 * @param {Map<number, Read | null>} known what is read already, by place in the run and in the letters: a syllable may be
 *   read in several ways, and so on at each place
 * @returns {Read | null}
 */
const readFrom = (run, at, mixed, from, known) => {
  if (from === mixed.length) return { end: at, full: 0 };
  if (at === run.text.length) return null;
  const before = known.get(at * LONGEST_NAME + from);
  if (before !== undefined) return before;
  const rest = mixed.slice(from, from + 7);
  const syllable = run.syllables[at];
  /** @type {[number, number][]} */
  const steps = [];
  if (isHan(rest)) {
    if (rest[0] === run.text[at]) steps.push([1, 1]);
  } else {
    const letters = rest.match(/^[a-z]+/)?.[0] ?? "";
    const narrow = southern(syllable);
    if (letters.startsWith(syllable)) steps.push([syllable.length, 1]);
    else if (syllable.startsWith(letters) && letters.length > 1 && from + letters.length === mixed.length) steps.push([letters.length, 0.9]);
    for (let length = Math.max(1, narrow.length); length <= Math.min(letters.length, narrow.length + 2); length += 1) {
      const other = letters.slice(0, length);
      if (other !== syllable && southern(other) === narrow) steps.push([length, 0.8]);
    }
    if (letters[0] === syllable[0]) steps.push([1, 0]);
    if (/^[zcs]h/.test(syllable) && letters.startsWith(syllable.slice(0, 2))) steps.push([2, 0]);
  }
  /** @type {Read | null} */
  let best = null;
  for (const [length, full] of steps) {
    const further = readFrom(run, at + 1, mixed, from + length, known);
    if (further && (!best || further.full + full > best.full)) best = { end: further.end, full: further.full + full };
  }
  known.set(at * LONGEST_NAME + from, best);
  return best;
};
