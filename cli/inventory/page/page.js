"use strict";
// Without it the page has all there is to read: this adds searching and sorting.
(() => {
  const rows = [...document.querySelectorAll("tbody tr")];
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const form = document.querySelector(".search");
  const input = form.querySelector("input");
  const output = form.querySelector("output");

  // Each word of what is searched has to be in a row.
  const search = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const row of rows) {
      const matches = words.every((word) => texts.get(row).includes(word));
      row.hidden = !matches;
      if (matches) found += 1;
      const drawn = row.id && document.getElementById("drawn-" + row.id);
      if (drawn) drawn.classList.toggle("other", !matches);
    }
    output.textContent = words.length === 0 ? "" : found + " of " + rows.length;
  };

  const collator = new Intl.Collator(undefined, { numeric: true });
  const sort = (heading) => {
    const body = heading.closest("table").tBodies[0];
    const direction = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    for (const each of heading.parentNode.children) each.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
    const key = (row) => row.children[heading.cellIndex].textContent.trim();
    // What is empty comes last either way.
    const compare = (one, other) =>
      (key(one) === "") - (key(other) === "") || direction * collator.compare(key(one), key(other));
    body.append(...[...body.rows].sort(compare));
  };

  for (const heading of document.querySelectorAll("thead th")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sort(heading));
    heading.append(button);
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", search);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== input && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    } else if (event.key === "Escape" && document.activeElement === input) {
      input.value = "";
      search();
    }
  });
  search();
})();
