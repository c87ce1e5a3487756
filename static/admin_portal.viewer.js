// Documents shown on the page itself; without this file a document opens in a tab of its own.
(() => {
  "use strict";
  const viewer = document.querySelector("[data-viewer]");
  if (!viewer?.show) return;
  const part = (name) => viewer.querySelector(`[data-viewer-${name}]`);
  const stage = part("stage");
  const sheet = part("sheet");
  const picture = part("picture");
  const words = part("words").dataset;
  const beside = matchMedia("(min-width: 900px)");
  const MOST = 6;
  const LEAST = 0.5;
  let links = [];
  let at = 0;
  let page = 1;
  let zoom = 1;
  let turned = 0;

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  const link = () => links[at];
  const isPaged = () => Boolean(link().dataset.pageUrl);
  // 0 while it is not known: then the first page that is not there tells.
  const pages = () => (isPaged() ? Number(link().dataset.pages) : 1);
  const addressOf = (number) => (isPaged() ? link().dataset.pageUrl.replace(/\d+\/$/, `${number}/`) : link().href);
  const hasMorePages = () => (pages() ? page < pages() : isPaged());

  // Zooming keeps what is in the middle there; a new page begins at its top.
  const draw = (isNew = false) => {
    const { naturalWidth: width, naturalHeight: height } = picture;
    if (!width) return;
    const isAcross = turned % 180 !== 0;
    const wide = isAcross ? height : width;
    const high = isAcross ? width : height;
    // A page is read at the width of the window, a photo seen as a whole.
    const whole = isPaged() ? Infinity : stage.clientHeight / high;
    const scale = Math.min(stage.clientWidth / wide, whole) * zoom;
    const across = (stage.scrollLeft + stage.clientWidth / 2) / sheet.offsetWidth;
    const down = (stage.scrollTop + stage.clientHeight / 2) / sheet.offsetHeight;
    sheet.style.width = `${wide * scale}px`;
    sheet.style.height = `${high * scale}px`;
    picture.style.width = `${width * scale}px`;
    picture.style.height = `${height * scale}px`;
    picture.style.transform = `translate(-50%, -50%) rotate(${turned}deg)`;
    if (isNew) stage.scrollTo(0, 0);
    else stage.scrollTo(across * wide * scale - stage.clientWidth / 2, down * high * scale - stage.clientHeight / 2);
    part("zoom").textContent = `${Math.round(zoom * 100)} %`;
  };

  const tell = () => {
    const count = pages();
    const ofPage = count > 1 ? filled(words.ofPage, { n: page, all: count }) : isPaged() && !count ? filled(words.page, { n: page }) : "";
    const ofDocument = links.length > 1 ? filled(words.ofDocument, { n: at + 1, all: links.length }) : "";
    part("title").textContent = link().dataset.document;
    part("file").textContent = link().dataset.file;
    part("original").href = link().href;
    part("signed").textContent = link().dataset.signed || "";
    part("signed").hidden = !link().dataset.signed;
    part("at").textContent = [ofPage, ofDocument].filter(Boolean).join(" · ");
    picture.alt = `${link().dataset.document}, ${ofPage || link().dataset.file}`;
    const ends = { back: at === 0 && page === 1, on: at === links.length - 1 && !hasMorePages() };
    Object.entries(ends).forEach(([name, isEnd]) => viewer.querySelector(`[data-viewer-do=${name}]`).setAttribute("aria-disabled", String(isEnd)));
  };

  const load = () => {
    part("failed").hidden = true;
    sheet.classList.add("is-loading");
    picture.src = addressOf(page);
    tell();
  };
  const show = (document_, page_) => {
    at = document_;
    page = page_;
    zoom = 1;
    turned = 0;
    load();
  };
  picture.addEventListener("load", () => {
    sheet.classList.remove("is-loading");
    draw(true);
    if (isPaged() && page < pages()) new Image().src = addressOf(page + 1);
  });
  picture.addEventListener("error", () => {
    if (!viewer.open) return;
    if (isPaged() && !pages() && page > 1) {
      // There was no such page: now it is known how many there are.
      link().dataset.pages = String(page - 1);
      page -= 1;
      on();
      return;
    }
    sheet.classList.remove("is-loading");
    part("failed").hidden = false;
  });

  const on = () => {
    if (hasMorePages()) {
      page += 1;
      load();
    } else if (at < links.length - 1) show(at + 1, 1);
    else load();
  };
  const back = () => {
    if (page > 1) {
      page -= 1;
      load();
    } else if (at > 0) {
      at -= 1;
      show(at, Math.max(1, pages()));
    }
  };
  const scaled = (factor) => {
    zoom = Math.min(MOST, Math.max(LEAST, zoom * factor));
    draw();
  };
  const acts = {
    back,
    on,
    smaller: () => scaled(1 / 1.25),
    larger: () => scaled(1.25),
    fit: () => { zoom = 1; draw(); },
    turn: () => { turned = (turned + 90) % 360; draw(); },
    // The dialog itself returns the focus to what opened it, and tells only later that it closed.
    close: () => { viewer.close(); link()?.focus(); },
  };

  // On a wide screen it is beside the answers, which stay readable and can be marked.
  const place = () => {
    const answers = document.querySelector(".answers");
    const left = answers && beside.matches ? answers.getBoundingClientRect().right + 10 : 0;
    viewer.style.left = left > 0 && left < innerWidth - 420 ? `${left}px` : "";
    if (viewer.open) draw();
  };
  const open = (chosen) => {
    const list = chosen.closest("[data-documents]") || document;
    links = [...list.querySelectorAll("a[data-document]")];
    if (!viewer.open) {
      if (beside.matches) viewer.show();
      else viewer.showModal();
    }
    place();
    show(links.indexOf(chosen), 1);
    stage.focus({ preventScroll: true });
  };
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("a[data-document]");
    if (!chosen || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(chosen);
  });
  viewer.addEventListener("click", (event) => {
    const button = event.target.closest("[data-viewer-do]");
    if (button && button.getAttribute("aria-disabled") !== "true") acts[button.dataset.viewerDo]();
  });
  viewer.addEventListener("close", () => {
    picture.removeAttribute("src");
    link()?.focus();
  });

  const keys = { ArrowLeft: "back", ArrowRight: "on", "+": "larger", "=": "larger", "-": "smaller", 0: "fit", r: "turn", R: "turn" };
  const isIdle = () => document.activeElement === document.body || document.activeElement === null;
  const press = (event) => {
    const name = event.key === "Escape" ? "close" : keys[event.key];
    if (!name) return;
    event.preventDefault();
    acts[name]();
  };
  // The keys of the page behind rest while the document is read; "?" shows those of this window.
  viewer.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "?") return;
    event.stopPropagation();
    press(event);
  });
  document.addEventListener("keydown", (event) => {
    if (!viewer.open || event.ctrlKey || event.metaKey || event.altKey) return;
    // A dialog above this window is left first.
    if (event.target.closest?.("dialog")) return;
    if (event.key === "Escape" || (isIdle() && event.key.startsWith("Arrow"))) press(event);
  });

  // The sheet is drawn about with the mouse; a finger scrolls it by itself.
  stage.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button || event.target === stage) return;
    event.preventDefault();
    stage.focus({ preventScroll: true });
    stage.setPointerCapture(event.pointerId);
    const start = [event.clientX + stage.scrollLeft, event.clientY + stage.scrollTop];
    const move = (moved) => stage.scrollTo(start[0] - moved.clientX, start[1] - moved.clientY);
    stage.addEventListener("pointermove", move);
    stage.addEventListener("pointerup", () => stage.removeEventListener("pointermove", move), { once: true });
  });
  addEventListener("resize", place);

  // A file that cannot be drawn, or is gone, keeps its place in words.
  const isThumbnail = (element) => element.matches?.(".doc-box img");
  const replace = (image) => {
    const sign = document.createElement("span");
    sign.textContent = image.closest("a").dataset.pageUrl ? "PDF" : words.file;
    image.replaceWith(sign);
  };
  document.addEventListener("error", (event) => { if (isThumbnail(event.target)) replace(event.target); }, true);
  document.querySelectorAll(".doc-box img").forEach((image) => { if (image.complete && !image.naturalWidth && image.currentSrc) replace(image); });
  beside.addEventListener("change", () => { if (viewer.open) viewer.close(); });
})();
