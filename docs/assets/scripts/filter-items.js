/**
 * Items that stand in the page, each with its choices and words as data-attributes: those that do not fit are hidden.
 */
import { patternsOf, tally } from "./filter-tally.js";

export class Items {
  /**
   * @param {Element} target @param {string[]} names of the selects @param {import("./filter-tally.js").Choice[][]} choices of each
   * @param {() => void} again to be called where search has found more
   */
  constructor(target, names, choices, again) {
    this.again = again;
    this.groups = [...target.querySelectorAll("[data-filter-group]")];
    this.items = [.../** @type {NodeListOf<HTMLElement>} */ (target.querySelectorAll("[data-words]"))].map((element) => {
      const values = names.map((name, at) => {
        const keys = (element.dataset[name] ?? "").split(" ");
        return keys.map((key) => choices[at].findIndex((choice) => choice.key === key)).filter((place) => place >= 0);
      });
      const named = values.flatMap((places, at) => places.map((place) => choices[at][place].words));
      const identifier = /(?:^|\/)m\/([^/]+)\//.exec(element.querySelector("a[href*='m/']")?.getAttribute("href") ?? "")?.[1];
      return { element, values, identifier, text: [element.dataset.words, ...named].join("\n") };
    });
    /** What search finds for some words: everyday words, pinyin and so on, beside the words of the items themselves. */
    this.found = { words: "", identifiers: new Set() };
  }

  /** @param {string} asked @param {number[]} chosen @returns {Promise<import("./filter-tally.js").Answer>} */
  async filter(asked, chosen) {
    const { items, found } = this;
    const patterns = patternsOf(asked);
    const { fitting, counts } = tally(
      items.length,
      (row, at) => items[row].values[at],
      chosen,
      (row) => patterns.every((each) => each.test(items[row].text)) || (asked === found.words && found.identifiers.has(items[row].identifier)),
    );
    const show = () => {
      const fits = new Set(fitting);
      items.forEach((item, row) => {
        item.element.hidden = !fits.has(row);
      });
      for (const group of this.groups) group.toggleAttribute("hidden", !group.querySelector("[data-words]:not([hidden])"));
      void this.search(asked);
    };
    return { shown: fitting.length, counts, listed: fitting.length, show };
  }

  /** @param {string} asked */
  async search(asked) {
    if (!asked || asked === this.found.words || !this.items.some((item) => item.identifier)) return;
    try {
      const { find } = await import("./search-filter.js");
      this.found = { words: asked, identifiers: await find(asked) };
    } catch {
      return;
    }
    this.again();
  }
}
