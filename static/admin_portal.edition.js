// Small comforts of the editor of editions; every page works without this file.
(() => {
  "use strict";
  // On a phone the sections are one long line.
  document.querySelector(".edition-tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

  // A choice that other fields depend on draws the form again in place; without this file a button
  // does.
  const form = document.querySelector("[data-edition-form]");
  if (form) {
    let asked = 0;
    const redraw = async () => {
      const number = ++asked;
      const sent = new FormData(form);
      sent.append("_perbarui", "1");
      const answer = await fetch(form.action, { method: "POST", body: sent, credentials: "same-origin" });
      const drawn = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-edition-form]");
      if (!drawn || number !== asked) return;
      // What was typed meanwhile stays, and so does the place.
      const texts = [...form.elements].filter((field) => field.id && field.matches("input:not([type=checkbox], [type=radio], [type=hidden]), textarea"));
      const typed = texts.filter((field) => sent.get(field.name) !== field.value).map((field) => [field.id, field.value]);
      const here = form.contains(document.activeElement) ? document.activeElement.id : "";
      form.replaceChildren(...drawn.childNodes);
      typed.forEach(([id, value]) => { const field = document.getElementById(id); if (field) field.value = value; });
      if (here) document.getElementById(here)?.focus({ preventScroll: true });
    };
    form.addEventListener("change", (event) => {
      if (event.target.matches("[data-refresh]")) redraw().catch(() => { /* the button is still there */ });
    });

    // What was typed is not left behind by accident.
    let typed = false;
    form.addEventListener("input", () => { typed = true; });
    form.addEventListener("submit", () => { typed = false; });
    addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
  }

  // A row to verify: the first empty field, so that a run of rows needs no mouse.
  const verify = document.querySelector("[data-verify]");
  if (verify && !document.querySelector("[data-focus]")) {
    const fields = [...verify.querySelectorAll("input[type=text]")];
    (fields.find((field) => field.value === "") || fields[1] || fields[0])?.focus();
  }
})();
