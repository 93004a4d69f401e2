/**
 * Comparing a quotation with official texts: pure functions, without the page. `verify.js` loads what they need.
 *
 * Both are folded first (registry/search/quotation_index.py has the tables). Runs of signs that stand in both are found, those that
 * follow one another in a text are chained, and the best chains claim the quotation piece by piece; what lies between
 * the runs of a chain is aligned sign by sign.
 *
 * @typedef {{ address: string, title: Record<string, string>, source: Record<string, string>, text: string,
 *   heading?: number, anchors?: [number, string][], ended?: boolean, outline?: boolean }} Passage
 * @typedef {{ raw: string[], signs: string[], at: number[] }} Folded  the characters; the folded ones; where each stands
 * @typedef {Passage & { folded: Folded, start: number }} Prepared  `start`: where a measure's practice begins, folded
 * @typedef {{ q: number, t: number, n: number }} Run  as many signs alike from `q` in the quotation and `t` in a text
 * @typedef {{ passage: Prepared, runs: Run[], score: number, same: number }} Chain
 * @typedef {{ passage: Prepared, runs: Run[], from: number, to: number, chain: Chain, split?: boolean }} Group  runs that
 *   could follow one another, and the best chain of them; `split`: a claim has taken part of it
 * @typedef {{ from: number, to: number, match?: Match }} Claim  a part of the quotation, and what it quotes
 * @typedef {{ kind: "same" | "changed", q: [number, number], t: [number, number] }} Step
 * @typedef {{ passage: Prepared, steps: Step[], also: Prepared[] }} Match  all of one text, in order
 */

const SEED = 4; // Signs alike in a row from which a run begins.
const FEWEST = 12; // With fewer signs alike a text is not called quoted,
const FEWEST_WHOLE = 6; // unless it is quoted whole, or the quotation is in it whole.
const SURE = 10; // What a chain must be worth: its signs less what its gaps cost.
const GAP = 3; // What a gap costs at least, so that phrases that all such texts share make no quotation.
const FARTHEST = 40; // Signs that a quotation may add between two runs.
const OFTEN = 64; // A seed that stands more often in the quotation begins a run only where as many signs more follow.
const BLOCK = 64; // Signs of the quotation by which chains are looked up.
const ELLIPSIS = 2; // Signs of an ellipsis.
const EDGE = 4; // Signs before the first run or after the last that may still belong to the quotation.

/** @param {string} pairs @returns {Map<string, string>} */
function table(pairs) {
  const signs = Array.from(pairs);
  return new Map(signs.flatMap((sign, at) => (at % 2 ? [] : [[sign, signs[at + 1]]])));
}

/** How characters are told alike. @param {{ dropped: string, quotes: string, width: string, traditional: string }} index */
export function makeFolding(index) {
  const dropped = new Set(index.dropped);
  const quotes = new Set(Array.from(index.quotes));
  const traditional = table(index.traditional);
  const forms = new Map([...traditional, ...table(index.width)]);

  /** @param {string} text @returns {Folded} */
  function fold(text) {
    const raw = Array.from(text);
    const signs = [];
    const at = [];
    raw.forEach((sign, place) => {
      if (dropped.has(sign)) return;
      signs.push(quotes.has(sign) ? '"' : (forms.get(sign) ?? sign));
      at.push(place);
    });
    return { raw, signs, at };
  }

  /** Which difference that does not count two characters told alike show. @param {string} one @param {string} other */
  function difference(one, other) {
    if (quotes.has(one) && quotes.has(other)) return "quotes";
    return traditional.get(one) === other ? "traditional" : "width";
  }

  return { fold, difference };
}

/** @param {Passage} passage @param {(text: string) => Folded} fold @returns {Prepared} */
export function prepare(passage, fold) {
  const folded = fold(passage.text);
  const start = folded.at.findIndex((place) => place >= (passage.heading ?? 0));
  return { ...passage, folded, start: passage.heading ? start : 0 };
}

/**
 * @param {string[]} quoted
 * @param {Prepared[]} passages
 * @returns {Generator<void, Map<Prepared, Run[]>>} the runs of each text that has any, in the order of the quotation
 */
