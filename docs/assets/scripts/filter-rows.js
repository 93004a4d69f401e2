/**
 * The rows of a list that is too long for its page: what the filters compare is loaded when a reader first filters, and
 * titles when their rows are shown. `registry/pages/filter_data.py` writes the files and says what is in them.
 */
import { patternsOf, tally } from "./filter-tally.js";
import { loadJson } from "./loading.js";

const BASE = 48;

/**
 * @typedef {{block: number, facets: Record<string, [number[][], string]>, numbers: string, others: string, bodies: string[],
 *   sources: string[], responsible: Record<string, string>}} Data
 */

export class Rows {
  /** @param {HTMLElement} target @param {string[]} names of the selects @param {import("./filter-tally.js").Choice[][]} choices of each */
  constructor(target, names, choices) {
    this.target = target;
    this.names = names;
    this.choices = choices;
    this.base = new URL(target.dataset.filterData ?? "", document.baseURI);
    this.home = target.dataset.home ?? "";
    this.body = /** @type {HTMLTableSectionElement} */ (target.querySelector("tbody"));
    /** Rows like those of the page, to be filled. */
    this.pattern = this.body.rows[0];
    this.labels = [...target.querySelectorAll("thead th")].map((head) => head.textContent ?? "");
    /** @type {Map<string, Promise<any>>} */
    this.files = new Map();
    this.filled = this.body.cloneNode();
  }

  /** @param {string} name @returns {Promise<any>} a file; one that failed is asked for again next time */
  file(name) {
    const known = this.files.get(name);
    if (known) return known;
    const promise = loadJson(new URL(name, this.base));
    promise.catch(() => this.files.delete(name));
    this.files.set(name, promise);
    return promise;
  }

  /** @param {string} asked @param {number[]} chosen @param {number} most how many rows to show @returns {Promise<import("./filter-tally.js").Answer>} */
  async filter(asked, chosen, most) {
    if (!asked && chosen.every((choice) => choice < 0)) return { shown: 0, counts: null, listed: 0, show: () => this.show(null) };
    /** @type {Data} */
    const data = await this.file("facets.json");
    const said = asked ? await this.said(data, asked) : null;
    const { fitting, counts } = tally(data.numbers.length, (row, at) => valuesOf(data, this.names[at], row), chosen, (row) => !said || said.has(row));
    const listed = fitting.slice(0, most);
    const blocks = [...new Set(listed.map((row) => Math.floor(row / data.block)))];
    const titles = new Map(await Promise.all(blocks.map(async (block) => /** @type {[number, string[]]} */ ([block, await this.file(`titles-${block}.json`)]))));
    const rows = listed.map((row) => this.row(data, row, titles.get(Math.floor(row / data.block))?.[row % data.block] ?? ""));
    return { shown: fitting.length, counts, listed: rows.length, show: () => this.show(rows) };
  }

  /** @param {Data} data @param {string} asked @returns {Promise<Set<number>>} the rows that have all the words, in their texts or in what they are filed under */
  async said(data, asked) {
    const { Words } = await import("./filter-words.js");
    this.words = this.words ?? new Words((row) => this.identifier(data, row));
    const cited = await this.words.cited(asked);
    if (cited?.size) return cited;
    const patterns = patternsOf(asked);
    const each = await Promise.all(
      asked.split(/\s+/).map(async (word, at) => {
        const rows = await /** @type {InstanceType<typeof Words>} */ (this.words).rows(word);
        this.names.forEach((name, select) => {
          const places = new Set(this.choices[select].flatMap((choice, place) => (patterns[at]?.test(choice.words) ? [place] : [])));
          if (!places.size) return;
          const [sets, own] = data.facets[name];
          const fits = sets.map((set) => set.some((place) => places.has(place)));
          for (let row = 0; row < own.length; row += 1) if (fits[own.charCodeAt(row) - BASE]) rows.add(row);
        });
        return rows;
      }),
    );
    const found = each.reduce((all, some) => new Set([...all].filter((row) => some.has(row))));
    return found.size ? found : this.words.understood(asked);
  }

  /** @param {Data} data @param {number} row */
  identifier(data, row) {
    const [list] = valuesOf(data, "list", row);
    return `${this.choice("list", list).key}-${String(data.numbers.charCodeAt(row) - BASE).padStart(2, "0")}`;
  }

  /** @param {string} name @param {number} place */
  choice(name, place) {
    return this.choices[this.names.indexOf(name)][place];
  }

  /** @param {Data} data @param {number} row @param {string} title @returns {HTMLTableRowElement} */
  row(data, row, title) {
    const filled = /** @type {HTMLTableRowElement} */ (this.pattern.cloneNode(true));
    const [head, indicator, source, responsible, remark] = filled.cells;
    const link = /** @type {HTMLAnchorElement} */ (head.querySelector("a"));
    lead(link, `${this.home}m/${this.identifier(data, row)}/`, title);
    const filed = this.choice("indicator", valuesOf(data, "indicator", row)[0]);
    lead(/** @type {HTMLAnchorElement} */ (indicator.querySelector("a")), `${this.home}indicators/${filed.key}/`, filed.label);
    source.textContent = data.sources[valuesOf(data, "list", row)[0]].replace("{number}", String(data.numbers.charCodeAt(row) - BASE));
    const bodies = valuesOf(data, "body", row);
    const body = document.createElement("a");
    lead(body, `${this.home}bodies/${this.choice("body", bodies[0]).key}/`, data.bodies[bodies[0]]);
    const others = data.others.charCodeAt(row) > BASE;
    const key = [bodies.length > 1 ? "more" : "", others ? "others" : ""].filter(Boolean).join("_");
    const [before, after] = (data.responsible[key] ?? "{body}").replace("{n}", String(bodies.length - 1)).split("{body}");
    responsible.textContent = "";
    responsible.append(before, body, after);
    if (remark) {
      const noted = this.choice("remark", valuesOf(data, "remark", row)[0]);
      const none = noted.key === "none";
      for (const name of ["class", "data-label"]) remark.removeAttribute(name);
      remark.setAttribute(none ? "class" : "data-label", none ? "table-empty" : this.labels[4]);
      remark.textContent = none ? "" : noted.label;
    }
    return filled;
  }

  /** @param {HTMLTableRowElement[] | null} rows in place of those of the page; nothing: those of the page */
  show(rows) {
    const table = /** @type {HTMLTableElement} */ (this.target.querySelector("table"));
    const filled = /** @type {HTMLTableSectionElement} */ (this.filled);
    filled.textContent = "";
    filled.append(...(rows ?? []));
    table.tBodies[0].replaceWith(rows ? filled : this.body);
    this.target.querySelector("nav")?.toggleAttribute("hidden", rows !== null);
  }
}

/** @param {Data} data @param {string} name @param {number} row @returns {number[]} the places of its choices */
const valuesOf = (data, name, row) => {
  const [sets, own] = data.facets[name];
  return sets[own.charCodeAt(row) - BASE];
};

/** @param {HTMLAnchorElement} link @param {string} href @param {string} words */
const lead = (link, href, words) => {
  link.setAttribute("href", href);
  link.textContent = words;
};
