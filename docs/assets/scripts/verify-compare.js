/**
 * Comparing a quotation with official texts: pure functions, without the page. `verify.js` loads what they need.
 *
 * Both are folded first. Runs of signs that stand in both are found, those that follow one another in a text are chained,
 * and the best chains claim the quotation piece by piece. Quotation marks around what is claimed say where the quotation
 * begins and ends; what lies within them and between the runs of a chain is aligned sign by sign.
 *
 * @typedef {import("./verify-folding.js").Folded} Folded
 * @typedef {import("./verify-folding.js").Prepared} Prepared
 * @typedef {import("./verify-steps.js").Step} Step
 * @typedef {{ q: number, t: number, n: number }} Run  as many signs alike from `q` in the quotation and `t` in a text
 * @typedef {{ passage: Prepared, runs: Run[], score: number, same: number }} Chain
 * @typedef {{ passage: Prepared, runs: Run[], from: number, to: number, chain: Chain, split?: boolean }} Group  runs that
 *   could follow one another, and the best chain of them; `split`: a claim has taken part of it
 * @typedef {{ from: number, to: number, chain?: Chain, also?: Prepared[] }} Claim  a part of the quotation, and what it quotes
 * @typedef {{ passage: Prepared, steps: Step[], also: Prepared[] }} Match  all of one text, in order
 */
import { makeFolding, prepare, written } from "./verify-folding.js";
import { frames, isClosing, isOpening } from "./verify-frames.js";
import { isEllipsis, stepsOf, unnoticed } from "./verify-steps.js";

/**
 * Numbers of signs by which a quotation is told, for each language: a Chinese sign says about as much as three letters.
 * seed: alike in a row from which a run begins; fewest: with fewer alike a text is not called quoted, fewestWhole: unless
 * it is quoted whole, or the quotation is in it whole; clear: with fewer, a quotation begins and ends at punctuation;
 * sure: what a chain must be worth, its signs less what its gaps cost; gap: what a gap costs at least, so that phrases
 * that all such texts share make no quotation; farthest: that a quotation may add between two runs; edge: before the first
 * run or after the last that may still belong to the quotation.
 */
const SCALES = {
  zh: { seed: 4, fewest: 12, fewestWhole: 6, clear: 20, sure: 10, gap: 3, farthest: 40, edge: 4 },
  en: { seed: 12, fewest: 40, fewestWhole: 24, clear: 64, sure: 30, gap: 8, farthest: 120, edge: 12 },
};
/** @param {Prepared} passage */
const scaleOf = (passage) => SCALES[passage.language];

const OFTEN = 64; // A seed that stands more often in the quotation begins a run only where as many signs more follow.
const BLOCK = 64; // Signs of the quotation by which chains are looked up.
const ELLIPSIS = 8; // Signs of an ellipsis at most.
const SHARE = 0.5; // Of what stands within quotation marks, how much must be official text.

/** Where each row of `size` signs stands. @param {string[]} signs @param {number} size @returns {Map<string, number[]>} */
function placesOf(signs, size) {
  const places = new Map();
  for (let at = 0; at + size <= signs.length; at += 1) {
    const row = signs.slice(at, at + size).join("");
    const known = places.get(row);
    if (known) known.push(at);
    else places.set(row, [at]);
  }
  return places;
}

/**
 * @param {string[]} quoted
 * @param {Prepared[]} passages
 * @returns {Generator<void, Map<Prepared, Run[]>>} the runs of each text that has any, in the order of the quotation
 */
function* findRuns(quoted, passages) {
  /** @type {Map<number, Map<string, number[]>>} the places of all seeds, by their length */
  const seeds = new Map();
  const found = new Map();
  for (const passage of passages) {
    const { signs } = passage.folded;
    const { seed } = scaleOf(passage);
    const places = seeds.get(seed) ?? placesOf(quoted, seed);
    seeds.set(seed, places);
    const runs = [];
    for (let t = 0; t + seed <= signs.length; t += 1) {
      const known = places.get(signs.slice(t, t + seed).join("")) ?? [];
      const shortest = known.length > OFTEN ? 2 * seed : seed;
      for (const q of known) {
        if (q > 0 && t > 0 && quoted[q - 1] === signs[t - 1]) continue;
        let n = seed;
        while (q + n < quoted.length && t + n < signs.length && quoted[q + n] === signs[t + n]) n += 1;
        if (n >= shortest) runs.push({ q, t, n });
      }
    }
    if (runs.length) found.set(passage, runs.sort((a, b) => a.q - b.q || a.t - b.t));
    yield;
  }
  return found;
}

