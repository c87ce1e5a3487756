/* Improves pages that already work without it: saving while typing, uploads with progress, one send. */
(() => {
  "use strict";
  const words = document.body.dataset;
  /* Another account on the same phone has other keys. */
  const keyOf = (form) => `portal:${words.account}:${new URL(form.action).pathname}`;
  const store = {
    get: (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden */ } },
    drop: (key) => { try { localStorage.removeItem(key); } catch { /* forbidden */ } },
  };

  const strip = document.querySelector("[data-offline-strip]");
  const showNetwork = () => {
    if (!strip) return;
    strip.firstElementChild.textContent = navigator.onLine ? "" : words.offline;
    strip.hidden = navigator.onLine;
  };
  addEventListener("online", showNetwork);
  addEventListener("offline", showNetwork);
  showNetwork();

  const sayUnsent = () => { if (strip) strip.firstElementChild.textContent = words.unsent; };

  const sized = (bytes) => {
    const unit = bytes < 1e6 ? [1e3, "KB", 0] : [1e6, "MB", 1];
    return `${(bytes / unit[0]).toLocaleString(document.documentElement.lang, { maximumFractionDigits: unit[2] })} ${unit[1]}`;
  };

  /* A form is sent once; coming back to the page makes it usable again. */
  const guard = (form) => form.addEventListener("submit", (event) => {
    /* Without a network the browser would put its own page in the place of what was typed. */
    if (!navigator.onLine) { event.preventDefault(); sayUnsent(); return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-disabled", "true"));
  });
  const release = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll("button").forEach((button) => button.removeAttribute("aria-disabled"));
  };
  addEventListener("pageshow", (event) => { if (event.persisted) document.querySelectorAll("form").forEach(release); });

  const groupDigits = (input) => input.addEventListener("change", () => {
    const typed = input.value.replace(/^\s*rp\.?\s*/i, "").trim();
    /* Only what is whole: 60000000.0 would become ten times as much. */
    if (!/^(\d+|\d{1,3}([.\s]\d{3})+)$/.test(typed)) return;
    const digits = typed.replace(/[.\s]/g, "");
    if (digits.length <= 15) input.value = digits.replace(/\B(?=(\d{3})+$)/g, ".");
  });

  /* What the page showed is no text of the person: it travels and is kept with the text, and is compared by nobody. */
  const SHOWN = "semula";
  const written = (pairs) => pairs.filter(([name, value]) => ![SHOWN, "csrfmiddlewaretoken"].includes(name) && typeof value === "string");
  const typed = (form) => written([...new FormData(form)]);
  const show = (form, shown) => { if (form.elements[SHOWN]) form.elements[SHOWN].value = shown; };
  const refill = (form, pairs) => {
    for (const control of form.elements) {
      if (!control.name || control.type === "hidden" || control.type === "file" || control.tagName === "BUTTON") continue;
      const values = pairs.filter(([name]) => name === control.name).map(([, value]) => value);
      if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
      else if (values.length) control.value = values[0];
    }
  };

  /* Every change is sent to the page's own address; what cannot be sent stays on this phone. */
  const autosave = (form) => {
    const key = keyOf(form);
    const line = form.querySelector("[data-saved-line]");
    const say = (text) => { if (line) line.textContent = text; };
    const sayEnded = () => {
      say(`${words.ended} `);
      const link = Object.assign(document.createElement("a"), { href: `${words.login}?next=${encodeURIComponent(location.pathname)}`, textContent: words.signIn });
      if (line) line.append(link);
    };
    const keep = () => store.set(key, [...typed(form), [SHOWN, new FormData(form).get(SHOWN) || ""]]);
    let timer = 0;
    const save = async () => {
      clearTimeout(timer);
      if (form.dataset.sent) return;
      const pairs = typed(form);
      keep();
      if (!navigator.onLine) { say(words.kept); return; }
      say(words.saving);
      try {
        const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, credentials: "same-origin" });
        if (answer.redirected || answer.status === 401 || answer.status === 403) { sayEnded(); return; }
        if (!answer.ok) throw new Error(String(answer.status));
        const told = await answer.json();
        if (told.shown) show(form, told.shown);
        if (JSON.stringify(pairs) === JSON.stringify(typed(form)) && told.complete) store.drop(key);
        else keep();
        if (told.saved_at) dispatchEvent(new CustomEvent("portal:saved", { detail: new URL(form.action).pathname }));
        say(told.conflict || (told.saved_at ? `${words.saved} ${told.saved_at}` : words.kept));
      } catch { say(words.kept); }
    };
    const later = () => { keep(); clearTimeout(timer); timer = setTimeout(save, 1500); };
    const kept = store.get(key);
    if (kept && JSON.stringify(written(kept)) === JSON.stringify(typed(form))) store.drop(key);
    else if (kept && !document.querySelector(".errors")) {
      refill(form, kept);
      /* It was typed on the page as that one was: what was changed since is not overwritten unseen. */
      show(form, Object.fromEntries(kept)[SHOWN] || "");
      say(words.restored);
      if (navigator.onLine) later();
    }
    form.addEventListener("change", save);
    form.addEventListener("input", later);
    form.addEventListener("submit", () => { clearTimeout(timer); keep(); });
    addEventListener("online", () => { if (store.get(key)) save(); });
  };
  /* The server has the answers once it moved on from the form: only then may this phone forget them. */
  const forget = () => document.querySelectorAll("[data-forget]").forEach((mark) => store.drop(`portal:${words.account}:${mark.dataset.forget}`));
  const leave = (form) => form.addEventListener("submit", () => {
    try { Object.keys(localStorage).filter((key) => key.startsWith("portal:")).forEach(store.drop); } catch { /* forbidden */ }
  });

  /* What another system asks for is copied, not typed again; without the script it can still be marked. */
  const copy = (button) => {
    const source = document.getElementById(button.dataset.copy);
    if (!source || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.innerText.trim());
        button.textContent = button.dataset.copied;
      } catch { getSelection().selectAllChildren(source); }
    });
  };

  /* A phone photo is made smaller before it travels; anything that goes wrong sends the original. */
  const shrink = async (file) => {
    if (!/^image\/(jpeg|webp|png)$/.test(file.type) || file.size < 1.5e6 || !window.createImageBitmap) return file;
    try {
      const image = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, 2200 / Math.max(image.width, image.height));
      const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(image.width * scale), height: Math.round(image.height * scale) });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
      return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : file;
    } catch { return file; }
  };
  const preview = (form, file) => {
    const box = form.querySelector("[data-chosen]");
    if (!box) return;
    box.hidden = false;
    box.querySelector("[data-name]").textContent = file.name;
    box.querySelector("[data-size]").textContent = sized(file.size);
    const old = box.querySelector(".thumb");
    const thumb = document.createElement(file.type.startsWith("image/") ? "img" : "span");
    thumb.className = "thumb";
    if (thumb.tagName === "IMG") { thumb.alt = ""; thumb.src = URL.createObjectURL(file); } else thumb.textContent = "PDF";
    old.replaceWith(thumb);
  };
  const upload = (form) => {
    const input = form.querySelector("input[type=file]");
    const box = form.querySelector("[data-chosen]");
    if (!input || !box) return;
    const bar = box.querySelector("progress");
    const note = box.querySelector("[data-note]");
    input.addEventListener("change", () => {
      if (!input.files[0]) return;
      form.querySelectorAll(".wrong").forEach((told) => told.remove());
      input.removeAttribute("aria-invalid");
      preview(form, input.files[0]);
    });
    form.addEventListener("submit", async (event) => {
      const file = input.files[0];
      if (!file || event.defaultPrevented) return;
      event.preventDefault();
      const body = new FormData(form);
      if (event.submitter && event.submitter.name) body.set(event.submitter.name, event.submitter.value);
      const smaller = await shrink(file);
      body.set(input.name, smaller, smaller.name);
      const fail = () => { bar.hidden = true; note.textContent = words.failed; release(form); };
      const arrive = (request) => {
        const page = new DOMParser().parseFromString(request.responseText, "text/html");
        const main = page.querySelector("main");
        if (!main) { fail(); return; }
        history.replaceState(null, "", request.responseURL);
        document.title = page.title;
        document.querySelector("main").replaceWith(main);
        begin(main);
        scrollTo(0, 0);
        if (!main.querySelector("[data-focus]")) main.focus({ preventScroll: true });
      };
      /* While others' files are looked at, the portal says when to come back; nobody has to press again. */
      const send = (triesLeft) => {
        const request = new XMLHttpRequest();
        bar.hidden = false;
        note.textContent = `${words.uploading} (${sized(smaller.size)})`;
        request.upload.onprogress = (at) => { if (at.lengthComputable) { bar.max = at.total; bar.value = at.loaded; } };
        request.onerror = fail;
        request.onload = () => {
          const wait = request.getResponseHeader("Retry-After");
          if (request.status !== 503 || wait === null || !triesLeft) { arrive(request); return; }
          bar.hidden = true;
          note.textContent = words.busy;
          setTimeout(() => send(triesLeft - 1), 1000 * Number(wait));
        };
        request.open("POST", form.action);
        request.send(body);
      };
      send(6);
    });
  };

  /* The box for none of the options and the others exclude each other; the server checks it too. */
  const exclude = (none) => {
    const boxes = [...none.form.elements].filter((box) => box.name === none.name);
    boxes.forEach((box) => box.addEventListener("change", () => {
      if (box.checked) boxes.forEach((other) => { if ((box === none) !== (other === none)) other.checked = false; });
    }));
  };

  const begin = (root) => {
    const summary = root.querySelector("[data-focus]");
    if (summary) summary.focus();
    root.querySelectorAll("form[method=post]").forEach(guard);
    root.querySelectorAll("input[data-money]").forEach(groupDigits);
    root.querySelectorAll("form[data-autosave]").forEach(autosave);
    root.querySelectorAll("form[data-upload]").forEach(upload);
    root.querySelectorAll("input[data-none]").forEach(exclude);
    root.querySelectorAll("form[data-leave], form[action$='/keluar/']").forEach(leave);
    root.querySelectorAll("button[data-copy]").forEach(copy);
    root.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => print()); });
  };
  /* What an official typed into a session that had ended waits in this tab until they are back. */
  const lost = document.querySelector("[data-typed-at]");
  if (lost) {
    try { sessionStorage.setItem(`kept:${lost.dataset.typedAt}`, JSON.stringify([lost.dataset.form, lost.value])); } catch { /* forbidden */ }
  }
  forget();
  begin(document);
})();
