/**
 * What the citation of a measure says, as it is pasted: which measure, and with what fingerprint.
 */
import { ANNEX, BETWEEN, DOCUMENT, ENGLISH, ITEM, PART, citation, placeOf } from "./search-citation.js";
import { plain } from "./typed.js";

const WITHIN = new RegExp(`${ANNEX}${PART}?${ITEM}`);

/** @param {string} text with a citation in it @param {string[]} lists the identifiers of all lists */
export const readCitation = (text, lists) => {
  const { fingerprint, left } = takeFingerprint(plain(text));
  return { fingerprint, identifier: identifierIn(left, lists) };
};

/** @param {string} query plain @param {string[]} lists @returns {string | undefined} the identifier of the measure that it names, by itself or by its place in a document */
const identifierIn = (query, lists) => {
  // A line may have been broken anywhere.
  const unbroken = query.replace(/\s/g, "");
  for (const list of lists) {
    const number = /^-(\d{2})/.exec(unbroken.slice(unbroken.indexOf(list) + list.length));
    if (number && unbroken.includes(list)) return list + number[0];
  }
  const bare = query.replace(BETWEEN, "");
  const chinese = WITHIN.exec(bare);
  const english = [...ENGLISH.slice(1), /\b(?:item|measure)\W{1,3}(\w+)/].map((pattern) => pattern.exec(query)?.[1]);
  // Of several documents, the one that is named last before the place.
  const before = chinese ? bare.slice(0, chinese.index) : query;
  const [document] = [...before.matchAll(chinese ? new RegExp(DOCUMENT, "g") : /\bno\.? ?(\d{1,4})/g)].map((found) => found[1]).reverse();
  const place = chinese || (english[0] && english[2]) ? placeOf(document, chinese ? chinese.slice(1) : english) : citation(query);
  const meant = place ? lists.map((list) => `${list}-${place.number}`).filter(place.means) : [];
  return meant.length === 1 ? meant[0] : /[a-z][a-z0-9]{0,19}(?:-[a-z0-9]{1,12}){1,4}-\d{2}(?![a-z0-9])/.exec(query)?.[0];
};

/**
 * The fingerprint in a citation: twelve hexadecimal digits, which a line break or spaces may part.
 * @param {string} text plain
 * @returns {{ fingerprint: string, left: string }} it, or nothing; and the text without it
 */
function takeFingerprint(text) {
  const words = [...text.matchAll(/[0-9a-z]+/g)].map((found) => ({ word: found[0], from: found.index, to: found.index + found[0].length }));
  let best = { size: 13, from: 0, to: 0, fingerprint: "" };
  words.forEach(({ from }, at) => {
    let fingerprint = "";
    for (let next = at; next < words.length && fingerprint.length < 12; next += 1) {
      const { word, to } = words[next];
      if (!/^[0-9a-f]{1,12}$/.test(word) || (next > at && /[^\s-]/.test(text.slice(words[next - 1].to, words[next].from)))) break;
      fingerprint += word;
      if (fingerprint.length === 12 && next - at < best.size) best = { size: next - at, from, to, fingerprint };
    }
  });
  return { fingerprint: best.fingerprint, left: `${text.slice(0, best.from)} ${text.slice(best.to)}` };
}
