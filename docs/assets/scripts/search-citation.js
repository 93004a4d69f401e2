/**
 * Citations: a query that names a place in a document, loaded for queries that may.
 */

/**
 * A place in a document, as it is cited: `ybh2019-376-1a-03`, `1a-03`, `附件1第一部分第3项`, `Annex 1, Part I, item 3`.
 * @param {string} text
 * @returns {{means: (identifier: string) => boolean, terms: string[]} | null} whether an identifier is meant, and the terms
 *   all of which it has in a large register; none where the query is no citation
 */
export const citation = (text) => {
  const query = text.normalize("NFKC").toLowerCase().trim();
  const bare = query.replace(/[^a-z0-9]/g, "");
  const list = /^(?:[a-z]{2,12}\d{4})?(?:\d{4})?(\d*?)(\d)([a-z])(\d{1,2})$/.exec(bare);
  if (list && /^[a-z0-9\s._/-]+$/.test(query) && !/^\d+[a-z]?$/.test(bare)) {
    const end = `${list[2]}${list[3]}-${list[4].padStart(2, "0")}`;
    const before = bare.slice(0, bare.length - list[2].length - 1 - list[4].length);
    return {
      means: (identifier) => identifier.endsWith(`-${end}`) && identifier.slice(0, -end.length).replace(/-/g, "").endsWith(before),
      terms: /^[a-z]/.test(before) ? [`#${before}${list[2]}${list[3]}`, `#${end}`] : [`#${end}`],
    };
  }
  const chinese =
    /^(?:.{0,12}?(?:(?:19|20)\d\d)?(\d{1,4})号(?:文件?)?.?)?(?:附件?([\d一二三四五六七八九十]+))?(?:的?第?([一二三四五六七八九十\d]+)部分?)?(?:的?第?([\d一二三四五六七八九十]+)[项条])?$/.exec(
      query.replace(/[\s,.:()[\]〔〕【】《》「」]/g, ""),
    );
  const english = /\b(?:annex|appendix|attachment|part|item|measure|no)\b/.test(query)
    ? [/\[?(?:19|20)\d\d\]?,? ?no\.? ?(\d+)/, /(?:annex|appendix|attachment) (\w+)/, /\bpart (\w+)/, /(?:item|measure|no\.?|number) ?(\d+)\W*(?:of|in|$|,)/].map((pattern) => pattern.exec(query)?.[1])
    : null;
  const [document, annex, part, item] = chinese ? chinese.slice(1) : english ?? [];
  if (!item || !(annex || part || document || (chinese && query.length < 5))) return null;
  const wanted = [annex, part, item].map(figure);
  if (wanted.some((each) => each !== undefined && !each)) return null;
  /** @param {string} identifier */
  const means = (identifier) => {
    const found = /^(.*)-(\d+)([a-z])-(\d+)$/.exec(identifier);
    if (!found) return false;
    const place = [Number(found[2]), found[3].charCodeAt(0) - 96, Number(found[4])];
    return wanted.every((each, at) => each === undefined || each === place[at]) && (!document || found[1].endsWith(`-${document}`));
  };
  const number = String(wanted[2]).padStart(2, "0");
  const letter = wanted[1] ? String.fromCharCode(96 + wanted[1]) : "";
  return { means, terms: [`#${wanted[0] ?? ""}${letter}-${number}`] };
};

/** @param {string | undefined} text @returns {number | undefined} a number in figures, Chinese or Roman; 0 where it is none */
const figure = (text) => {
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const roman = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"].indexOf(text) + 1;
  if (roman || /^[a-z]+$/.test(text)) return roman;
  const [tens, ones] = text.includes("十") ? text.split("十") : ["零", text];
  const digit = (/** @type {string} */ sign) => "零一二三四五六七八九".indexOf(sign);
  return (tens ? digit(tens) : 1) * 10 + (ones ? digit(ones) : 0);
};
