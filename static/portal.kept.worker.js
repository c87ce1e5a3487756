/* Shows kept pages of an application when the network is gone. It stores none: the pages do (portal.kept.js). */
"use strict";
const STATIC = `hp-static:${VERSION}`;
const KEPT = /^\/pengajuan\/(\d+)\/(?:isi\/[\w-]+\/)?$/;
const OF_APPLICATION = /^\/pengajuan\/(\d+)\//;

addEventListener("install", (event) => {
  event.waitUntil(caches.open(STATIC).then((cache) => cache.addAll(ASSETS)).then(() => skipWaiting()));
});
addEventListener("activate", (event) => {
  const old = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("hp-static:") && name !== STATIC).map((name) => caches.delete(name)));
    await clients.claim();
  };
  event.waitUntil(old());
});

/* A copy of what is still kept; what is past its time is erased, not shown. */
const kept = async (address) => {
  const found = OF_APPLICATION.exec(address.pathname);
  if (!found) return null;
  const name = `hp:${found[1]}`;
  if (!(await caches.has(name))) return null;
  const cache = await caches.open(name);
  const state = await cache.match(`/pengajuan/${found[1]}/hp/`);
  const { until } = state ? await state.json() : { until: 0 };
  if (Date.now() >= until) { await caches.delete(name); return null; }
  const page = KEPT.test(address.pathname) && (await cache.match(address.pathname));
  if (page) return page;
  const list = `/pengajuan/${found[1]}/`;
  return (await cache.match(list)) ? Response.redirect(`${list}?luring=1`) : null;
};

/* A page of questions that was sent into a dead network comes back as kept; portal.js fills in what was typed. */
const isShown = (request, address) => request.mode === "navigate" && (request.method === "GET" || KEPT.test(address.pathname));

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== location.origin) return;
  if (request.method === "GET" && ASSETS.includes(address.pathname)) {
    event.respondWith(caches.match(address.pathname, { cacheName: STATIC }).then((copy) => copy || fetch(request)));
  } else if (isShown(request, address)) {
    event.respondWith(fetch(request).catch(async () => (await kept(address)) || Response.error()));
  }
});
