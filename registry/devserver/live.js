// Keeps a page of the preview up to date: loads it again when it has changed, and shows the problems of the last change.
// Only `serve` puts this into pages; it is no part of the published site.

const own = document.querySelector("script[data-page]");
const page = own instanceof HTMLElement ? own.dataset.page : "";

/** @typedef {{zh: string, en: string}} Both */
/** @typedef {{file: string, line: number, column: number, rule: string, message: Both, hint: Both, severity: string}} Problem */
/** @typedef {{turn: number, words: Record<string, string>, problems: Problem[]}} State */

/**
 * Returns an element with a text.
 * @param {string} name
 * @param {string} text
 * @param {string} [lang]
 */
function element(name, text, lang) {
  const made = document.createElement(name);
  made.textContent = text;
  if (lang) {
    made.lang = lang;
  }
  return made;
}

/**
 * Shows problems over the page, or takes the panel away where there are none.
 * @param {State} state
 */
function show({ words, problems }) {
  document.querySelector(".live-panel")?.remove();
  if (problems.length === 0) {
    return;
  }
  const panel = document.createElement("section");
  panel.className = "live-panel";
  panel.setAttribute("role", "alert");
  panel.append(element("h2", words.title ?? ""), element("p", words.behind ?? ""));
  const list = document.createElement("ol");
  for (const problem of problems) {
    const item = document.createElement("li");
    item.append(
      element("code", `${problem.file}:${problem.line}:${problem.column}`),
      element("p", `${problem.message.zh}${problem.hint.zh}`, "zh-Hans"),
      element("p", `${problem.message.en} ${problem.hint.en}`, "en"),
    );
    list.append(item);
  }
  panel.append(list);
  document.body.append(panel);
}

/** How long to wait until the next look, in milliseconds. */
const PAUSE = 250;

/** What was last heard; a page that was never told of problems shows none. */
let last = "";

/** Loads the page again if the server has another one now; scrolling stays. */
async function refresh() {
  const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
  if (answer.headers.get("X-Page") !== page) {
    location.reload();
  }
}

/** Asks what is new. A stream would keep a connection, of which browsers allow six for all pages of a site together. */
async function look() {
  const text = await (await fetch("/_live", { cache: "no-store" })).text();
  if (text !== last) {
    last = text;
    show(JSON.parse(text));
    await refresh();
  }
}

/** Looks again and again while the page is seen. */
async function keepLooking() {
  if (!document.hidden) {
    await look().catch(() => {});
  }
  setTimeout(keepLooking, PAUSE);
}

keepLooking();
document.addEventListener("visibilitychange", () => look().catch(() => {}));
