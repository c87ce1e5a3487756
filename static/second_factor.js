/* Joins the buttons of our pages to allauth's passkey script; nothing runs inline. */
(() => {
  "use strict";
  const forms = window.allauth && window.allauth.webauthn && window.allauth.webauthn.forms;
  if (!forms || !window.PublicKeyCredential) return;
  document.querySelectorAll("[data-webauthn]").forEach((form) => {
    const button = form.querySelector("[data-webauthn-go]");
    const wrong = form.querySelector("[data-webauthn-error]");
    const idOf = (name) => (form.elements[name] ? form.elements[name].id : undefined);
    forms[form.dataset.webauthn]({
      ids: {
        add: button.id, authenticate: button.id, login: button.id, data: "js_data",
        credential: idOf("credential"), passwordless: idOf("passwordless"),
      },
    });
    button.hidden = false;
    button.addEventListener("click", () => { wrong.hidden = true; });
    document.addEventListener("allauth.error", (event) => {
      event.preventDefault();
      wrong.hidden = false;
    });
  });
})();
