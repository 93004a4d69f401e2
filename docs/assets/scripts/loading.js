/**
 * Loading data, and saying so where that fails: a page that was left open while the site was published anew has to be
 * loaded again, and a connection that is down has to be checked.
 */

/** @param {URL | string} address @returns {Promise<Response>} an answer that is one @throws with the `status`, where there is an answer */
export const load = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw Object.assign(new Error(`${answer.status} ${answer.url}`), { status: answer.status });
  return answer;
};

/** @param {URL | string} address @returns {Promise<any>} */
export const loadJson = async (address) => (await load(address)).json();

/** @param {any} error @returns {Promise<boolean>} whether data or scripts that the page was made with are no longer there */
const isOutdated = async (error) => {
  // The copy that opens from a folder stays as it is.
  if ("offline" in window) return false;
  if (error && error.status === 404) return true;
  const scripts = [...document.querySelectorAll("script[src]")];
  const answers = scripts.map((script) => fetch(script.getAttribute("src") ?? "", { method: "HEAD", cache: "no-store" }).then((answer) => answer.status, () => 0));
  return (await Promise.all(answers)).includes(404);
};

/** @param {Element} status where to say it @param {any} error */
export const sayFailed = async (status, error) => {
  const words = JSON.parse(document.getElementById("search-words-of-interface")?.textContent ?? "{}");
  if (!(await isOutdated(error))) {
    status.textContent = words.failed;
    return;
  }
  const reload = document.createElement("button");
  reload.type = "button";
  reload.className = "button";
  reload.textContent = words.reload;
  reload.addEventListener("click", () => window.location.reload());
  status.textContent = words.updated;
  status.append(" ", reload);
};
