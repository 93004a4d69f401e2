/**
 * The engine: a query in, measures and names out, best first. No part of the page is known here.
 *
 * Each word of the query becomes units (pairs of Chinese characters, Latin stems), each worth more the rarer it is. A
 * measure is worth the sum of what it matches, by the best field each unit stands in; more where a whole word stands
 * together, where a title or a keyword is just that, and where words stand near each other.
 */
import { SearchIndex, WEIGHT } from "./search-index.js";
import { isLight, parse } from "./search-query.js";
import { comparable, isHan, needleOf, oneSlip, pairsOf, stem } from "./search-text.js";
import { readable } from "./typed.js";

/**
 * @typedef {import("./search-index.js").Entry} Entry
 * @typedef {import("./search-index.js").Name} Name
 * @typedef {{needle: string, share: number}} Form a form in which a unit is looked for, and what a match is worth
 * @typedef {{forms: Form[], rarity: number, worth: number}} Unit `worth`: `rarity` up to RAREST
 * @typedef {{text: string, han: boolean, units: Unit[], needle: string, short: RegExp | null, worth: number}} Part
 * @typedef {{entry: Entry, score: number, full: boolean}} Hit
 * @typedef {{hits: Hit[], more: number, about?: boolean, names: Name[], needles: string[], language: string, read: string, level: number}} Answer
 *   `more`: how many further measures have all words, `about` so many or just so many; `read`: what the query was taken for, where that differs from what was typed; `level`: how good the answer is
 */

/** How good an answer is: nothing, some words, all words after a correction, all words. */
const LEVEL = { none: 0, some: 1, corrected: 2, full: 3 };

/** What a word that means much the same is worth beside the word itself. */
const ALIKE = 0.5;

/** How much five characters, or words, count that stand in a text just so. */
const VERBATIM = 4;

/** What is the most that a word is worth: one in 180. That 10,000 measures have it less often still says no more about one. */
const RAREST = 5.2;

/** How much less an answer counts that has none of the Latin words, be they ever so common. */
const ABSENT = 0.3;

/** How much less a query counts as matched by what only means much the same. */
const DOUBT = 0.4;

/** What two characters are worth that stand apart in the query and together in the text; and one alone. */
const APART = 0.8;
const ALONE = 0.3;

/** What it is worth, for each character beyond the first, that the query has all of a keyword. */
const NAMED = 0.3;

