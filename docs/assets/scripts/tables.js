/**
 * Tables whose rows are set one below the other on a narrow screen: keeps them tables for screen readers, since some
 * browsers take a table that is not laid out as one for plain text. Without it most browsers know them all the same.
 */
const NARROW = "(max-width: 47.99em)";

/** @param {Element} part a part of a table @returns {string} the role that its name already says */
function role(part) {
  switch (part.localName) {
    case "tr":
      return "row";
    case "td":
      return "cell";
    case "th":
      return part.getAttribute("scope") === "col" ? "columnheader" : "rowheader";
    default:
      return "rowgroup";
  }
}

if (window.matchMedia(NARROW).matches) {
  for (const table of document.querySelectorAll(".table-stack")) {
    table.setAttribute("role", "table");
    for (const part of table.querySelectorAll("thead, tbody, tfoot, tr, th, td")) part.setAttribute("role", role(part));
  }
}
