/**
 * Answers, and how good one is beside another.
 */

/** @typedef {import("./search-rank.js").Answer} Answer */

/** How good an answer is: nothing, some words, all words after a correction, all words. */
export const LEVEL = { none: 0, some: 1, corrected: 2, full: 3 };

/** @param {Answer} answer @returns {number} how good it is, beside other answers to the same query */
export const quality = ({ hits }) => (hits.length ? hits[0].share * (4 + Math.log(2 + hits[0].score)) : 0);
