/**
 * The official texts that a quotation may come from, loaded in pieces: of a small register all, of a large one those that
 * share runs of signs with the quotation. registry/search/quotation_index.py makes the pieces. `verify.js` uses it.
 *
 * @typedef {import("./verify-folding.js").Passage} Passage
 * @typedef {import("./verify-folding.js").Prepared} Prepared
 * @typedef {import("./verify-folding.js").Folded} Folded
 */
import { loadJson } from "./loading.js";

const LIKELIEST = 400; // How many texts of a large register are compared at most.

/** The 32-bit CRC by which shingles are entered (that of zlib). @param {string} text */
function crc32(text) {
  let crc = -1;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    for (const byte of [unit & 255, unit >> 8]) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
  }
  return (crc ^ -1) >>> 0;
}

/**
 * The hashes of those shingles of a text that are entered.
 * @param {string[]} units its signs or words @param {string} between what joins them @param {[number, number]} sizes of a
 *   shingle and of a window
 */
function winnowed(units, between, [size, window]) {
  const hashes = [];
  for (let at = 0; at + size <= units.length; at += 1) hashes.push(crc32(units.slice(at, at + size).join(between)));
  const kept = new Set();
  for (let at = 0; at < Math.max(1, hashes.length - window + 1) && hashes.length; at += 1) {
    kept.add(Math.min(...hashes.slice(at, at + window)));
  }
  return kept;
}

/**
 * @param {URL} data where the pieces lie
 * @param {typeof import("./verify-compare.js")} comparing
 */
export async function openTexts(data, { makeComparison }) {
  const index = await loadJson(new URL("index.json", data));
  const folder = new URL(`${index.folder}/`, data);
  const comparison = makeComparison(index);
  /** @type {Map<number, Promise<Prepared[]>>} */
  const blocks = new Map();

  /** The texts of a block, ready to be compared; asked for once. @param {number} number */
  function block(number) {
    const known = blocks.get(number);
    if (known) return known;
    const asked = loadJson(new URL(`passages-${number}.json`, folder)).then((/** @type {Passage[]} */ passages) =>
      passages.map(comparison.prepare),
    );
    asked.catch(() => blocks.delete(number));
    blocks.set(number, asked);
    return asked;
  }

  /** The numbers of the texts that hold most of what is rare in a quotation. @param {Folded} quotation */
  async function likeliest(quotation) {
    const words = [...quotation.raw.join("").toLowerCase().matchAll(/[a-z0-9]+/g)].map(([word]) => word);
    const hashes = [...winnowed(quotation.signs, "", index.shingles.zh), ...winnowed(words, " ", index.shingles.en)];
    const numbers = [...new Set(hashes.map((hash) => hash % index.pieces))];
    const loaded = await Promise.all(numbers.map((number) => loadJson(new URL(`shingles-${number}.json`, folder))));
    const pieces = new Map(numbers.map((number, at) => [number, loaded[at]]));
    /** @type {Map<number, number>} */
    const votes = new Map();
    for (const hash of hashes) {
      const holding = pieces.get(hash % index.pieces)[hash.toString(16)] ?? [];
      for (const passage of holding) votes.set(passage, (votes.get(passage) ?? 0) + 1 / holding.length);
    }
    const best = [...votes].sort((a, b) => b[1] - a[1]).slice(0, LIKELIEST);
    return best.map(([passage]) => passage).sort((a, b) => a - b);
  }

  /** @param {Folded} quotation @returns {Promise<Prepared[]>} in the order of the register */
  async function candidates(quotation) {
    const all = Array.from({ length: index.passages }, (_, number) => number);
    const wanted = index.pieces ? await likeliest(quotation) : all;
    return Promise.all(wanted.map(async (each) => (await block(Math.floor(each / index.block)))[each % index.block]));
  }

  return {
    ...comparison,
    candidates,
    lists: index.lists,
    around: index.around.map((/** @type {string} */ each) => comparison.fold(each).signs.join("")),
  };
}
