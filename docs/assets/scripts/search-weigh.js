/**
 * What an entry is worth to a query: the sum of what it matches, by the best field each unit stands in; more where a whole
 * word stands together, where a title or a keyword is just that, and where words stand near each other.
 */
import { WEIGHT } from "./search-index.js";
import { isHan } from "./search-text.js";

/**
 * @typedef {import("./search-index.js").Entry} Entry
 * @typedef {import("./search-rank.js").Part} Part
 * @typedef {import("./search-rank.js").Hit} Hit
 */

/** What a word that means much the same is worth beside the word itself. */
export const ALIKE = 0.5;

/** How much five characters, or words, count that stand in a text just so. */
const VERBATIM = 4;

/** How much less an answer counts that has none of the Latin words, be they ever so common. */
const ABSENT = 0.3;

/** How much less a query counts as matched by what only means much the same. */
const DOUBT = 0.4;

export const ALONE = 0.3;

/** How much of a word is found where its characters stand in order and not together. */
const SHORTENED = 0.7;

/** What it is worth, for each character beyond the first, that the query has all of a keyword. */
const NAMED = 0.3;

/** @param {Entry} entry @param {Part[]} parts @param {string} phrase @param {string} exact @param {number} possible @param {string} signs @param {number} rare @returns {Hit | null} */
export const weigh = (entry, parts, phrase, exact, possible, signs, rare) => {
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
            got = Math.max(got, part.worth, Math.log(60), SHORTENED * (part.worth + part.missing));
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
  return { entry, score: score * share ** 1.5 * (full ? 1.35 : 1), full, share };
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
