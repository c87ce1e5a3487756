// Ticks all rows of a page; without this file they are ticked one by one.
(() => {
  "use strict";
  const all = document.querySelector("[data-tick-all]");
  if (!all) return;
  const table = all.closest("table");
  const form = all.closest("form");
  const boxes = () => [...table.querySelectorAll("tbody .tickcell input")];
  const across = form.querySelector("[data-tick-across]");
  const tell = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes().length;
    all.indeterminate = ticked > 0 && !all.checked;
    if (!across) return;
    // All rows of the list are offered once those of the page are ticked.
    across.hidden = !all.checked;
    if (!all.checked) across.querySelector("input").checked = false;
  };
  all.hidden = false;
  all.addEventListener("change", () => {
    boxes().forEach((box) => { box.checked = all.checked; });
    tell();
  });
  table.addEventListener("change", tell);
  addEventListener("pageshow", tell);
  tell();
})();
