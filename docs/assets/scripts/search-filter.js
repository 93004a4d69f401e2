/**
 * What search finds, for the filter of the list of all measures: a word there finds what it finds in search.
 */
import { SearchEngine } from "./search-engine.js";
import { bases, setting } from "./search-results.js";

/** @type {SearchEngine | undefined} */
let engine;

/** @param {string} words @returns {Promise<Set<string>>} the identifiers of the measures that have all the words */
export const find = async (words) => {
  const form = document.querySelector("[data-search]");
  if (!form) return new Set();
  engine = engine ?? new SearchEngine(bases(form.getAttribute("data-root") ?? ""), setting(form).language);
  const { hits } = await engine.search(words, 200);
  return new Set(hits.filter((hit) => hit.full).map((hit) => hit.entry.address));
};
