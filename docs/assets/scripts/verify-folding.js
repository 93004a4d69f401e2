/**
 * Folding: what is told alike becomes the same sign, so that a quotation and an official text can be compared.
 * registry/search/quotation_index.py has the tables. `verify-compare.js` uses it.
 *
 * @typedef {{ address: string, language: "zh" | "en", title: Record<string, string>, source: Record<string, string>,
 *   text: string, heading?: number, anchors?: [number, string][], ended?: boolean, outline?: boolean,
 *   fingerprint?: string }} Passage
 * @typedef {{ raw: string[], signs: string[], at: number[] }} Folded  the characters; the folded ones; where each stands
 * @typedef {Passage & { folded: Folded, start: number }} Prepared  `start`: where a measure's practice begins, folded
 */

/** @param {string} pairs @returns {Map<string, string>} */
const table = (pairs) => {
  const signs = Array.from(pairs);
  return new Map(signs.flatMap((sign, at) => (at % 2 ? [] : [[sign, signs[at + 1]]])));
};

const UNSEEN = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}]/u;
const HAN = /^\p{Script=Han}$/u;

/** What stands for a character in PDF files: a radical or a compatibility ideograph. @param {string} sign */
const ordinary = (sign) => {
  const form = sign.normalize("NFKC");
  return HAN.test(form) ? form : sign;
};

/** How characters are told alike. @param {{ quotes: string, width: string, radicals: string, traditional: string }} index */
export function makeFolding(index) {
  const quotes = new Set(Array.from(index.quotes));
  const traditional = table(index.traditional);
  const forms = new Map([...traditional, ...table(index.radicals), ...table(index.width)]);

  /** @param {string} text @returns {Folded} */
  function fold(text) {
    const raw = Array.from(text);
    const signs = [];
    const at = [];
    raw.forEach((sign, place) => {
      if (UNSEEN.test(sign)) return;
      const plain = ordinary(sign);
      signs.push(quotes.has(sign) ? '"' : (forms.get(plain) ?? plain));
      at.push(place);
    });
    return { raw, signs, at };
  }

  /** Which difference that does not count two characters told alike show. @param {string} one @param {string} other */
  function difference(one, other) {
    if (quotes.has(one) && quotes.has(other)) return "quotes";
    if (ordinary(one) === other || index.radicals.includes(one)) return "radicals";
    return traditional.get(ordinary(one)) === other ? "traditional" : "width";
  }

  return { fold, difference };
}

/** @param {Passage} passage @param {(text: string) => Folded} fold @returns {Prepared} */
export function prepare(passage, fold) {
  const folded = fold(passage.text);
  const start = folded.at.findIndex((place) => place >= (passage.heading ?? 0));
  return { ...passage, folded, start: passage.heading ? start : 0 };
}

/** Characters of a folded text, as they were written. @param {Folded} folded @param {[number, number]} range */
export const written = (folded, [from, to]) => (from < to ? folded.raw.slice(folded.at[from], folded.at[to - 1] + 1).join("") : "");
