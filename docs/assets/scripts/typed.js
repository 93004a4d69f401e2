/**
 * What people type and paste, in one form: search, filters and verifying read it alike.
 */

/** Hyphens, dashes and minus signs: word processors put one for another. */
const DASHES = /[\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\ufe31\ufe32\ufe58]/g;

/** What is not seen: zero-width characters, soft hyphens, marks of direction, variation selectors, tags. */
const UNSEEN = /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\u{e0000}-\u{e0fff}]/gu;

/** @param {string} text @returns {string} in one width and case, each dash the same, without what is not seen */
export const plain = (text) => text.replace(UNSEEN, "").normalize("NFKC").toLowerCase().replace(DASHES, "-");

/** How much of a query is read: more says nothing new, and a page is not to be kept busy. */
export const LONGEST = 120;

/** @param {string} text as typed or pasted into a search box @returns {string} as much of it as is read, plain */
export const readable = (text) => [...plain(text.trim().slice(0, 4 * LONGEST))].slice(0, LONGEST).join("").replace(/([a-z\d]) *\+ *(?=\d)/g, "$1+");
