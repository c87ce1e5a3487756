// Small comforts for officials; every page works without this file. Keys: admin_portal.keys.js.
(() => {
  "use strict";
  // What is wrong is read first.
  document.querySelector("[data-focus]")?.focus();

  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });

  const filters = document.querySelector("[data-filters]");
  if (filters) {
    const button = filters.querySelector("[data-filters-go]");
    if (button) button.hidden = true;
    filters.addEventListener("change", (event) => {
      if (!["search", "date"].includes(event.target.type)) filters.requestSubmit();
    });
  }
  // What is not asked for does not stand in the address.
  filters?.addEventListener("submit", () => {
    filters.querySelectorAll("select, [type=search], [type=date]").forEach((field) => { field.disabled = field.value === ""; });
  });
  addEventListener("pageshow", () => {
    filters?.querySelectorAll("select, [type=search], [type=date]").forEach((field) => { field.disabled = false; });
  });

  document.querySelectorAll("[data-reason]").forEach((form) => {
    const text = form.querySelector("textarea");
    form.querySelectorAll("button[name=pick]").forEach((button) => {
      button.addEventListener("click", (event) => {
        event.preventDefault();
        const written = text.value.trimEnd();
        if (!written.includes(button.value)) text.value = written ? `${written}\n${button.value}` : button.value;
        text.focus();
      });
    });
    // Another direction of a recommendation: the ready reasons of the former one go.
    form.addEventListener("change", (event) => {
      if (event.target.name !== "opinion") return;
      const former = [...form.querySelectorAll(".opinion:not(:has(:checked)) button[name=pick]")].map((button) => button.value);
      text.value = text.value.split("\n").filter((line) => !former.includes(line)).join("\n");
    });
  });

  const correction = document.querySelector("#form-request_revision");
  if (correction) {
    const marks = [...document.querySelectorAll("input[name=fields]")];
    const told = correction.querySelector("[data-marked]");
    const tell = () => {
      const count = marks.filter((mark) => mark.checked).length;
      told.hidden = count === 0;
      told.textContent = `${count} ✓`;
      if (count) correction.closest("details").open = true;
    };
    marks.forEach((mark) => mark.addEventListener("change", tell));
    tell();
  }

  // A reason that was typed when the session had ended comes back once, to its own form.
  try {
    const key = `kept:${location.pathname}`;
    const [name, text] = JSON.parse(sessionStorage.getItem(key)) || [];
    const form = name && document.getElementById(`form-${name}`);
    const field = form && form.querySelector("textarea");
    if (field && !field.value) {
      field.value = text;
      form.closest("details")?.setAttribute("open", "");
      sessionStorage.removeItem(key);
    }
  } catch { /* forbidden */ }

  // A second press while the first is on its way does nothing.
  const onceForms = [...document.querySelectorAll("form[data-once]")];
  let sent = null;
  onceForms.forEach((form) => {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
      form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-disabled", "true"));
    });
  });
  document.addEventListener("submit", (event) => { sent = event.target; });
  // Back on this page, or never left it: every form can be sent again.
  const stay = () => {
    sent = null;
    onceForms.forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
    });
  };
  addEventListener("pageshow", stay);

  // Half-written text in one form is not lost by leaving, nor by sending another form.
  const isChanged = (field) => {
    if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
    return ["textarea", "text", "date"].includes(field.type) && field.value !== field.defaultValue;
  };
  addEventListener("beforeunload", (event) => {
    const forms = [...document.querySelectorAll("[data-reason], .remarks form")];
    if (!forms.some((form) => form !== sent && [...form.elements].some(isChanged))) return;
    event.preventDefault();
    // It runs once the question is answered; who stays may send after all.
    setTimeout(stay);
  });

  // An open group closes when the eye goes elsewhere.
  const groups = [...document.querySelectorAll(".menu-group")];
  document.addEventListener("click", (event) => groups.forEach((g) => { if (!g.contains(event.target)) g.open = false; }));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    groups.filter((g) => g.open).forEach((g) => { g.open = false; g.querySelector("summary").focus(); });
  });

  // On a wide screen the menu and the filters are always open; on a phone they fold.
  document.querySelectorAll("[data-menu], [data-more]").forEach((part) => {
    const wide = matchMedia(part.matches("[data-menu]") ? "(min-width: 1100px)" : "(min-width: 900px)");
    // What the page opened, because something in it is wrong, stays so.
    const asked = part.open;
    const fit = () => { part.open = asked || wide.matches; };
    fit();
    wide.addEventListener("change", fit);
  });
})();
