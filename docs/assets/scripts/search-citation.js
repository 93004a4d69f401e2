/**
 * Citations: a query that names a place in a document, loaded for queries that may.
 */
import { plain } from "./typed.js";

/** A number as people write it in a citation: figures, Chinese or Roman. */
const NUMBER = "[\\d一二三四五六七八九十ivx]{1,4}";

/** What stands between the parts of a citation. */
export const BETWEEN = /[\s,.:;、()[\]{}〔〕【】〖〗《》〈〉「」『』"'“”‘’]/g;

export const DOCUMENT = "(?:(?:19|20)\\d\\d)?(\\d{1,4})号(?:文件?)?";
export const ANNEX = `附件?(${NUMBER})`;
export const PART = `(?:的?第?(${NUMBER})部分?)`;
export const ITEM = `(?:的?第?(${NUMBER})[项条])`;
const CHINESE = new RegExp(`^(?:.{0,12}?${DOCUMENT}.?)?(?:${ANNEX})?${PART}?${ITEM}?$`);
export const ENGLISH = [/\[?(?:19|20)\d\d\]?,? ?no\.? ?(\d+)/, /(?:annex|appendix|attachment)\W{1,3}(\w+)/, /\bpart\W{1,3}(\w+)/];
const ENGLISH_ITEM = /(?:item|measure|no\.?|number) ?(\d+)\W*(?:of|in|$|,)/;

/** @typedef {{means: (identifier: string) => boolean, terms: string[], number: string}} Place whether an identifier is meant; the terms all of which it has in a large register; the figures at its end */

/**
 * A place in a document, as it is cited: `ybh2019-376-1a-03`, `1a-03`, `附件1第一部分第3项`, `Annex 1, Part I, item 3`.
 * @param {string} text
 * @returns {Place | null} nothing where the text, all of it, is no citation
 */
export const citation = (text) => {
  const query = plain(text).trim();
  const bare = query.replace(/[^a-z0-9]/g, "");
  const list = /^(?:[a-z]{2,12}\d{4})?(?:\d{4})?(\d*?)(\d)([a-z])(\d{1,2})$/.exec(bare);
  if (list && /^[a-z0-9\s._/-]+$/.test(query) && !/^\d+[a-z]?$/.test(bare)) {
    const number = list[4].padStart(2, "0");
    const end = `${list[2]}${list[3]}-${number}`;
    const before = bare.slice(0, bare.length - list[2].length - 1 - list[4].length);
    return {
      means: (identifier) => identifier.endsWith(`-${end}`) && identifier.slice(0, -end.length).replace(/-/g, "").endsWith(before),
      terms: /^[a-z]/.test(before) ? [`#${before}${list[2]}${list[3]}`, `#${end}`] : [`#${end}`],
      number,
    };
  }
  const chinese = CHINESE.exec(query.replace(BETWEEN, ""));
  const english = /\b(?:annex|appendix|attachment|part|item|measure|no)\b/.test(query) ? [...ENGLISH, ENGLISH_ITEM].map((pattern) => pattern.exec(query)?.[1]) : [];
  const [document, annex, part, item] = chinese ? chinese.slice(1) : english;
  if (!item || !(annex || part || document || (chinese && query.length < 5))) return null;
  return placeOf(document, [annex, part, item]);
};

/** @param {string | undefined} document its number; any, where there is none @param {(string | undefined)[]} numbers of annex, part and item @returns {Place | null} */
export const placeOf = (document, numbers) => {
  const wanted = numbers.map(figure);
  if (wanted.some((number) => number !== undefined && !number)) return null;
  const number = String(wanted[2]).padStart(2, "0");
  const letter = wanted[1] ? String.fromCharCode(96 + wanted[1]) : "";
  return {
    means: (identifier) => {
      const found = /^(.*)-(\d+)([a-z])-(\d+)$/.exec(identifier);
      if (!found) return false;
      const place = [Number(found[2]), found[3].charCodeAt(0) - 96, Number(found[4])];
      return wanted.every((value, at) => value === undefined || value === place[at]) && (!document || found[1].endsWith(`-${document}`));
    },
    terms: [`#${wanted[0] ?? ""}${letter}-${number}`],
    number,
  };
};

/** @param {string | undefined} text plain @returns {number | undefined} a number in figures, Chinese or Roman; 0 where it is none */
const figure = (text) => {
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const roman = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"].indexOf(text) + 1;
  if (roman || /^[a-z]+$/.test(text)) return roman;
  const [tens, ones] = text.includes("十") ? text.split("十") : ["零", text];
  const digit = (/** @type {string} */ sign) => "零一二三四五六七八九".indexOf(sign);
  return (tens ? digit(tens) : 1) * 10 + (ones ? digit(ones) : 0);
};
