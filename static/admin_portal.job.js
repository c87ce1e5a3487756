// Follows the work of a worker; without this file the page reloads itself every few seconds.
(() => {
  "use strict";
  const place = document.querySelector("[data-status]");
  if (!place) return;
  const bar = place.querySelector("progress");
  const told = place.querySelector("[data-told]");
  const grouped = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ".");
  let pause = 1500;
  const look = async () => {
    try {
      const answer = await fetch(place.dataset.status, { headers: { Accept: "application/json" }, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      const run = await answer.json();
      if (run.state !== place.dataset.state) { location.reload(); return; }
      if (told) { bar.value = run.percent; told.textContent = run.text; }
      document.querySelectorAll("[data-count]").forEach((cell) => { cell.textContent = grouped(run[cell.dataset.count]); });
      pause = 1500;
    } catch {
      // The portal or the line is away: ask again, ever more seldom.
      pause = Math.min(pause * 2, 30000);
    }
    setTimeout(look, pause);
  };
  setTimeout(look, pause);
})();
