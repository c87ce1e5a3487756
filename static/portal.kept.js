/* "Simpan di HP ini": keeps pages of an application on this phone, and erases them when it must. */
(() => {
  "use strict";
  const DAYS = 7;
  const ASKED = { headers: { "X-Simpan-HP": "1" }, credentials: "same-origin" };
  const account = document.body.dataset.account;
  const supported = "caches" in window && "serviceWorker" in navigator;
  const nameOf = (address) => `hp:${/^\/pengajuan\/(\d+)\//.exec(address)[1]}`;
  const addressOf = (name) => `/pengajuan/${name.slice(3)}/hp/`;

  const stateOf = async (name) => {
    if (!(await caches.has(name))) return null;
    const stored = await (await caches.open(name)).match(addressOf(name));
    return stored ? stored.json() : null;
  };
  const keptNames = async () => (await caches.keys()).filter((name) => name.startsWith("hp:"));
  const eraseAll = async (names) => {
    await Promise.all(names.map((name) => caches.delete(name)));
    if ((await keptNames()).length) return;
    const all = await caches.keys();
    await Promise.all(all.filter((name) => name.startsWith("hp-static:")).map((name) => caches.delete(name)));
    const workers = await navigator.serviceWorker.getRegistrations();
    await Promise.all(workers.map((each) => each.unregister()));
  };

  /* What the portal allows now: null where it refuses, undefined where it cannot be reached. */
  const allowed = async (name) => {
    try {
      const answer = await fetch(addressOf(name), ASKED);
      if (answer.status >= 500 || answer.status === 429) return undefined;
      return answer.ok && !answer.redirected ? await answer.json() : null;
    } catch { return undefined; }
  };
  /* Returns how many of the pages were kept; one that may not be kept is no longer there either. */
  const copy = async (name, mark, pages) => {
    const cache = await caches.open(name);
    const done = await Promise.all(pages.map(async (page) => {
      const answer = await fetch(page, ASKED);
      if (answer.status >= 500) return false;
      if (answer.ok && !answer.redirected && answer.headers.get("X-Simpan-HP") === mark) { await cache.put(page, answer); return true; }
      await cache.delete(page);
      return false;
    }));
    return done.filter(Boolean).length;
  };

  /* Every page asks: is this another account, is it still allowed, is it still within its days?
     The page of a visitor may be an old one that Back showed again: then the portal's answer counts. */
  const check = async () => {
    for (const name of await keptNames()) {
      const state = await stateOf(name);
      const isOthers = state && account && state.account !== account;
      if (!state || isOthers || Date.now() >= state.until) { await eraseAll([name]); continue; }
      if (!navigator.onLine) continue;
      const now = await allowed(name);
      if (now === null || (now && now.mark !== state.mark)) await eraseAll([name]);
    }
  };
  const refresh = async (pages) => {
    const name = nameOf(pages[0]);
    const state = await stateOf(name);
    if (state && navigator.onLine) await copy(name, state.mark, pages).catch(() => 0);
  };

  /* What was typed on kept pages without a network is sent from the task list. */
  const sendTyped = async (token, list) => {
    const prefix = `portal:${account}:${list}isi/`;
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    let sent = 0;
    for (const key of keys) {
      const body = new FormData();
      JSON.parse(localStorage.getItem(key)).forEach(([field, value]) => body.append(field, value));
      body.append("csrfmiddlewaretoken", token);
      const answer = await fetch(key.slice(`portal:${account}:`.length), { method: "POST", body, headers: { "X-Autosave": "1" }, credentials: "same-origin" });
      const told = answer.ok && !answer.redirected ? await answer.json() : {};
      if (told.complete) { localStorage.removeItem(key); sent += 1; }
    }
    return sent;
  };

  /* Without a worker nothing could be shown, so nothing is called kept. */
  const late = () => new Promise((_ready, fail) => setTimeout(() => fail(new Error("late")), 30000));

  const begin = (box) => {
    const { dataset } = box;
    const name = nameOf(dataset.keep);
    const list = `/pengajuan/${name.slice(3)}/`;
    const [on, off, line] = ["[data-keep-on]", "[data-keep-off]", "[data-keep-state]"].map((part) => box.querySelector(part));
    const show = async (text) => {
      const state = await stateOf(name);
      on.hidden = Boolean(state);
      off.hidden = !state;
      const day = state && new Date(state.until).toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric" });
      line.textContent = [state ? `${dataset.keptUntil} ${day}.` : "", text].filter(Boolean).join(" ");
    };
    const keep = async () => {
      line.textContent = dataset.keeping;
      try {
        const now = await allowed(name);
        if (!now || now.account !== account) throw new Error("not allowed");
        await navigator.serviceWorker.register(dataset.worker, { scope: "/pengajuan/" });
        await Promise.race([navigator.serviceWorker.ready, late()]);
        const count = await copy(name, now.mark, now.pages);
        if (!count) throw new Error("nothing");
        const state = { account, mark: now.mark, until: Date.now() + DAYS * 864e5, pages: now.pages };
        await (await caches.open(name)).put(addressOf(name), new Response(JSON.stringify(state)));
        await show(count < now.pages.length ? dataset.partly : "");
      } catch {
        await eraseAll([name]);
        await show(dataset.notKept);
      }
    };
    const send = async () => {
      const token = box.querySelector("[name=csrfmiddlewaretoken]").value;
      if (navigator.onLine && (await sendTyped(token, list).catch(() => 0))) location.reload();
    };
    on.addEventListener("click", keep);
    off.addEventListener("click", async () => { await eraseAll([name]); await show(dataset.erased); });
    addEventListener("online", send);
    box.hidden = false;
    show(new URLSearchParams(location.search).has("luring") ? dataset.needsNetwork : "");
    stateOf(name).then((state) => { if (state) refresh(state.pages); });
    send();
  };

  const start = async () => {
    await check();
    const box = document.querySelector("[data-keep]");
    if (box) begin(box);
    const mark = document.querySelector("[data-forget]");
    if (mark) await refresh([mark.dataset.forget]);
  };
  /* An error page does not know whose it is, so it decides nothing. */
  if (!supported || account === undefined) return;
  addEventListener("portal:saved", (event) => refresh([event.detail]));
  start();
})();