/**
 * What it costs to go from one run to the next of a chain.
 * @param {number} gap @param {string[]} signs @param {number} from @param {number} to @param {number} passed
 */
const cost = (gap, signs, from, to, passed) => {
  if (from === to && !passed) return 0;
  if (from < to && to - from <= ELLIPSIS && isEllipsis(signs.slice(from, to).join(""))) return gap / 2;
  return gap + (to - from) * 0.5 + Math.min(8, passed * 0.05);
};

/**
 * The best chains of a text's runs, one of each group of runs that could follow one another.
 * @param {Prepared} passage @param {Run[]} runs in the order of the quotation @param {string[]} signs of the quotation
 * @returns {Group[]} those that have enough signs to be quoted
 */
function chainsOf(passage, runs, signs) {
  const { farthest, fewestWhole, gap } = scaleOf(passage);
  /** @type {{ run: Run, score: number, before: number }[]} */
  const ends = [];
  /** @type {Map<number, number[]>} the runs that end at a place of the quotation */
  const endings = new Map();
  const leaders = runs.map((_, here) => here);
  /** @param {number} here */
  const leader = (here) => {
    while (leaders[here] !== here) here = leaders[here] = leaders[leaders[here]];
    return here;
  };
  runs.forEach((run, here) => {
    let score = run.n;
    let before = -1;
    let kept = run;
    for (let end = run.q - farthest; end < run.q + run.n; end += 1) {
      for (const there of endings.get(end) ?? []) {
        const last = ends[there].run;
        const over = Math.max(0, end - run.q, last.t + last.n - run.t);
        if (over >= run.n || run.q + over - end > farthest) continue;
        const next = { q: run.q + over, t: run.t + over, n: run.n - over };
        const reached = ends[there].score + next.n - cost(gap, signs, end, next.q, next.t - last.t - last.n);
        if (reached <= run.n) continue;
        leaders[leader(there)] = leader(here);
        if (reached > score || (reached === score && there > before)) [score, before, kept] = [reached, there, next];
      }
    }
    ends.push({ run: kept, score, before });
    const ending = endings.get(run.q + run.n);
    if (ending) ending.push(here);
    else endings.set(run.q + run.n, [here]);
  });
  /** @type {Map<number, { runs: Run[], best: number, same: number, to: number }>} */
  const groups = new Map();
  runs.forEach((run, here) => {
    const group = groups.get(leader(here)) ?? { runs: [], best: here, same: 0, to: 0 };
    groups.set(leader(here), group);
    group.runs.push(run);
    group.same += run.n;
    group.to = Math.max(group.to, run.q + run.n);
    if (ends[here].score > ends[group.best].score) group.best = here;
  });
  return [...groups.values()].filter(({ same }) => same >= fewestWhole).map(({ runs: own, best, to }) => {
    const chain = [];
    for (let here = best; here >= 0; here = ends[here].before) chain.unshift(ends[here].run);
    const same = chain.reduce((sum, run) => sum + run.n, 0);
    return { passage, runs: own, from: own[0].q, to, chain: { passage, runs: chain, score: ends[best].score, same } };
  });
}

/**
 * What of some runs is within a part of the quotation.
 * @param {Run[]} runs @param {number} low @param {number} high @param {number} seed
 */
function within(runs, low, high, seed) {
  const inside = [];
  for (const { q, t, n } of runs) {
    const cut = Math.max(0, low - q);
    const length = Math.min(q + n, high) - q - cut;
    if (length >= seed) inside.push({ q: q + cut, t: t + cut, n: length });
  }
  return inside.sort((a, b) => a.q - b.q || a.t - b.t);
}

/** @param {{ runs: Run[] }} chain @returns {[number, number, number, number]} where it begins and ends in quotation and text */
function bounds({ runs }) {
  const last = runs[runs.length - 1];
  return [runs[0].q, last.q + last.n, runs[0].t, last.t + last.n];
}

/** How many signs the gaps of a chain change; what a quotation leaves out between its parts counts little. @param {Chain} chain */
function changed({ passage, runs }) {
  const { edge } = scaleOf(passage);
  return runs.slice(1).reduce((sum, run, at) => {
    const quoted = run.q - runs[at].q - runs[at].n;
    const passed = run.t - runs[at].t - runs[at].n;
    return sum + (quoted <= 2 ? Math.min(passed, edge) : Math.max(quoted, passed));
  }, 0);
}

const MARK = /[\p{P}\p{S}]/u;

