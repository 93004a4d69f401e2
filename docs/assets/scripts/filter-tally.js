/**
 * Which rows fit the filters, and how many would fit with another choice.
 *
 * @typedef {{key: string, words: string, label: string, option: HTMLOptionElement}} Choice an option of a select; it is known by its place among them, the one for “any” left out
 * @typedef {{shown: number, counts: number[][] | null, listed: number, show: () => void}} Answer `shown`: how many rows fit; `counts`: by select and choice, how many rows would fit with it in place of the chosen one, or nothing where all are as at first; `listed`: how many of the rows are shown
 */
import { plain } from "./typed.js";

/**
 * The words asked for, each as what finds it: width and case do not matter, and a word of Latin letters is found at the
 * beginning of a word only, so that "trial" does not find "industrial".
 *
 * @param {string} asked
 */
export function patternsOf(asked) {
  const words = plain(asked).split(/\s+/).filter(Boolean);
  return words.map((word) => {
    const latin = /^[a-z]/.test(word);
    /** @param {string} text */
    const test = (text) => {
      let at = text.indexOf(word);
      while (latin && at > 0 && /[a-z]/.test(text[at - 1])) at = text.indexOf(word, at + 1);
      return at >= 0;
    };
    return { test };
  });
}

/**
 * @param {number} size how many rows there are
 * @param {(row: number, at: number) => number[]} valuesOf the choices of a row in the select at a place
 * @param {number[]} chosen by select the choice, -1 for any
 * @param {(row: number) => boolean} said whether a row has the words asked for
 * @returns {{fitting: number[], counts: number[][]}}
 */
export function tally(size, valuesOf, chosen, said) {
  const selects = [...chosen.keys()];
  /** @type {number[][]} */
  const counts = selects.map(() => []);
  const fitting = [];
  for (let row = 0; row < size; row += 1) {
    if (!said(row)) continue;
    const missed = selects.filter((at) => chosen[at] >= 0 && !valuesOf(row, at).includes(chosen[at]));
    if (missed.length > 1) continue;
    if (!missed.length) fitting.push(row);
    for (const at of missed.length ? missed : selects)
      for (const value of valuesOf(row, at)) counts[at][value] = (counts[at][value] ?? 0) + 1;
  }
  return { fitting, counts };
}
