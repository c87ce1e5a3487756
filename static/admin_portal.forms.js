// Rows that are added and taken off, and suggestions while a person types.
(() => {
  "use strict";
  const numbered = (text, prefix, number) => text.replace(new RegExp(`${prefix}-(\\d+|__prefix__)`), `${prefix}-${number}`);
  const renumber = (row, prefix, number) => {
    [row, ...row.querySelectorAll("*")].forEach((part) => {
      for (const name of ["id", "name", "for", "list", "aria-describedby", "aria-labelledby"]) {
        const value = part.getAttribute(name);
        if (value) part.setAttribute(name, numbered(value, prefix, number));
      }
    });
  };

  document.querySelectorAll("[data-rows]").forEach((group) => {
    const prefix = group.dataset.rows;
    const place = group.querySelector("[data-rows-here]");
    const template = group.querySelector("template");
    const add = group.querySelector("[data-add-row]");
    const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
    const most = Number(document.getElementById(`id_${prefix}-MAX_NUM_FORMS`)?.value || 1000);
    if (!add || !template || !total) return;
    const rows = () => [...place.querySelectorAll(":scope > [data-one-row]")];
    const count = () => {
      rows().forEach((row, number) => renumber(row, prefix, number));
      total.value = rows().length;
      add.hidden = rows().length >= most;
    };
    const mayGo = (row) => {
      const button = row.querySelector("[data-remove-row]");
      if (!button) return;
      button.hidden = false;
      button.addEventListener("click", () => {
        row.remove();
        count();
        add.focus();
      });
    };
    rows().forEach(mayGo);
    add.hidden = rows().length >= most;
    add.addEventListener("click", () => {
      const row = template.content.firstElementChild.cloneNode(true);
      place.append(row);
      count();
      mayGo(row);
      row.querySelectorAll("[data-suggest]").forEach(suggest);
      row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    });
  });

  function suggest(field) {
    let asked = "";
    let waiting = 0;
    const ask = async () => {
      const term = field.value.trim();
      if (term.length < 2 || term === asked) return;
      asked = term;
      try {
        const answer = await fetch(`${field.dataset.suggest}&term=${encodeURIComponent(term)}`, { headers: { Accept: "application/json" } });
        if (!answer.ok || asked !== term) return;
        const found = (await answer.json()).results.filter((each) => each.key);
        document.getElementById(field.getAttribute("list")).replaceChildren(
          ...found.map((each) => Object.assign(document.createElement("option"), { value: each.key, textContent: each.text })),
        );
      } catch { /* Typing the whole of it works all the same. */ }
    };
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, 250);
    });
  }
  document.querySelectorAll("[data-suggest]").forEach(suggest);
})();
