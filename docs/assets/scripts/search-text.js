/**
 * Words: how texts and queries are brought to one form, and where the words of a query stand in a text.
 * `registry/search/text.py` does the same in Python; tests/search/words.tsv holds cases for both.
 */
const HAN = "\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{3ffff}〇";
const LETTER = "a-z0-9\u00df-\u024f";
const WORDS = new RegExp(`[${HAN}]+|[${LETTER}]+(?:[+.&][${LETTER}]+)*`, "gu");
const SOFT = new RegExp(`([${HAN}])[\\s"'“”‘’()\\[\\]{}〔〕【】《》〈〉「」『』、·]+(?=[${HAN}])`, "gu");
const IS_HAN = new RegExp(`^[${HAN}]`, "u");

/** @param {string} text @returns {string} one width, lower case, no apostrophes, Chinese joined over soft punctuation */
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/(\w)['’](?=\w)/g, "$1").replace(SOFT, "$1");

/** @param {string} word */
export const isHan = (word) => IS_HAN.test(word);

/** @param {string} text @returns {string[]} its words: runs of Chinese characters, and Latin words with their figures */
export const wordsOf = (text) => fold(text).match(WORDS) ?? [];

/** @param {string} word Chinese @returns {string[]} its pairs of characters, or itself */
export const pairsOf = (word) => {
  const signs = [...word];
  return signs.length === 1 ? signs : signs.slice(1).map((sign, at) => signs[at] + sign);
};

/** Endings that differ between British and American spelling, and the form that both take here. */
const SPELLINGS = [
  [/isation$/, "ization"],
  [/yse$/, "yze"],
  [/([^aeiou][^aeiou]|[aeiou].)our$/, "$1or"],
  [/([^aeiou]t|[aei]t|[aeiou]b)re$/, "$1er"],
  [/llment$/, "lment"],
  [/gramme$/, "gram"],
  [/logue$/, "log"],
  [/^enqu/, "inqu"],
  [/dgement$/, "dgment"],
  [/^cheque$/, "check"],
  [/^(enro|fulfi)l$/, "$1ll"],
];

/** A longer run of letters is no word, and is left as it is. */
const LONGEST_WORD = 40;

/** @type {Map<string, string>} */
const stems = new Map();

/** @param {string} word a Latin word, folded @returns {string} its form without plural, tense and national spelling */
export const stem = (word) => {
  const known = stems.get(word);
  if (known !== undefined) return known;
  let end = word;
  if (word.length > 3 && word.length <= LONGEST_WORD && !/[^a-z]/.test(word)) {
    if (/[^aeiou]ies$/.test(end)) end = `${end.slice(0, -3)}y`;
    else if (/(ch|sh|ss|x|zz)es$/.test(end)) end = end.slice(0, -2);
    else if (/[^sui]s$/.test(end)) end = end.slice(0, -1);
    const cut = /^(.*[aeiouy].*?)(?:ing|ed)$/.exec(end);
    if (cut && cut[1].length > 2) end = cut[1].replace(/([bdgklmnprt])\1$/, "$1");
    for (const [pattern, form] of SPELLINGS) end = end.replace(pattern, form);
    end = end.replace(/e$/, "").replace(/(.{3})is$/, "$1iz").replace(/enc$/, "ens").replace(/(.{2})ll$/, "$1l").replace(/([^aeiou])y$/, "$1i");
  }
  stems.set(word, end);
  return end;
};

/** @param {string} text @returns {string} its words in the form in which they are compared, with spaces between and around */
export const comparable = (text) => {
  let all = " ";
  for (const word of wordsOf(text)) all += `${isHan(word) ? word : stem(word)} `;
  return all;
};

/** @param {string} words comparable @returns {string} what to look for in comparable text: Latin words end at spaces */
export const needleOf = (words) => {
  const all = words.trim();
  const last = all.slice(all.lastIndexOf(" ") + 1);
  return (isHan(all) ? "" : " ") + all + (isHan(last) ? "" : " ");
};

/** @param {string} a @param {string} b @returns {boolean} whether one slip of typing makes `a` of `b` */
export const oneSlip = (a, b) => {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let left = a.length - start;
  let right = b.length - start;
  while (left > 0 && right > 0 && a[start + left - 1] === b[start + right - 1]) {
    left -= 1;
    right -= 1;
  }
  if (left <= 1 && right <= 1) return true;
  return left === 2 && right === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
};

/**
 * @param {string} text
 * @param {string[]} needles Chinese words, and Latin stems; a Latin one that ends in "*" stands for words that begin so
 * @returns {[number, number][]} where they stand in `text`, in order and without overlap
 */
export const findWords = (text, needles) => {
  /** @type {[number, number][]} */
  const found = [];
  const han = needles.filter(isHan);
  if (han.length) {
    let joined = "";
    /** @type {number[]} */
    const at = [];
    [...text].reduce((index, sign) => {
      const same = sign.normalize("NFKC").toLowerCase();
      if (IS_HAN.test(same)) {
        joined += same;
        for (let unit = 0; unit < same.length; unit += 1) at.push(index);
      } else if (/[^\s"'“”‘’()（）〔〕【】《》〈〉「」『』、·]/.test(sign)) {
        joined += " ";
        at.push(index);
      }
      return index + sign.length;
    }, 0);
    for (const needle of han)
      for (let i = joined.indexOf(needle); i >= 0; i = joined.indexOf(needle, i + needle.length))
        found.push([at[i], at[i + needle.length - 1] + (needle.codePointAt(needle.length - 2) > 0xffff ? 2 : 1)]);
  }
  const latin = needles.filter((needle) => !isHan(needle));
  if (latin.length) {
    for (const match of text.matchAll(/[\p{L}\p{N}](?:[\p{L}\p{N}+.&’']*[\p{L}\p{N}])?/gu)) {
      let index = match.index ?? 0;
      for (const part of match[0].split(new RegExp(`([${HAN}]+)`, "u"))) {
        const [word = ""] = wordsOf(part);
        if (part && !isHan(part) && latin.some((n) => (n.endsWith("*") ? word.startsWith(n.slice(0, -1)) : stem(word) === n)))
          found.push([index, index + part.length]);
        index += part.length;
      }
    }
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  /** @type {[number, number][]} */
  const merged = [];
  for (const [start, end] of found) {
    const last = merged[merged.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
};