function* findRuns(quoted, passages) {
  /** @type {Map<string, number[]>} */
  const places = new Map();
  for (let q = 0; q + SEED <= quoted.length; q += 1) {
    const seed = quoted.slice(q, q + SEED).join("");
    const known = places.get(seed);
    if (known) known.push(q);
    else places.set(seed, [q]);
  }
  const found = new Map();
  for (const passage of passages) {
    const { signs } = passage.folded;
    const runs = [];
    for (let t = 0; t + SEED <= signs.length; t += 1) {
      const known = places.get(signs.slice(t, t + SEED).join("")) ?? [];
      const shortest = known.length > OFTEN ? 2 * SEED : SEED;
      for (const q of known) {
        if (q > 0 && t > 0 && quoted[q - 1] === signs[t - 1]) continue;
        let n = SEED;
        while (q + n < quoted.length && t + n < signs.length && quoted[q + n] === signs[t + n]) n += 1;
        if (n >= shortest) runs.push({ q, t, n });
      }
    }
    if (runs.length) found.set(passage, runs.sort((a, b) => a.q - b.q || a.t - b.t));
    yield;
  }
  return found;
}

/** What it costs to go from one run to the next of a chain. @param {number} quoted @param {number} passed */
const cost = (quoted, passed) => (quoted || passed ? GAP + quoted * 0.5 + Math.min(8, passed * 0.05) : 0);

/**
 * The best chains of a text's runs, one of each group of runs that could follow one another.
 * @param {Prepared} passage @param {Run[]} runs in the order of the quotation
 * @returns {Group[]} those that have enough signs to be quoted
 */