/** Whether a line ends before a sign. @param {Folded} quotation @param {number} place */
const isLine = ({ raw, at }, place) => place > 0 && place < at.length && /[\n\r]/.test(raw.slice(at[place - 1] + 1, at[place]).join(""));

/** Whether what is quoted ends here: at punctuation, or near a quotation mark or an end. @param {string[]} signs that follow @param {number} edge */
const ends = (signs, edge) => signs.length === 0 || MARK.test(signs[0]) || signs.length <= edge || signs.slice(0, edge + 1).includes('"');

/** Whether a chain says that its text is quoted, rather than sharing some words. @param {Chain} chain @param {Folded} quotation */
function convincing(chain, quotation) {
  const { signs } = quotation;
  const { clear, edge, fewest, fewestWhole, sure } = scaleOf(chain.passage);
  const [from, to, begin, end] = bounds(chain);
  if (chain.same >= fewest) {
    if (chain.score < sure || changed(chain) > chain.same / 3) return false;
    const begins = isLine(quotation, from) || ends(signs.slice(Math.max(0, from - edge - 1), from).reverse(), edge);
    return chain.same >= clear || (begins && (isLine(quotation, to) || ends(signs.slice(to, to + edge + 1), edge)));
  }
  const official = chain.passage.folded.signs;
  const sentence = signs[from - 1] === '"' && (begin === 0 || MARK.test(official[begin - 1])) && /[.;]/.test(official[end - 1]) && signs[to] === '"';
  const whole = sentence || (begin === 0 && end === chain.passage.start) || to - from === signs.length;
  return whole && chain.runs.length === 1 && chain.same >= fewestWhole;
}

/** A chain that convinces: the whole of it, or else its longest run. @param {Chain} chain @param {Folded} quotation */
function believed(chain, quotation) {
  if (convincing(chain, quotation)) return chain;
  const longest = chain.runs.reduce((one, other) => (other.n > one.n ? other : one));
  const alone = { ...chain, runs: [longest], score: longest.n, same: longest.n };
  return convincing(alone, quotation) ? alone : null;
}

/**
 * Leaves a quotation mark at an end of a chain to the writer, where it turns away from what is quoted.
 * @param {Run[]} runs @param {Prepared} passage @returns {Run[]}
 */
function trimmed(runs, { folded }) {
  const kept = runs.map((run) => ({ ...run }));
  const [first, last] = [kept[0], kept[kept.length - 1]];
  const sign = (/** @type {number} */ t) => folded.raw[folded.at[t]];
  while (first.n > 1 && folded.signs[first.t] === '"' && isClosing(sign(first.t))) [first.q, first.t, first.n] = [first.q + 1, first.t + 1, first.n - 1];
  while (last.n > 1 && folded.signs[last.t + last.n - 1] === '"' && isOpening(sign(last.t + last.n - 1))) last.n -= 1;
  return kept;
}

/** A document that is named: its title, and its number in brackets; folded. */
const NAMED = /《[^《》]*》(?:\([^()]*号\))?/g;

/** Whether a claim of a notice's text is only the name of a document. @param {string[]} signs @returns {(claim: Claim) => boolean} */
function isName(signs) {
  const units = [0];
  for (const sign of signs) units.push(units[units.length - 1] + sign.length);
  const named = [...signs.join("").matchAll(NAMED)].map(({ 0: { length }, index }) => [index, index + length]);
  return ({ from, to, chain }) => !chain.passage.heading && named.some(([begin, end]) => begin <= units[from] && units[to] <= end);
}

/**
 * What is quoted, once it is known of the whole paste what stands in which text.
 * @param {Claim[]} claims that have a chain, in order @param {Folded} quotation
 * @returns {{ matches: Match[], rest: [number, number][] }}
 */
function matchesOf(claims, quotation) {
  const matched = new Uint8Array(quotation.signs.length);
  const found = claims.map(({ chain, also }) => {
    const runs = trimmed(chain.runs, chain.passage);
    for (const { q, n } of runs) matched.fill(1, q, q + n);
    const [from, to] = bounds({ runs });
    return { passage: chain.passage, runs, also, from, to, edge: scaleOf(chain.passage).edge, same: chain.same };
  });
  const framed = frames(quotation, found, matched);
  const kept = found.map((core, number) => ({ ...core, frame: framed[number] })).filter(({ same, frame }) => {
    return !frame.open || !frame.close || same >= SHARE * (frame.high - frame.low);
  });
  /** @type {[number, number][]} */
  const rest = [];
  let done = 0;
  const matches = kept.map(({ passage, runs, also, frame, edge }) => {
    const steps = stepsOf(passage, runs, quotation, { ...frame, low: Math.max(frame.low, done) }, edge);
    rest.push([done, steps[0].q[0]]);
    done = steps[steps.length - 1].q[1];
    return { passage, steps, also };
  });
  rest.push([done, quotation.signs.length]);
  return { matches, rest: rest.filter(([from, to]) => from < to) };
}

