/**
 * A query taken apart: the words that count, and what each may be matched by.
 */
import { isHan, wordsOf } from "./search-text.js";

/** Words with which people ask and that no measure is about; only where others remain. */
const ASKING = {
  han: /请问|问一下|想知道|知不知道|不知道|知道|我(?:们|想要?|要)?|咱们?|你们?|想要|怎么(?:办理?|弄|搞|做|才能|样|回事)?|怎样|咋(?:办|弄|样|整)?|如何|(?:到|去|在)?(?:哪里|哪儿|哪些?)|啥|什么|为什么|可以|能不能|能否|可不可以|行不行|有没有|是不是|是否|会不会|需要|需不需要|要不要|用不用|多少|多久|多长时间|一下|关于|点样|点(?:申请|办)|边度|几时|咩|嘅|[吗呢啊吧嘛呀么的了]/g,
  latin: new Set(
    "a about also am an and any anyone are cant do does doesnt dont going got here isnt just off only out still too wont as at be been but by can could did do does for from get give had has have he help her his how i if in into is it its know let long looking many may me might much must my need of on or our please she should so some someone something take tell that the their them there these they this those to us want was way we were what when where which who why will with would you your".split(" "),
  ),
};

/** What joins words and means little itself: characters, and words. */
const LIGHT = /^(?:after|again|before|go|made?|make|new|own|over|send|sent|times?|up|use[ds]?|using)$|[一个了着过把被给跟在去来到我你他们是有没要想能会就还也都很太再又这那得吗呢家间张块条份些]/;

/** @param {string} word a Chinese character or a Latin word @returns {boolean} whether words are joined with it: 个 in 开个店 */
export const isLight = (word) => LIGHT.test(word);

/**
 * @typedef {{text: string, han: boolean, last: boolean}} Word
 * @typedef {{words: Word[]}} Query
 */

/** @param {string} word Chinese @param {(word: string) => boolean} stands @returns {string[]} what remains of it without the words with which people ask, unless they belong to a name (惠知道) */
const withoutAsking = (word, stands) =>
  word
    .replace(ASKING.han, (asking, ...found) => {
      const at = found[found.length - 2];
      const named = asking.length > 1 && [word.slice(Math.max(0, at - 1), at + asking.length), word.slice(at, at + asking.length + 1)].some((longer) => longer !== asking && stands(longer));
      return named ? asking : " ";
    })
    .split(" ")
    .filter(Boolean);

/** @param {string} text readable @param {(word: string) => boolean} [stands] whether Chinese characters stand together in the register @returns {Query} */
export const parse = (text, stands = () => false) => {
  const chunks = text.split(/[\s,。;!?、]+/);
  const spaced = chunks.map(wordsOf);
  // Chinese written with a space after each character is one word.
  const joined = spaced.every((words) => words.every((word) => !isHan(word) || word.length === 1)) ? wordsOf(text) : spaced.flat();
  /** @type {Word[]} */
  let words = joined.flatMap((word) => (isHan(word) ? withoutAsking(word, stands) : [word]))
    .map((word) => ({ text: word, han: isHan(word), last: false }));
  if (!words.length) words = joined.map((word) => ({ text: word, han: isHan(word), last: false }));
  const telling = words.filter((word) => word.han || !ASKING.latin.has(word.text));
  if (telling.length) words = telling;
  const last = words[words.length - 1];
  if (last && /[\p{L}\p{N}]$/u.test(text)) last.last = true;
  return { words };
};
