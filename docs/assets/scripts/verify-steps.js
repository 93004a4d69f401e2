/**
 * What a quotation does to a text, sign by sign, and what of it does not count: marks of notes, page numbers, an
 * ellipsis, a stop of the writer's own. `verify-compare.js` uses it.
 *
 * @typedef {import("./verify-folding.js").Folded} Folded
 * @typedef {import("./verify-folding.js").Prepared} Prepared
 * @typedef {import("./verify-compare.js").Run} Run
 * @typedef {import("./verify-frames.js").Frame} Frame
 * @typedef {"same" | "changed" | "omitted" | "note" | "page" | "hyphen" | "width" | "stop" | "seam"} Kind  `changed` counts;
 *   `omitted` is left out with an ellipsis; the others are named
 * @typedef {{ kind: Kind, q: [number, number], t: [number, number] }} Step
 */

const PUNCTUATION = /^[\p{P}\p{S}]*$/u;
const NO_WORDS = /^[\p{P}\p{S}\p{N}]*$/u;
const LONGEST_ALIGNED = 160; // Signs of a quotation that are aligned with a text one by one.

/** An ellipsis, or a note in its place. @param {string} quoted folded */
export const isEllipsis = (quoted) => /^[,.;、]?(?:[[(〔【<]?(?:…+|⋯+|\.{2,}|·{3,}|—{4,})[\])〕】>]?|[[(〔【][上中下前后]?略[\])〕】])$/u.test(quoted);
const NOTE = /^(?:[\u2460-\u2473\u24f5-\u24fe\u2776-\u2793*†‡]+|[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+|[[［(（〔【]\d{1,3}(?:[-,，]\d{1,3})*[\]］)）〕】])+$/u;
const PAGE = /^[^\S\n\f]*[\n\r\f]\s*[-—–·.|/\s]*(?:第\s*|page\s+)?\d{1,4}(?:\s*页)?(?:\s*[,，/]?\s*(?:of|共|\/)\s*\d{1,4}(?:\s*页)?)?[-—–·.|/\s]*(?:[\n\r\f]\s*|$)$/iu;
const STOPS = ".;"; // Folded.

/**
 * Aligns two short rows of signs with the fewest changes.
 * @param {string[]} quoted @param {string[]} passed @returns {("same" | "add" | "leave" | "change")[]}
 */
function align(quoted, passed) {
  const width = passed.length + 1;
  const costs = new Uint16Array((quoted.length + 1) * width);
  for (let q = 0; q <= quoted.length; q += 1) {
    for (let t = 0; t < width; t += 1) {
      if (q === 0 || t === 0) costs[q * width + t] = q + t;
      else {
        const change = costs[(q - 1) * width + t - 1] + Number(quoted[q - 1] !== passed[t - 1]);
        costs[q * width + t] = Math.min(change, costs[(q - 1) * width + t] + 1, costs[q * width + t - 1] + 1);
      }
    }
  }
  /** @type {("same" | "add" | "leave" | "change")[]} */
  const moves = [];
  let [q, t] = [quoted.length, passed.length];
  while (q || t) {
    const here = costs[q * width + t];
    const alike = q > 0 && t > 0 && quoted[q - 1] === passed[t - 1];
    if (q && t && here === costs[(q - 1) * width + t - 1] + Number(!alike)) {
      moves.unshift(alike ? "same" : "change");
      [q, t] = [q - 1, t - 1];
    } else if (q && here === costs[(q - 1) * width + t] + 1) {
      moves.unshift("add");
      q -= 1;
    } else {
      moves.unshift("leave");
      t -= 1;
    }
  }
  return moves;
}

/** How many changes it takes. @param {string[]} quoted @param {string[]} passed */
const changesOf = (quoted, passed) => align(quoted, passed).filter((move) => move !== "same").length;

/** Adds a step, joined to the last where it is of the same kind. @param {Step[]} steps @param {Step} step */
function add(steps, step) {
  const last = steps[steps.length - 1];
  if (last && last.kind === step.kind) {
    last.q[1] = step.q[1];
    last.t[1] = step.t[1];
  } else steps.push(step);
}

/**
 * The steps through a stretch that no run covers.
 * @param {Step[]} steps @param {string[]} signs of the quotation @param {string[]} official @param {number} longest
 * @param {[number, number]} range of the quotation @param {[number, number]} passed of the text
 */
function addBetween(steps, signs, official, longest, [from, to], [begin, end]) {
  if (from === to && begin === end) return;
  if (to - from > LONGEST_ALIGNED || end - begin > longest || from === to || begin === end || isEllipsis(signs.slice(from, to).join(""))) {
    add(steps, { kind: "changed", q: [from, to], t: [begin, end] });
    return;
  }
  let [q, t] = [from, begin];
  for (const move of align(signs.slice(from, to), official.slice(begin, end))) {
    const next = [q + Number(move !== "leave"), t + Number(move !== "add")];
    add(steps, { kind: move === "same" ? "same" : "changed", q: [q, next[0]], t: [t, next[1]] });
    [q, t] = next;
  }
}

/**
 * How far a match goes on beyond its outermost run up to a quotation mark: all that is quoted counts.
 * Both rows begin at the run and lead away from it.
 * @param {string[]} quoted @param {string[]} passed what of the text is left @param {number} border after how many signs
 *   of the text its title or its practice ends @param {boolean} whole whether the text is quoted to its other end
 * @returns {[number, number]} how many signs of each
 */
function reachMark(quoted, passed, border, whole) {
  // One or two signs short of a whole text: they are missing. Its last stop may go.
  if (!quoted.length) return whole && border <= 2 && !PUNCTUATION.test(passed.slice(0, border).join("")) ? [0, border] : [0, 0];
  // A stop of the writer's own, in the middle of a text.
  if (quoted.length === 1 && STOPS.includes(quoted[0]) && border > 2) return [1, 0];
  if (quoted.length > LONGEST_ALIGNED || isEllipsis(quoted.slice().reverse().join("")) || isEllipsis(quoted.join(""))) return [quoted.length, 0];
  let best = [Infinity, 0];
  for (let taken = 0; taken <= Math.min(border, passed.length, quoted.length + 2); taken += 1) {
    const changes = changesOf(quoted, passed.slice(0, taken));
    const away = taken === border ? 0 : Math.abs(taken - quoted.length) + 1;
    if (changes + away / 1000 < best[0]) best = [changes + away / 1000, taken];
  }
  // Words of the writer's own within the marks replace nothing.
  return [quoted.length, quoted.length > 2 && best[0] >= 0.7 * quoted.length ? 0 : best[1]];
}

/**
 * How far a match goes on beyond its outermost run where no quotation mark tells, and a change near its end parts off too
 * few signs for a run.
 * @param {string[]} quoted what of the quotation is free @param {string[]} passed @param {number} border
 * @param {boolean} joined whether no white space parts what is free from the run
 * @param {boolean} whole @param {number} edge how many signs may still belong to the quotation
 * @returns {[number, number]} how many signs of each
 */
function reach(quoted, passed, border, joined, whole, edge) {
  if (!quoted.length) return reachMark(quoted, passed, border, whole);
  if (quoted.length > edge) return [0, 0];
  const near = border <= quoted.length + 1;
  // Punctuation and numbers around a quotation are not its own, unless they stand for the last signs of the text.
  const strange = joined ? PUNCTUATION : NO_WORDS;
  if (strange.test(quoted.join("")) && !(near && border)) return [0, 0];
  let best = [Infinity, 0];
  for (let taken = 0; taken <= Math.min(near ? border : passed.length, quoted.length + 1); taken += 1) {
    const away = Math.abs(taken - (near ? border : quoted.length));
    const changes = changesOf(quoted, passed.slice(0, taken));
    if (changes + away / 10 < best[0]) best = [changes + away / 10, taken];
  }
  const changes = Math.floor(best[0]);
  // Within a text, words next to a quotation are the writer's own unless some of their signs agree.
  const fits = near ? changes <= Math.max(1, Math.min(2, quoted.length)) : changes === 1 && quoted.length > 1;
  return fits ? [quoted.length, best[1]] : [0, 0];
}

/**
 * What a change is, if it is none that counts.
 * @param {Step} step @param {Folded} quotation @param {Prepared} passage @param {number} number of the step @param {boolean} last @returns {Kind}
 */
function kindOf({ q: [from, to], t: [begin, end] }, { raw, signs, at }, { folded, start }, number, last) {
  const quoted = signs.slice(from, to).join("");
  const context = raw.slice(from > 0 ? at[from - 1] + 1 : 0, to < at.length ? at[to] : raw.length).join("");
  if (quoted && isEllipsis(quoted)) return "omitted";
  if (number && begin === start && end === start && begin && PUNCTUATION.test(quoted)) return "seam";
  if (last && to - from === 1 && STOPS.includes(quoted) && !STOPS.includes(folded.signs[begin - 1])) return end - begin ? "changed" : "stop";
  // On a keyboard for English a comma stands for both.
  if (raw[at[from]] === "," && to - from === 1 && folded.signs.slice(begin, end).join("") === "、") return "width";
  if (end > begin) return "changed";
  if (NOTE.test(raw.slice(at[from], at[to - 1] + 1).join(""))) return "note";
  if (PAGE.test(context)) return "page";
  return quoted === "-" && /-\s*[\n\r\f]/.test(context) ? "hyphen" : "changed";
}

/**
 * @param {Prepared} passage @param {Run[]} runs that follow one another @param {Folded} quotation @param {Frame} frame
 * @param {number} edge @returns {Step[]}
 */
export function stepsOf(passage, runs, quotation, { low, high, open, close }, edge) {
  const { signs: quoted, at } = quotation;
  const { signs } = passage.folded;
  const { start } = passage;
  const last = runs[runs.length - 1];
  const [from, to, begin, end] = [runs[0].q, last.q + last.n, runs[0].t, last.t + last.n];
  const [atStart, atEnd] = [begin === 0 || begin === start, end === signs.length || end === start];
  const borders = [begin >= start ? begin - start : begin, end <= start ? start - end : signs.length - end];
  const free = [quoted.slice(open ? low : Math.max(low, from - edge - 1), from).reverse(), quoted.slice(to, close ? high : Math.min(high, to + edge + 1))];
  const left = [signs.slice(Math.max(0, begin - LONGEST_ALIGNED), begin).reverse(), signs.slice(end, end + LONGEST_ALIGNED)];
  const before = open ? reachMark(free[0], left[0], borders[0], atEnd) : reach(free[0], left[0], borders[0], at[from] - at[from - 1] === 1, atEnd, edge);
  const after = close ? reachMark(free[1], left[1], borders[1], atStart) : reach(free[1], left[1], borders[1], at[to] - at[to - 1] === 1, atStart, edge);
  /** @type {Step[]} */
  const steps = [];
  let [q, t] = [from - before[0], begin - before[1]];
  for (const run of runs) {
    addBetween(steps, quoted, signs, 5 * LONGEST_ALIGNED, [q, run.q], [t, run.t]);
    add(steps, { kind: "same", q: [run.q, run.q + run.n], t: [run.t, run.t + run.n] });
    [q, t] = [run.q + run.n, run.t + run.n];
  }
  addBetween(steps, quoted, signs, 5 * LONGEST_ALIGNED, [q, to + after[0]], [t, end + after[1]]);
  return steps.map((step, number) => (step.kind === "changed" ? { ...step, kind: kindOf(step, quotation, passage, number, close && number === steps.length - 1) } : step));
}

/**
 * What does not count but is named.
 * @param {Step[]} steps @param {Folded} quotation @param {Prepared} passage @param {(one: string, other: string) => string} difference
 * @returns {Record<string, number>} how often, by kind
 */
export function unnoticed(steps, quotation, { folded }, difference) {
  const counts = { space: 0, quotes: 0, width: 0, traditional: 0, radicals: 0, note: 0, page: 0, hyphen: 0 };
  for (const step of steps) {
    if (step.kind in counts) counts[step.kind] += 1;
    if (step.kind !== "same") continue;
    for (let q = step.q[0], t = step.t[0]; q < step.q[1]; q += 1, t += 1) {
      const [one, other] = [quotation.raw[quotation.at[q]], folded.raw[folded.at[t]]];
      if (one !== other) counts[difference(one, other)] += 1;
      const [parted, own] = [quotation.at[q + 1] - quotation.at[q] > 1, folded.at[t + 1] - folded.at[t] > 1];
      if (q + 1 < step.q[1] && parted !== own) counts.space += 1;
    }
  }
  return counts;
}
