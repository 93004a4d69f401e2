/**
 * Where a quotation begins and ends: the quotation marks that a writer puts around it, told apart from those of the
 * official text by whether they stand in it, too. `verify-compare.js` uses it.
 *
 * @typedef {import("./verify-folding.js").Folded} Folded
 * @typedef {{ from: number, to: number, low: number, high: number, open: boolean, close: boolean }} Frame  what of the
 *   paste is quoted for certain, what may belong to it, and at which ends a quotation mark says so
 */

const OPENING = "“‘「『〝\uff62«";
const CLOSING = "”’」』〞\uff63»";
const LETTER = /\p{Script=Latin}/u;

/** @param {string} sign */
export const isOpening = (sign) => OPENING.includes(sign);
/** @param {string} sign */
export const isClosing = (sign) => CLOSING.includes(sign);

/**
 * The quotation marks of a paste that stand in no official text, paired.
 * @param {Folded} quotation @param {Uint8Array} matched which signs stand in an official text
 * @returns {{ pairs: [number, number][], single: Set<number> }}
 */
function framesOf({ raw, signs, at }, matched) {
  /** @type {[number, number][]} */
  const pairs = [];
  /** @type {{ sign: string, place: number }[]} */
  const open = [];
  /** @type {Set<number>} */
  const single = new Set();
  signs.forEach((folded, place) => {
    if (folded !== '"' || matched[place]) return;
    const sign = raw[at[place]];
    // An apostrophe.
    if ("’'".includes(sign) && LETTER.test(raw[at[place] - 1] ?? "") && LETTER.test(raw[at[place] + 1] ?? "")) return;
    const kind = isClosing(sign) ? OPENING[CLOSING.indexOf(sign)] : sign;
    const known = isOpening(sign) ? -1 : open.map((mark) => mark.sign).lastIndexOf(kind);
    if (known >= 0) {
      pairs.push([open[known].place, place]);
      for (const mark of open.splice(known).slice(1)) single.add(mark.place);
    } else if (isClosing(sign)) single.add(place);
    else open.push({ sign, place });
  });
  for (const mark of open) single.add(mark.place);
  return { pairs, single };
}

/**
 * @param {Folded} quotation @param {{ from: number, to: number, edge: number }[]} cores what stands in official texts, in order
 * @param {Uint8Array} matched
 * @returns {Frame[]} of each
 */
export function frames(quotation, cores, matched) {
  const { pairs, single } = framesOf(quotation, matched);
  // The innermost first.
  pairs.sort((one, other) => one[1] - one[0] - (other[1] - other[0]));
  return cores.map(({ from, to, edge }, number) => {
    const [before, after] = [cores[number - 1]?.to ?? 0, cores[number + 1]?.from ?? quotation.signs.length];
    const pair = pairs.find(([open, close]) => open < from && close >= to);
    let [open, close] = pair ?? [-1, -1];
    // A mark whose other one is missing counts where it is near.
    for (let away = 0; !pair && away <= edge; away += 1) {
      if (open < 0 && single.has(from - 1 - away)) open = from - 1 - away;
      if (close < 0 && single.has(to + away)) close = to + away;
    }
    const [opened, closed] = [open >= before, close >= 0 && close < after];
    return { from, to, low: opened ? open + 1 : before, high: closed ? close : after, open: opened, close: closed };
  });
}
