/**
 * Citing: puts the address at which the page is open and today's date into the citations, and copies them as plain text
 * and as HTML, so that pasting into Word or WPS gives a live link. Without it the citations stand there to be selected.
 *
 * In the page: a section `[data-copy]` with its words (`data-copy-form`, `data-copied`, `data-failed`), `.cite-form`s,
 * buttons `[data-copy-text]`, a line `[role=status]`, and a box `[data-fingerprint-choice]`.
 */
const KEPT = "cite-fingerprint";
const COPIED_FOR = 2000;

/** How a date is written in a citation; in the reader's own time zone. @type {Record<string, Intl.DateTimeFormat>} */
const DATES = {
  iso: new Intl.DateTimeFormat("sv-SE"),
  zh: new Intl.DateTimeFormat("zh-Hans-CN", { year: "numeric", month: "long", day: "numeric" }),
  en: new Intl.DateTimeFormat("en-GB", { year: "numeric", month: "long", day: "numeric" }),
};

/** @param {string} address */
const absolute = (address) => new URL(address, document.baseURI).href;

/** Fills in what only the reader's browser knows, in the citations and in what is printed. */
function fill() {
  const today = new Date();
  for (const each of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-date]"))) {
    each.textContent = DATES[each.dataset.date ?? "iso"].format(today);
  }
  for (const each of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-address]"))) {
    each.textContent = absolute(each.dataset.address || each.getAttribute("href") || "");
  }
}

/** A copy of an element without what is hidden, its links absolute and its marks gone. @param {Element} element */
function cleaned(element) {
  const copy = /** @type {Element} */ (element.cloneNode(true));
  for (const each of copy.querySelectorAll("[hidden]")) each.remove();
  for (const each of copy.querySelectorAll("span, mark")) each.replaceWith(...each.childNodes);
  for (const each of copy.querySelectorAll("a")) {
    const link = document.createElement("a");
    link.href = absolute(each.getAttribute("href") ?? "");
    link.append(...each.childNodes);
    each.replaceWith(link);
  }
  copy.normalize();
  return copy;
}

/** @param {Element} form a `.cite-form` */
const words = (form) => /** @type {Element} */ (form.querySelector(".cite-words"));

/**
 * @param {Element} section
 * @param {Element} form
 * @returns {{ text: string, html: string }}
 */
function citation(section, form) {
  const own = words(form);
  const text = cleaned(own).textContent ?? "";
  // Markup is for where only plain text can be pasted; elsewhere the same citation is pasted as a link.
  const rich = own.classList.contains("cite-code") ? words(section.querySelector(".cite-form") ?? form) : own;
  const lang = rich.closest("[lang]")?.getAttribute("lang");
  return { text, html: `<p lang="${lang}">${cleaned(rich).innerHTML}</p>` };
}

/**
 * The text in quotes with its citation below. Within Chinese quotation marks the text's own become single ones.
 * @param {Element} section
 * @param {string} language
 */
function quotation(section, language) {
  const article = section.closest("article");
  const body = article?.querySelector(`[data-field="practice"][lang^="${language}"]`);
  const form = section.querySelector(language === "zh" ? "#cite-official" : "#cite-english");
  if (!body || !form) return null;
  const source = citation(section, form);
  const paragraphs = [...body.querySelectorAll("p")].map((each) => {
    const text = (each.textContent ?? "").trim();
    return text.replace(/“/g, "‘").replace(/”/g, "’");
  });
  const quoted = paragraphs.map((each, at) => `“${each}${at === paragraphs.length - 1 ? "”" : ""}`);
  const block = document.createElement("blockquote");
  block.lang = body.getAttribute("lang") ?? "";
  for (const each of quoted) {
    const paragraph = document.createElement("p");
    paragraph.textContent = each;
    block.append(paragraph);
  }
  const dash = language === "zh" ? "——" : "— ";
  return {
    text: `${quoted.join("\n\n")}\n${dash}${source.text}`,
    html: block.outerHTML + source.html.replace(/^<p[^>]*>/, (opening) => opening + dash),
  };
}

/** Copies by the old command, which also works where the page was not served over HTTPS. */
function copyByCommand({ text, html }) {
  /** @param {ClipboardEvent} event */
  const hand = (event) => {
    event.clipboardData?.setData("text/plain", text);
    event.clipboardData?.setData("text/html", html);
    event.preventDefault();
  };
  document.addEventListener("copy", hand, { once: true });
  try {
    return document.execCommand("copy");
  } finally {
    document.removeEventListener("copy", hand);
  }
}

/** @param {{ text: string, html: string }} what @returns {Promise<boolean>} whether it is on the clipboard */
async function copy(what) {
  try {
    const item = new ClipboardItem({
      "text/plain": new Blob([what.text], { type: "text/plain" }),
      "text/html": new Blob([what.html], { type: "text/html" }),
    });
    await navigator.clipboard.write([item]);
    return true;
  } catch {
    return copyByCommand(what);
  }
}

/** @returns {boolean} whether the reader wants the fingerprint named; yes where the browser keeps nothing */
function wanted() {
  try {
    return localStorage.getItem(KEPT) !== "no";
  } catch {
    return true;
  }
}

/** @param {boolean} yes */
function keep(yes) {
  try {
    localStorage.setItem(KEPT, yes ? "yes" : "no");
  } catch {
    // Kept nowhere: it holds for this page only.
  }
}

/** Puts a copy button beside every form. @param {HTMLElement} section */
function addButtons(section) {
  for (const form of section.querySelectorAll(".cite-form")) {
    const button = document.createElement("button");
    const name = form.querySelector(".cite-name")?.textContent ?? "";
    button.type = "button";
    button.className = "button";
    button.textContent = section.dataset.copy ?? "";
    button.setAttribute("aria-label", (section.dataset.copyForm ?? "").replace("{form}", () => name));
    form.append(button);
  }
}

/** @param {HTMLElement} section */
function start(section) {
  const status = /** @type {HTMLElement} */ (section.querySelector("[role=status]"));
  const choice = /** @type {HTMLInputElement | null} */ (section.querySelector("[data-fingerprint-choice]"));

  let timer = 0;

  const show = () => {
    for (const each of section.querySelectorAll("[data-fingerprint]")) each.toggleAttribute("hidden", !choice?.checked);
  };

  /**
   * @param {HTMLButtonElement} button
   * @param {{ text: string, html: string } | null} what
   * @param {Element} shown what is selected where copying is not allowed
   */
  async function answer(button, what, shown) {
    if (!what) return;
    const done = await copy(what);
    status.textContent = (done ? section.dataset.copied : section.dataset.failed) ?? "";
    if (!done) {
      window.getSelection()?.selectAllChildren(shown);
      return;
    }
    for (const each of section.querySelectorAll("[data-done]")) each.removeAttribute("data-done");
    button.dataset.done = section.dataset.copied ?? "";
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      delete button.dataset.done;
      status.textContent = "";
    }, COPIED_FOR);
  }

  section.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("button");
    if (!button) return;
    fill();
    const form = button.closest(".cite-form");
    const language = button.dataset.copyText;
    if (form) answer(button, citation(section, form), words(form));
    else if (language) answer(button, quotation(section, language), words(section));
  });

  if (choice) {
    choice.checked = wanted();
    choice.addEventListener("change", () => {
      keep(choice.checked);
      show();
    });
    show();
  }
  addButtons(section);
  fill();
}

for (const section of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("section[data-copy]"))) {
  start(section);
}