/**
 * Works step by step, so that a page can show its reader something in between: the best chain of all claims its part of
 * the quotation, what other chains lose by it is chained anew, and so on.
 * @param {Folded} quotation
 * @param {Prepared[]} passages
 * @returns {Generator<void, { matches: Match[], rest: [number, number][] }>} what of which text it quotes, and what is in
 *   none, in order
 */
export function* compare(quotation, passages) {
  const size = quotation.signs.length;
  const order = new Map(passages.map((passage, at) => [passage, at]));
  /** @type {Claim[]} in order; one at either end, that claims nothing */
  const claims = [{ from: 0, to: 0 }, { from: size, to: size }];
  /** @type {{ group: Group, chain: Chain }[]} the best at the end */
  const queue = [];
  /** @type {Map<number, Set<Group>>} the groups by the blocks of the quotation over which they extend */
  const blocks = new Map();

  /** @param {{ chain: Chain }} one @param {{ chain: Chain }} other @returns {number} below 0 where the other comes first */
  const compareRank = ({ chain: one }, { chain: other }) =>
    one.score - other.score || order.get(other.passage) - order.get(one.passage) || other.runs[0].q - one.runs[0].q;

  /** @param {number} from @param {number} to @returns {Set<Group>} */
  const groupsNear = (from, to) => {
    const near = new Set();
    for (let block = Math.floor(from / BLOCK); block <= to / BLOCK; block += 1) for (const group of blocks.get(block) ?? []) near.add(group);
    return near;
  };

  /** @param {Group} group */
  const enter = (group) => {
    for (let block = Math.floor(group.from / BLOCK); block <= group.to / BLOCK; block += 1) {
      const known = blocks.get(block);
      if (known) known.add(group);
      else blocks.set(block, new Set([group]));
    }
    const chain = believed(group.chain, quotation);
    if (!chain) return;
    const at = placeOf(queue, (other) => compareRank(other, { chain }) < 0);
    queue.splice(at, 0, { group, chain });
  };

  for (const [passage, runs] of yield* findRuns(quotation.signs, passages)) {
    for (const group of chainsOf(passage, runs, quotation.signs)) enter(group);
    yield;
  }
  for (let best = queue.pop(); best; best = queue.pop()) {
    const { group: own, chain } = best;
    if (own.split) continue;
    const [first, last] = bounds(chain);
    const next = placeOf(claims, (claim) => claim.to <= first);
    const [low, high] = [claims[next - 1].to, claims[next].from];
    const also = [...groupsNear(first, last)]
      .filter(({ chain: other }) => other !== own.chain && other.score === chain.score && other.runs.length === 1)
      .filter((twin) => bounds(twin.chain)[0] === first && bounds(twin.chain)[1] === last)
      .map((twin) => twin.passage);
    claims.splice(next, 0, { from: first, to: last, chain, also: also.sort((a, b) => order.get(a) - order.get(b)) });
    for (const group of groupsNear(first, last)) {
      if (group.to <= first || group.from >= last) continue;
      group.split = true;
      for (let block = Math.floor(group.from / BLOCK); block <= group.to / BLOCK; block += 1) blocks.get(block)?.delete(group);
      const { seed } = scaleOf(group.passage);
      for (const runs of [within(group.runs, low, first, seed), within(group.runs, last, high, seed)]) chainsOf(group.passage, runs, quotation.signs).forEach(enter);
    }
    yield;
  }
  const found = claims.filter(({ chain }) => chain);
  const names = isName(quotation.signs);
  const quoted = found.filter((claim) => !names(claim));
  return matchesOf(quoted.length ? quoted : found, quotation);
}

/**
 * @template T
 * @param {T[]} list @param {(member: T) => boolean} before whether a member stands before the place; so do all before it
 * @returns {number}
 */
function placeOf(list, before) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(list[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What a page compares with: how texts are folded and prepared. @param {any} index @see makeFolding */
export function makeComparison(index) {
  const { fold, difference } = makeFolding(index);
  return { fold, difference, prepare: (/** @type {import("./verify-folding.js").Passage} */ passage) => prepare(passage, fold), written, unnoticed };
}
