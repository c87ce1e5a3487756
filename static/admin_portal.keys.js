// Keys for officials; "?" shows those of the page or, while a document is open, of its window.
// Nothing else happens while a person types, with a modifier, or in a dialog. Letters are those of Django's proposal for its admin where it has them:
// ? g-i / j k x a. They can be switched off for good (WCAG 2.1.4), on this device.
(() => {
  "use strict";
  const STORED = "portal-keys";
  const SEQUENCE_MS = 1500;
  const dialog = document.querySelector("[data-keys-dialog]");
  const viewer = document.querySelector("[data-viewer]");
  const list = document.querySelector("[data-list]");
  const rows = list ? [...list.querySelectorAll("[data-row]")] : [];
  const search = document.querySelector(".backoffice-main input[type=search]");
  const shown = (el) => el.getClientRects().length > 0;
  const typing = (el) => el.closest?.("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]");
  let on = true;
  try { on = localStorage.getItem(STORED) !== "off"; } catch { /* forbidden */ }

  // Rows of a list
  let at = -1;
  const stand = (index) => {
    rows[at]?.classList.remove("is-at");
    at = Math.max(0, Math.min(rows.length - 1, index));
    rows[at].classList.add("is-at");
    rows[at].querySelector("[data-open]").focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };
  const tick = () => {
    const box = rows[at]?.querySelector("input[type=checkbox]");
    if (!box) return;
    box.checked = !box.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };
  // Back from a file the browser itself focuses its row, which the address names.
  at = rows.findIndex((row) => row.querySelector(":target"));
  rows[at]?.classList.add("is-at");

  // Actions on a file: a key leads to the button, and Enter on the button is the press.
  const send = (form) => [...form.querySelectorAll("button:not([name])")].pop();
  const open = (form) => {
    const fold = form.closest("details");
    if (fold) fold.open = true;
    const opinion = form.querySelector("input[type=radio]");
    const undecided = opinion && !form.querySelector("input[type=radio]:checked");
    const mark = form.id === "form-request_revision" && document.querySelector("input[name=fields]");
    const tick = form.querySelector("input[type=checkbox][required]:not(:checked)");
    const first = (undecided && opinion) || mark || tick || send(form);
    first.focus({ preventScroll: true });
    first.scrollIntoView({ block: "nearest" });
  };
  const likely = document.querySelector(".acts .act form");
  const correct = document.querySelector("#form-request_revision");
  const refuse = document.querySelector("#form-reject");
  const bulk = [...document.querySelectorAll(".on-rows button")].find(shown);
  const reasonForms = [...document.querySelectorAll("form[data-reason]")];
  const picks = (form) => [...form.querySelectorAll("button[name=pick]")].filter(shown).slice(0, 9);
  const openForm = () => {
    const near = document.activeElement?.form;
    if (near && reasonForms.includes(near)) return near;
    return reasonForms.find((form) => form.closest("details")?.open);
  };
  const pick = (number) => {
    const form = openForm();
    const button = form && picks(form)[number - 1];
    if (!button) return false;
    button.click();
    const opinion = button.closest(".opinion")?.querySelector("input[type=radio]");
    if (opinion) opinion.checked = true;
    send(form).focus({ preventScroll: true });
    return true;
  };
  const number = (form) => picks(form).forEach((button, index) => {
    const key = button.querySelector("kbd") || document.createElement("kbd");
    key.textContent = `${index + 1}`;
    key.setAttribute("aria-hidden", "true");
    button.prepend(key);
    button.setAttribute("aria-keyshortcuts", `${index + 1}`);
  });
  reasonForms.forEach((form) => {
    form.closest("details")?.addEventListener("toggle", () => { if (on) number(form); });
    // Another direction shows other reasons.
    form.addEventListener("change", (event) => { if (on && event.target.type === "radio") number(form); });
  });
  // From a tick or a choice Enter leads to the button, which a second Enter presses.
  document.addEventListener("keydown", (event) => {
    const { form } = event.target;
    if (event.key !== "Enter" || !reasonForms.includes(form) || !event.target.matches("[type=checkbox], [type=radio]")) return;
    event.preventDefault();
    send(form).focus();
  });

  // One key, one thing to do: a function, or nothing where the page has nothing for it.
  const press = (key) => {
    const target = [...document.querySelectorAll(`[data-key="${key}"]`)].find(shown);
    return target && (() => target.click());
  };
  const goTo = (selector) => {
    const link = document.querySelector(selector);
    return link && (() => link.click());
  };
  const keys = {
    "?": dialog && (() => help()),
    "/": search ? () => { search.focus(); search.select(); } : goTo("[data-search]"),
    j: rows.length ? () => stand(at + 1) : press("j"),
    k: rows.length ? () => stand(at < 0 ? 0 : at - 1) : press("k"),
    x: rows.length && list.querySelector("[data-row] input[type=checkbox]") ? tick : null,
    a: likely ? () => open(likely) : bulk && (() => bulk.focus()),
    m: correct && (() => open(correct)),
    t: refuse && (() => open(refuse)),
    p: press("p"),
    u: press("u"),
    "g i": goTo(".brand"),
  };
  const known = (name) => (name === "1–9" ? reasonForms.some((form) => form.querySelector("button[name=pick]")) : Boolean(keys[name]));

  let before = "";
  let since = 0;
  document.addEventListener("keydown", (event) => {
    if (!on || event.defaultPrevented || event.isComposing || event.repeat && !"jk".includes(event.key)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key !== "?")) return;
    if (typing(event.target) || dialog?.open) return;
    // The window of a document has keys of its own, admin_portal.viewer.js.
    if (document.querySelector("dialog[open]") && !(event.key === "?" && viewer?.open)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : "";
    if (!key) return;
    const pair = event.timeStamp - since < SEQUENCE_MS ? `${before} ${key}` : key;
    before = key;
    since = event.timeStamp;
    const act = keys[pair] || keys[key];
    if (act) {
      event.preventDefault();
      act();
    } else if (key >= "1" && key <= "9" && pick(Number(key))) event.preventDefault();
  });

  // What a screen reader says and what the hints show follow the switch.
  const told = [
    [".acts .act form", "a"], ["#form-request_revision", "m"], ["#form-reject", "t"],
  ].flatMap(([selector, key]) => {
    const form = document.querySelector(selector);
    const button = form && (form.closest("details")?.querySelector("summary") || send(form));
    return button ? [[button, key]] : [];
  });
  document.querySelectorAll("[data-key]").forEach((el) => told.push([el, el.dataset.key]));
  if (search) told.push([search, "/"]);
  const tell = () => {
    const named = new Map();
    told.forEach(([el, key]) => named.set(el, [...(named.get(el) || []), key]));
    named.forEach((all, el) => {
      if (on) el.setAttribute("aria-keyshortcuts", all.join(" "));
      else el.removeAttribute("aria-keyshortcuts");
    });
    document.querySelectorAll("[data-keys]").forEach((hint) => { hint.hidden = !on; });
    document.documentElement.classList.toggle("has-keys", on);
    if (on) reasonForms.forEach(number);
  };
  tell();

  if (!dialog) return;
  dialog.querySelectorAll("[data-of]").forEach((line) => {
    const where = line.dataset.on;
    const fits = !where || (where === "list") === Boolean(rows.length);
    line.hidden = !(fits && known(line.dataset.of));
  });
  const help = () => {
    const inViewer = Boolean(viewer?.open);
    dialog.querySelectorAll("[data-keys-in]").forEach((part) => { part.hidden = (part.dataset.keysIn === "viewer") !== inViewer; });
    dialog.setAttribute("aria-labelledby", inViewer ? "tombol-peraga" : "tombol-pintas");
    dialog.showModal();
  };
  const opener = document.querySelector("[data-keys-open]");
  opener.hidden = false;
  opener.addEventListener("click", help);
  const choice = dialog.querySelector("[data-keys-on]");
  choice.checked = on;
  choice.addEventListener("change", () => {
    on = choice.checked;
    try { on ? localStorage.removeItem(STORED) : localStorage.setItem(STORED, "off"); } catch { /* forbidden */ }
    tell();
  });
})();