/** What a word is worth that only joins others, and a pair of characters of which one does. */
const JOINING = 0.5;

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

  /** @param {string} typed @param {number} [wanted] how many measures are to be shown @returns {Promise<Answer>} */
  async search(typed, wanted = 0) {
    const text = readable(typed);
    const place = /^[\s\w.-]*\d[a-z]|[项条号]|\d$|\b(?:annex|item|part)\b/i.test(text) && (await import("./search-citation.js")).citation(text);
    if (place) {
      const index = await this.own.open();
      const found = await index.source.cited(place.means, place.terms);
      if (found.length)
        return { hits: found.map((/** @type {Entry} */ entry) => ({ entry, score: 1, full: true })), more: 0, names: [], needles: [], language: this.language, read: "", level: LEVEL.full };
    }
    const chinese = this.language === "zh" ? this.own : this.other;
    const order = [...text].some(isHan) ? [chinese] : (await this.startsWithOther(text)) ? [this.other, this.own] : [this.own, this.other];
    /** @type {Answer | undefined} */
    let best;
    for (const index of order) {
      const answer = await searchIn(index, text, wanted);
      if (!best || answer.level > best.level || (answer.level === best.level && !best.hits.length && answer.hits.length)) best = answer;
      // The other language's index is for what this one does not have at all, and for what may be pinyin.
      if (best.level >= LEVEL.corrected || (best.level === LEVEL.some && !looksLikePinyin(text))) break;
    }
    const found = /** @type {Answer} */ (best);
    if (found.language !== this.language) {
      // Each title of a large register is a file to load.
      if (found.more) found.hits.splice(10);
      await this.own.nameOthers(this.other, found.hits.map(({ entry }) => entry), found.names);
    }
    return found;
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

/** @param {SearchIndex} index @param {string} text @param {number} wanted @returns {Promise<Answer>} */
const searchIn = async (index, text, wanted) => {
  await index.open();
  const answer = await rank(index, text, index.language === "zh" ? await simplified(index, text) : text, wanted);
  if (index.language !== "zh" || answer.level >= LEVEL.corrected || !/^[a-z\s']+$/i.test(text)) return answer;
  const { readPinyin, syllablesIn } = await import("./search-pinyin.js");
  const table = syllablesIn(await index.table("pinyin"));
  await index.source.spell(table, text);
  const readings = readPinyin(table, index.named(), text);
  /** @type {Answer} */
  let best = answer;
  for (const reading of readings) {
    const read = await rank(index, text, reading, wanted);
    if (read.level > best.level || (read.level === best.level && (read.hits[0]?.score ?? 0) > (best.hits[0]?.score ?? 0))) best = read;
  }
  return best;
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

/** @param {SearchIndex} index @param {string} typed @param {string} text @param {number} wanted @param {boolean} [others] notices and pages instead of measures @returns {Promise<Answer>} */
const rank = async (index, typed, text, wanted, others = false) => {
  const query = parse(text);
  const count = await index.source.learn(query, others);
  const total = index.manifest.measures;
  let corrected = false;
  let unknown = 0;
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
      const known = latinForms(word, at, query.words, words, count);
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
    parts.push({ text: own, han, units, needle: needleOf(han ? own : stem(own)), short, worth: units.reduce((sum, unit) => sum + unit.worth, 0) });
  });

  const phrase = parts.length > 1 ? needleOf(parts.map((part) => part.needle.trim()).join(" ")) : "";
  const exact = `|${comparable(text)}|`;
  const possible = parts.reduce((sum, part) => sum + part.worth, 0) + unknown * Math.min(Math.log(1 + total), RAREST);

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

/** @param {SearchIndex} index @param {string} word a stem @returns {string[]} */
export const alikeTo = (index, word) => index.alike.flatMap((group) => (group.includes(word) ? group.filter((each) => each !== word).map(needleOf) : []));

/** @param {string} text @returns {RegExp} its characters in order, within a short window: 村改 for 村级工业园改造 */
const inOrder = (text) => new RegExp([...text].join(`[^|\\s]{0,${text.length < 4 ? 4 : 3}}?`));

/** @param {Form[]} forms @param {string} [slip] @param {boolean} [within] */
const formed = (forms, slip = "", within = false) => ({ forms, slip, within });

/**
 * @param {import("./search-query.js").Word} word @param {number} at @param {import("./search-query.js").Word[]} all
 * @param {Map<string, number>} vocabulary @param {(needle: string) => number} count
 * @returns {{forms: Form[], slip: string, within: boolean}} what a Latin word may be matched by
 */
const latinForms = (word, at, all, vocabulary, count) => {
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
    const near = [...vocabulary.keys()].filter((each) => oneSlip(own, each) || oneSlip(word.text, each));
    near.sort((a, b) => (vocabulary.get(b) ?? 0) - (vocabulary.get(a) ?? 0));
    if (!near.length && related.length) return formed(related);
    if (near.length) return formed(near.slice(0, 3).map((each) => ({ needle: ` ${each} `, share: 0.9 })), near[0]);
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

/** @param {Entry} entry @param {Part[]} parts @param {string} phrase @param {string} exact @param {number} possible @param {string} signs @param {number} rare @returns {Hit | null} */
const weigh = (entry, parts, phrase, exact, possible, signs, rare) => {
  const { fields } = entry;
  let score = 0;
  let matched = 0;
  let likely = 0;
  let absent = 0;
  // Single characters out of a longer query say nothing by themselves.
  let telling = signs.length < 4;
  for (const part of parts) {
    let whole = 0;
    let partly = 0;
    let got = 0;
    let alike = 0;
    for (const unit of part.units) {
      let best = 0;
      let share = 0;
      let sum = 0;
      for (const [weight, field] of fields)
        for (const form of unit.forms)
          if (field.includes(form.needle)) {
            const full = weight === WEIGHT.title || weight === WEIGHT.text ? weight : weight * ofForm(field, form.needle, parts);
            const value = form.share * (form.share > ALIKE || full < 1 ? full : full ** 0.8);
            best = Math.max(best, value);
            share = Math.max(share, form.share);
            sum += value;
            break;
          }
      if (best) {
        got += unit.worth;
        if (share <= ALIKE) alike += unit.worth;
        if (share > ALONE) telling = true;
        partly += unit.worth * (best + 0.08 * (sum - best));
      }
    }
    if (part.han && part.text.length > 1) {
      for (const [weight, field] of fields) if (field.includes(part.needle)) whole = Math.max(whole, weight === WEIGHT.text && part.text.length > 4 ? VERBATIM : weight);
      if (part.short && whole < WEIGHT.titleTerm) {
        for (const [weight, field] of fields)
          if (weight >= WEIGHT.keyword && part.short.test(field)) {
            whole = Math.max(whole, weight * 0.6);
            got = Math.max(got, part.worth, Math.log(60));
            telling = true;
          }
      }
      whole *= Math.max(part.worth, Math.log(60) * (part.units.length ? 0.5 : 1)) * 0.6;
    }
    score += partly + whole + close(fields, part.needle, part.worth);
    matched += got;
    likely += got - alike * DOUBT;
    if (!got && !part.han && part.units.length) absent += 1;
  }
  if (!matched || !telling) return null;
  if (phrase) {
    for (const [weight, field] of fields)
      if (field.includes(phrase)) {
        score += Math.max(weight, VERBATIM) * possible * 0.5;
        break;
      }
    score += close(fields, phrase, possible) + near(fields, parts) * possible;
  }
  score += named(entry, signs) * rare;
  for (const [weight, field] of fields) if (weight > 1 && field.includes(exact)) score += weight * possible * (weight >= WEIGHT.keyword ? 1 : 0.5);
  const full = matched > 0.85 * possible;
  const share = Math.min(1, likely / possible) * (1 - (ABSENT * absent) / parts.length);
  return { entry, score: score * share ** 1.5 * (full ? 1.35 : 1), full };
};

/**
 * @param {Entry} entry @param {string} signs all Chinese characters of the query
 * @returns {number} what it is worth that the query has all characters of a keyword or of another word for a term, in
 *   whatever order: 取公积金 in 公积金怎么取, 开店 in 开个小店
 */
const named = (entry, signs) => {
  if (signs.length < 2) return 0;
  let best = 0;
  for (const [weight, word] of entry.words) {
    const all = word.length === 2 ? nearBy(signs, word) : [...word].every((sign) => signs.includes(sign));
    if (all) best = Math.max(best, weight * (Math.min(word.length, 5) - 1));
  }
  return best * NAMED;
};

/** @param {string} signs @param {string} word of two characters @returns {boolean} whether they stand in order, with two others between them at most */
const nearBy = (signs, word) => {
  for (let at = signs.indexOf(word[0]); at >= 0; at = signs.indexOf(word[0], at + 1)) if (signs.slice(at + 1, at + 4).includes(word[1])) return true;
  return false;
};

/**
 * @param {string} field keywords or names, between "|" @param {string} needle @param {Part[]} parts
 * @returns {number} up to 1: how much of one that has the needle the query covers; a bit of a long one says little
 */
const ofForm = (field, needle, parts) => {
  let best = 0;
  for (const [from, to] of formsWith(field, needle)) {
    const form = field.slice(from, to);
    let covered = 0;
    for (const part of parts)
      for (const unit of part.units) if (unit.forms.some((each) => form.includes(each.needle))) covered += 1;
    const size = isHan(needle) ? Math.max(1, form.length - 3) : form.trim().split(" ").length;
    best = Math.max(best, Math.min(1, covered / size));
  }
  return 0.3 + 0.7 * best;
};

/** @param {string} field forms between "|" @param {string} needle @returns {[number, number][]} from where to where the forms stand that have the needle */
const formsWith = (field, needle) => {
  /** @type {[number, number][]} */
  const found = [];
  // On from the end of the form: a long run of one character has the needle at every place.
  for (let at = field.indexOf(needle), to = 0; at >= 0; at = field.indexOf(needle, to)) {
    const end = field.indexOf("|", at);
    // A title alone, of the other language, has no form after it.
    to = end < 0 ? field.length : end;
    found.push([field.lastIndexOf("|", at) + 1, to]);
  }
  return found;
};

/** @param {[number, string][]} fields @param {string} needle @param {number} worth @returns {number} more the more of a title or keyword the words are */
const close = (fields, needle, worth) => {
  let best = 0;
  for (const [weight, field] of fields.slice(0, 2)) {
    for (const [from, to] of formsWith(field, needle)) best = Math.max(best, (weight * Math.min(1, needle.trim().length / (to - from - 2))) / 2);
  }
  return best * worth;
};

/** @param {[number, string][]} fields @param {Part[]} parts @returns {number} up to 1: how near to each other the words stand in one field */
const near = (fields, parts) => {
  let best = 0;
  for (const [weight, field] of fields) {
    if (weight !== WEIGHT.text && weight !== WEIGHT.title) continue;
    const places = parts.map((part) => part.units.flatMap((unit) => unit.forms.map((form) => field.indexOf(form.needle))).filter((at) => at >= 0));
    if (places.some((each) => !each.length)) continue;
    const spread = Math.max(...places.flat()) - Math.min(...places.flat());
    best = Math.max(best, 1 / (1 + spread / 40));
  }
  return best;
};

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
