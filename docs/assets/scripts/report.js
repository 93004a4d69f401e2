/**
 * Reporting an error: fills in which measure or page the reader came from (`/report/?m=IDENTIFIER`, `/report/?page=PATH`)
 * and the words that were selected there (`&text=`), puts the report together and copies it. Nothing is sent by the page.
 *
 * In the page: a form `[data-report]` with the fields `page`, `shown`, `right` and `source`, and perhaps links
 * `[data-report-mail]` and `[data-report-issue]`, which take the report along.
 */
import { loadJson } from "./loading.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-report]"));
const status = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
const lang = document.documentElement.lang === "en" ? "en" : "zh";
const home = new URL(form.dataset.home ?? "", document.baseURI);
const root = new URL(form.dataset.root ?? "", document.baseURI);
const LONGEST = 1500; // Characters of a report that an address may hold in all browsers and mail programs.

/** @param {string} name @returns {HTMLTextAreaElement} */
const field = (name) => /** @type {HTMLTextAreaElement} */ (form.elements.namedItem(name));

/** The report as text: each field that is filled in, under its label. */
const report = () =>
  [...form.querySelectorAll("textarea")]
    .filter(({ value }) => value.trim())
    .map(({ id, value }) => `${form.querySelector(`label[for="${id}"]`)?.textContent}${lang === "en" ? ": " : "："}\n${value.trim()}`)
    .join("\n\n");

/** Leads the links to where the report is taken along. */
function follow() {
  const [subject, body] = [form.dataset.subject ?? "", report().slice(0, LONGEST)];
  const mail = /** @type {HTMLAnchorElement | null} */ (document.querySelector("[data-report-mail]"));
  if (mail) mail.href = `${mail.href.split("?")[0]}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
  const issue = /** @type {HTMLAnchorElement | null} */ (document.querySelector("[data-report-issue]"));
  if (!issue) return;
  const address = new URL(issue.href);
  for (const name of [...address.searchParams.keys()]) address.searchParams.set(name, /title/.test(name) ? subject : body);
  issue.href = address.href;
}

async function prefill() {
  const asked = new URLSearchParams(window.location.search);
  const [id, page] = [asked.get("m") ?? "", asked.get("page") ?? ""];
  field("shown").value = (asked.get("text") ?? "").slice(0, LONGEST);
  if (/^[\w/.#-]{1,300}$/.test(page)) field("page").value = new URL(page.replace(/^\/+/, ""), root).href;
  if (!/^[a-z0-9-]{1,60}$/.test(id)) return;
  const address = new URL(`m/${id}/`, home).href;
  field("page").value = address;
  const measure = await loadJson(new URL(`api/v1/measures/${id}.json`, root)).catch(() => null);
  if (measure && field("page").value === address) field("page").value = `${measure.title[lang]}\n${address}`;
}

form.addEventListener("input", follow);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(report());
    status.textContent = form.dataset.copied ?? "";
  } catch {
    status.textContent = form.dataset.failed ?? "";
  }
});
prefill().then(follow);
form.hidden = false;
