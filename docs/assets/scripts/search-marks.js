/**
 * On a page opened from a result: marks the words that were looked for (`?mark=` in the address), and offers to take the
 * marks away. Marking adds elements only; the text stays as it is.
 */
import { setAddress } from "./address.js";
import { findWords, isHan, stem, wordsOf } from "./search-text.js";
import { make, setting } from "./search-results.js";

const BLOCKS = "h1, p, li, dd, td, th, blockquote";
const main = document.getElementById("main");
const form = document.querySelector("[data-search]");
const words = new URLSearchParams(window.location.search).get("mark") ?? "";

/** @param {Element} block @param {string[]} needles */
const markBlock = (block, needles) => {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  /** @type {{node: Text, start: number}[]} */
  const nodes = [];
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    nodes.push({ node: /** @type {Text} */ (node), start: text.length });
    text += node.nodeValue;
  }
  const found = findWords(text, needles);
  for (const { node, start } of nodes.reverse())
    for (const [from, to] of [...found].reverse()) {
      const [first, last] = [Math.max(from - start, 0), Math.min(to - start, node.length)];
      if (first >= last) continue;
      const piece = node.splitText(first);
      piece.splitText(last - first);
      const mark = make("mark", { "data-search-mark": "" });
      piece.replaceWith(mark);
      mark.append(piece);
    }
};

/** Puts what is selected on the clipboard without the marks, which word processors would take along. @param {ClipboardEvent} event */
const copyUnmarked = (event) => {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed) return;
  const copy = document.createElement("div");
  for (let at = 0; at < selection.rangeCount; at += 1) copy.append(selection.getRangeAt(at).cloneContents());
  const marks = copy.querySelectorAll("mark");
  if (!marks.length) return;
  for (const mark of marks) mark.replaceWith(...mark.childNodes);
  event.clipboardData?.setData("text/plain", selection.toString());
  event.clipboardData?.setData("text/html", copy.innerHTML);
  event.preventDefault();
};

if (main && form && words) {
  const needles = [...new Set(words.split(" ").flatMap(wordsOf).map((word) => (isHan(word) ? word : stem(word))))];
  for (const block of main.querySelectorAll(BLOCKS)) if (!block.querySelector(BLOCKS) && !block.closest("nav, .cite")) markBlock(block, needles);
  if (main.querySelector("[data-search-mark]")) {
    const at = setting(form);
    const off = make("button", { type: "button", class: "button" }, at.words.marks_off);
    const bar = make("div", { class: "marks-bar" }, off);
    main.prepend(bar);
    document.addEventListener("copy", copyUnmarked);
    off.addEventListener("click", () => {
      for (const mark of main.querySelectorAll("[data-search-mark]")) {
        const parent = mark.parentElement;
        mark.replaceWith(...mark.childNodes);
        parent?.normalize();
      }
      bar.remove();
      document.removeEventListener("copy", copyUnmarked);
      const address = new URL(window.location.href);
      address.searchParams.delete("mark");
      setAddress(address);
      main.focus();
    });
  }
}
