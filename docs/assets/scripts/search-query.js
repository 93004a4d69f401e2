/**
 * A query taken apart: the words that count, and what each may be matched by.
 */
import { comparable, isHan, wordsOf } from "./search-text.js";

/** Words with which people ask and that no measure is about; only where others remain. */
const ASKING = {
  han: /请问|问一下|想知道|知不知道|不知道|知道|我(?:们|想要?|要)?|咱们?|你们?|想要|怎么(?:办理?|弄|搞|做|才能|样|回事)?|怎样|咋(?:办|弄|样|整)?|如何|(?:到|去|在)?(?:哪里|哪儿|哪些?)|啥|什么|为什么|可以|能不能|能否|可不可以|行不行|有没有|是不是|是否|会不会|需要|需不需要|要不要|用不用|多少|多久|多长时间|一下|关于|点样|点(?:申请|办)|边度|几时|咩|嘅|[吗呢啊吧嘛呀么的了]/g,
  latin: new Set(
    "a about also am an and any anyone are arent cant didnt do does doesnt doing dont going got hasnt here isnt just now off only our out possible say see still than then too very whether wont as at be been but by can could did do does for from get give had has have he help her his how i if in into is it its know let long looking many may me might much must my need of on or our please she should so some someone something take tell that the their them there these they this those to us want was way we were what when where which who why will with would you your".split(" "),
  ),
};

/** How much of a query is read: more says nothing new, and a page is not to be kept busy. */
const LONGEST = 120;

/** @param {string} text as typed or pasted @returns {string} as much of it as is read, in one width */
export const readable = (text) => [...text.trim().slice(0, 4 * LONGEST).normalize("NFKC")].slice(0, LONGEST).join("").replace(/([a-z\d]) *\+ *(?=\d)/gi, "$1+");

/** What joins words and means little itself: characters, and words. */
const LIGHT = /^(?:after|again|before|go|made?|make|new|own|over|send|sent|times?|up|use[ds]?|using)$|[一个了着过把被给跟在去来到我你他们是有没要想能会就还也都很太再又这那得吗呢家间张块条份些]/;

/** @param {string} word a Chinese character or a Latin word @returns {boolean} whether words are joined with it: 个 in 开个店 */
export const isLight = (word) => LIGHT.test(word);

/**
 * @typedef {{text: string, han: boolean, last: boolean}} Word
 * @typedef {{words: Word[], whole: string}} Query `whole`: the whole query in comparable form
 */

/** @param {string} text @returns {Query} */
export const parse = (text) => {
  const chunks = text.normalize("NFKC").split(/[\s,。;!?、]+/);
  const spaced = chunks.map(wordsOf);
  // Chinese written with a space after each character is one word.
  const joined = spaced.every((words) => words.every((word) => !isHan(word) || word.length === 1)) ? wordsOf(text) : spaced.flat();
  /** @type {Word[]} */
  let words = joined.flatMap((word) => (isHan(word) ? word.replace(ASKING.han, " ").split(" ").filter(Boolean) : [word]))
    .map((word) => ({ text: word, han: isHan(word), last: false }));
  if (!words.length) words = joined.map((word) => ({ text: word, han: isHan(word), last: false }));
  const telling = words.filter((word) => word.han || !ASKING.latin.has(word.text));
  if (telling.length) words = telling;
  const last = words.at(-1);
  if (last && /[\p{L}\p{N}]$/u.test(text)) last.last = true;
  return { words, whole: comparable(text).trim() };
};

/**
 * A place in a document, as it is cited: `ybh2019-376-1a-03`, `1a-03`, `附件1第一部分第3项`, `Annex 1, Part I, item 3`.
 * @param {string} text
 * @returns {{means: (identifier: string) => boolean, terms: string[]} | null} whether an identifier is meant, and the terms
 *   under which a large register has it; none where the query is no citation
 */
export const citation = (text) => {
  const query = text.normalize("NFKC").toLowerCase().trim();
  const bare = query.replace(/[^a-z0-9]/g, "");
  const list = /^(?:[a-z]{2,4}\d{4})?(?:\d{4})?(\d*?)(\d)([a-z])(\d{1,2})$/.exec(bare);
  if (list && /^[a-z0-9\s._/-]+$/.test(query) && !/^\d+[a-z]?$/.test(bare)) {
    const end = `${list[2]}${list[3]}-${list[4].padStart(2, "0")}`;
    const before = bare.slice(0, bare.length - list[2].length - 1 - list[4].length);
    return {
      means: (identifier) => identifier.endsWith(`-${end}`) && identifier.slice(0, -end.length).replace(/-/g, "").endsWith(before),
      terms: [`#${end}`],
    };
  }
  const chinese =
    /^(?:.{0,12}?(?:(?:19|20)\d\d)?(\d{1,4})号(?:文件?)?.?)?(?:附件?([\d一二三四五六七八九十]+))?(?:的?第?([一二三四五六七八九十\d]+)部分?)?(?:的?第?([\d一二三四五六七八九十]+)[项条])?$/.exec(
      query.replace(/[\s,.:()[\]〔〕【】《》「」]/g, ""),
    );
  const english = /\b(?:annex|appendix|attachment|part|item|measure|no)\b/.test(query)
    ? [/\[?(?:19|20)\d\d\]?,? ?no\.? ?(\d+)/, /(?:annex|appendix|attachment) (\w+)/, /\bpart (\w+)/, /(?:item|measure|no\.?|number) ?(\d+)\W*(?:of|in|$|,)/].map((pattern) => pattern.exec(query)?.[1])
    : null;
  const [document, annex, part, item] = chinese ? chinese.slice(1) : english ?? [];
  if (!item || !(annex || part || document || (chinese && query.length < 5))) return null;
  const wanted = [annex, part, item].map(figure);
  if (wanted.some((each) => each !== undefined && !each)) return null;
  /** @param {string} identifier */
  const means = (identifier) => {
    const found = /^(.*)-(\d+)([a-z])-(\d+)$/.exec(identifier);
    if (!found) return false;
    const place = [Number(found[2]), found[3].charCodeAt(0) - 96, Number(found[4])];
    return wanted.every((each, at) => each === undefined || each === place[at]) && (!document || found[1].endsWith(`-${document}`));
  };
  const number = String(wanted[2]).padStart(2, "0");
  const letter = wanted[1] ? String.fromCharCode(96 + wanted[1]) : "";
  return { means, terms: [`#${wanted[0] ?? ""}${letter}-${number}`] };
};

/** @param {string | undefined} text @returns {number | undefined} a number in figures, Chinese or Roman; 0 where it is none */
const figure = (text) => {
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const roman = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"].indexOf(text) + 1;
  if (roman || /^[a-z]+$/.test(text)) return roman;
  const [tens, ones] = text.includes("十") ? text.split("十") : ["零", text];
  const digit = (/** @type {string} */ sign) => "零一二三四五六七八九".indexOf(sign);
  return (tens ? digit(tens) : 1) * 10 + (ones ? digit(ones) : 0);
};
