// On the guide for editors: names the file that an edit link led to (`/editing/?file=…`), as text only.

const place = document.querySelector(".editing-file");
const file = new URLSearchParams(location.search).get("file") ?? "";

if (place instanceof HTMLElement && /^[\w./-]{1,200}$/.test(file)) {
  const name = place.querySelector("code");
  if (name !== null) {
    name.textContent = file;
    place.hidden = false;
  }
}