function chainsOf(passage, runs) {
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
    for (let end = run.q - FARTHEST; end < run.q + run.n; end += 1) {
      for (const there of endings.get(end) ?? []) {
        const last = ends[there].run;
        const over = Math.max(0, end - run.q, last.t + last.n - run.t);
        if (over >= run.n || run.q + over - end > FARTHEST) continue;
        const next = { q: run.q + over, t: run.t + over, n: run.n - over };
        const reached = ends[there].score + next.n - cost(next.q - end, next.t - last.t - last.n);
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
  return [...groups.values()].filter(({ same }) => same >= FEWEST_WHOLE).map(({ runs: own, best, to }) => {
    const chain = [];
    for (let here = best; here >= 0; here = ends[here].before) chain.unshift(ends[here].run);
    const same = chain.reduce((sum, run) => sum + run.n, 0);
    return { passage, runs: own, from: own[0].q, to, chain: { passage, runs: chain, score: ends[best].score, same } };
  });
}

/** What of some runs is within a part of the quotation. @param {Run[]} runs @param {number} low @param {number} high */
function within(runs, low, high) {
  const inside = [];
  for (const { q, t, n } of runs) {
    const cut = Math.max(0, low - q);
    const length = Math.min(q + n, high) - q - cut;
    if (length >= SEED) inside.push({ q: q + cut, t: t + cut, n: length });
  }
  return inside.sort((a, b) => a.q - b.q || a.t - b.t);
}

/** @param {Chain} chain @returns {[number, number, number, number]} where it begins and ends in quotation and text */
function bounds({ runs }) {
  const last = runs[runs.length - 1];
  return [runs[0].q, last.q + last.n, runs[0].t, last.t + last.n];
}

/** How many signs the gaps of a chain change; what a quotation leaves out between its parts counts little. @param {Chain} chain */
function changed({ runs }) {
  return runs.slice(1).reduce((sum, run, at) => {
    const quoted = run.q - runs[at].q - runs[at].n;
    const passed = run.t - runs[at].t - runs[at].n;
    return sum + (quoted <= ELLIPSIS ? Math.min(passed, EDGE) : Math.max(quoted, passed));
  }, 0);
}

/** Whether a chain says that its text is quoted, rather than sharing some words. @param {Chain} chain @param {number} size */
function convincing(chain, size) {
  const [from, to, begin, end] = bounds(chain);
  if (chain.same >= FEWEST) return chain.score >= SURE && changed(chain) <= chain.same / 3;
  const whole = (begin === 0 && end === chain.passage.start) || to - from === size;
  return whole && chain.runs.length === 1 && chain.same >= FEWEST_WHOLE;
}

/** A chain that convinces: the whole of it, or else its longest run. @param {Chain} chain @param {number} size */
function believed(chain, size) {
  if (convincing(chain, size)) return chain;
  const longest = chain.runs.reduce((one, other) => (other.n > one.n ? other : one));
  const alone = { ...chain, runs: [longest], score: longest.n, same: longest.n };
  return convincing(alone, size) ? alone : null;
}

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

/** Adds a step, joined to the last where it is of the same kind. @param {Step[]} steps @param {Step} step */
function add(steps, step) {
  const last = steps[steps.length - 1];
  if (last && last.kind === step.kind) {
    last.q[1] = step.q[1];
    last.t[1] = step.t[1];
  } else steps.push(step);
}

/**
 * The steps through a stretch that a chain leaves open.
 * @param {Step[]} steps @param {string[]} quoted @param {string[]} passed
 * @param {number} from @param {number} to @param {number} begin @param {number} end
 */
function addBetween(steps, quoted, passed, from, to, begin, end) {
  if (from === to && begin === end) return;
  if (to - from > 4 * FARTHEST || end - begin > 20 * FARTHEST || from === to || begin === end) {
    add(steps, { kind: "changed", q: [from, to], t: [begin, end] });
    return;
  }
  let [q, t] = [from, begin];
  for (const move of align(quoted.slice(from, to), passed.slice(begin, end))) {
    const next = [q + Number(move !== "leave"), t + Number(move !== "add")];
    add(steps, { kind: move === "same" ? "same" : "changed", q: [q, next[0]], t: [t, next[1]] });
    [q, t] = next;
  }
}

const PUNCTUATION = /^[\p{P}\p{S}]*$/u;
const NO_WORDS = /^[\p{P}\p{S}\p{N}]*$/u;

/**
 * How far a match goes on beyond its outermost run, where a change near its end parts off too few signs for a run.
 * Both rows begin at the run and lead away from it.
 * @param {string[]} quoted what of the quotation is free @param {string[]} passed what of the text is left
 * @param {number} border after how many signs of the text its title or its practice ends
 * @param {boolean} joined whether no white space parts what is free from the run
 * @param {boolean} whole whether the text is quoted to its other end
 * @returns {[number, number]} how many signs of each
 */
function reach(quoted, passed, border, joined, whole) {
  // One or two signs short of a whole text: they are missing. Its last stop may go.
  if (!quoted.length && whole && border <= 2 && !PUNCTUATION.test(passed.slice(0, border).join(""))) return [0, border];
  if (!quoted.length || quoted.length > EDGE) return [0, 0];
  const near = border <= quoted.length + 1;
  // Punctuation and numbers around a quotation are not its own, unless they stand for the last signs of the text.
  const strange = joined ? PUNCTUATION : NO_WORDS;
  if (strange.test(quoted.join("")) && !(near && border)) return [0, 0];
  let best = [Infinity, 0];
  for (let taken = 0; taken <= Math.min(near ? border : passed.length, quoted.length + 1); taken += 1) {
    const changes = align(quoted, passed.slice(0, taken)).filter((move) => move !== "same").length;
    const aside = Math.abs(taken - (near ? border : quoted.length));
    if (changes + aside / 10 < best[0]) best = [changes + aside / 10, taken];
  }
  const changes = Math.floor(best[0]);
  // Within a text, words beside a quotation are the writer's own unless some of their signs agree.
  const fits = near ? changes <= Math.max(1, Math.min(2, quoted.length)) : changes === 1 && quoted.length > 1;
  return fits ? [quoted.length, best[1]] : [0, 0];
}

/**
 * @param {Chain} chain @param {Folded} quotation @param {number} low @param {number} high
 * @param {Prepared[]} also
 * @returns {Match}
 */
function match(chain, { signs: quoted, at }, low, high, also) {
  const { signs } = chain.passage.folded;
  const { start } = chain.passage;
  const [from, to, begin, end] = bounds(chain);
  const before = reach(
    quoted.slice(Math.max(low, from - EDGE - 1), from).reverse(),
    signs.slice(Math.max(0, begin - EDGE - 2), begin).reverse(),
    begin >= start ? begin - start : begin,
    at[from] - at[from - 1] === 1,
    end === signs.length || end === start,
  );
  const after = reach(
    quoted.slice(to, Math.min(high, to + EDGE + 1)),
    signs.slice(end, end + EDGE + 2),
    end <= start ? start - end : signs.length - end,
    at[to] - at[to - 1] === 1,
    begin === 0 || begin === start,
  );
  /** @type {Step[]} */
  const steps = [];
  let [q, t] = [from - before[0], begin - before[1]];
  for (const run of chain.runs) {
    addBetween(steps, quoted, signs, q, run.q, t, run.t);
    add(steps, { kind: "same", q: [run.q, run.q + run.n], t: [run.t, run.t + run.n] });
    [q, t] = [run.q + run.n, run.t + run.n];
  }
  addBetween(steps, quoted, signs, q, to + after[0], t, end + after[1]);
  return { passage: chain.passage, steps, also };
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
    const chain = believed(group.chain, size);
    if (!chain) return;
    const at = placeOf(queue, (other) => compareRank(other, { chain }) < 0);
    queue.splice(at, 0, { group, chain });
  };

  for (const [passage, runs] of yield* findRuns(quotation.signs, passages)) {
    for (const group of chainsOf(passage, runs)) enter(group);
    yield;
  }
  for (let best = queue.pop(); best; best = queue.pop()) {
    const { group: own, chain } = best;
    if (own.split) continue;
    const [from, to] = bounds(chain);
    const next = placeOf(claims, (claim) => claim.to <= from);
    const [low, high] = [claims[next - 1].to, claims[next].from];
    const twins = [...groupsNear(from, to)].filter(({ chain: other }) => other !== own.chain && other.score === chain.score && other.runs.length === 1);
    const also = twins.filter((twin) => bounds(twin.chain)[0] === from && bounds(twin.chain)[1] === to).map((twin) => twin.passage);
    const made = match(chain, quotation, low, high, also.sort((a, b) => order.get(a) - order.get(b)));
    const [first, last] = [made.steps[0].q[0], made.steps[made.steps.length - 1].q[1]];
    claims.splice(next, 0, { from: first, to: last, match: made });
    for (const group of groupsNear(first, last)) {
      if (group.to <= first || group.from >= last) continue;
      group.split = true;
      for (let block = Math.floor(group.from / BLOCK); block <= group.to / BLOCK; block += 1) blocks.get(block)?.delete(group);
      for (const runs of [within(group.runs, low, first), within(group.runs, last, high)]) chainsOf(group.passage, runs).forEach(enter);
    }
    yield;
  }
  /** @type {[number, number][]} */
  const rest = claims.slice(1).map((claim, at) => [claims[at].to, claim.from]);
  return { matches: claims.flatMap((claim) => claim.match ?? []), rest: rest.filter(([from, to]) => from < to) };
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

/**
 * What does not count but is named, within what is the same.
 * @param {Match} found @param {Folded} quotation @param {(one: string, other: string) => string} difference
 * @returns {Record<string, number>} how often, by kind: space, quotes, width, traditional
 */
export function unnoticed(found, quotation, difference) {
  const counts = { space: 0, quotes: 0, width: 0, traditional: 0 };
  const { folded } = found.passage;
  for (const step of found.steps) {
    if (step.kind !== "same") continue;
    for (let q = step.q[0], t = step.t[0]; q < step.q[1]; q += 1, t += 1) {
      const [one, other] = [quotation.raw[quotation.at[q]], folded.raw[folded.at[t]]];
      if (one !== other) counts[difference(one, other)] += 1;
      const [parted, own] = [quotation.at[q + 1] - quotation.at[q] > 1, folded.at[t + 1] - folded.at[t] > 1];
      if (q + 1 < step.q[1] && parted && !own) counts.space += 1;
    }
  }
  return counts;
}
