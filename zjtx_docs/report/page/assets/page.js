"use strict";
/* Brings a part into the middle of the window. Blocks out of sight get their true height only when they come near, so
   that one jump may miss: it is repeated until the part is there. */
const bring = (part, tries = 12) => {
  const box = part.getBoundingClientRect();
  if (tries < 12 && box.top >= 60 && box.top < innerHeight - 40) return;
  part.scrollIntoView({ block: "center" });
  if (tries > 0) requestAnimationFrame(() => requestAnimationFrame(() => bring(part, tries - 1)));
};

/* The page is whole without this script: it adds the theme switch, the way back, and unfolds everything for printing. */
(() => {
  for (const part of document.querySelectorAll(".needs-script")) part.hidden = false;

  const root = document.documentElement;
  const themes = ["auto", "light", "dark"];
  const theme = document.getElementById("theme");
  const show = (name) => {
    if (name === "auto") root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", name);
    theme.textContent = theme.dataset[name];
  };
  const kept = () => {
    try { return localStorage.getItem("zjtx-theme"); } catch { return null; } // no storage for a file in some browsers
  };
  let now = themes.includes(kept()) ? kept() : "auto";
  show(now);
  theme.addEventListener("click", () => {
    now = themes[(themes.indexOf(now) + 1) % themes.length];
    show(now);
    try { localStorage.setItem("zjtx-theme", now); } catch { /* the choice lasts for this visit */ }
  });

  /* The legend of the full texts switches its marks. */
  const sources = document.getElementById("sources");
  for (const box of document.querySelectorAll("[data-kind]")) {
    const set = () => sources.classList.toggle("no-" + box.dataset.kind, !box.checked);
    box.addEventListener("change", set);
    set();
  }

  document.getElementById("print").addEventListener("click", () => window.print());
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const part of opened) part.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const part of opened) part.open = false;
  });

  /* A link into a full text lights the words it means, and a button leads back to where the reader was. */
  const back = document.getElementById("return");
  let origin = null;
  let lit = [];
  const dark = () => {
    for (const piece of lit) piece.classList.remove("lit");
    lit = [];
  };
  const light = (anchor, end) => {
    dark();
    const text = anchor.closest(".text");
    const start = Number(anchor.id.split("-")[1]);
    let block = anchor.closest(".block");
    while (block && text) {
      for (const piece of block.querySelectorAll("span[data-o]")) {
        const at = Number(piece.dataset.o);
        if (at >= end) return;
        if (at >= start) {
          piece.classList.add("lit");
          lit.push(piece);
        }
      }
      block = block.nextElementSibling;
    }
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.to, a.back");
    if (!link) return;
    const target = document.getElementById(link.hash.slice(1));
    if (link.classList.contains("back")) {
      dark();
      back.hidden = true;
      return;
    }
    if (!target) return;
    origin = link;
    back.hidden = false;
    light(target, Number(link.dataset.end));
    setTimeout(() => {
      if (lit.length) bring(lit[0]);
      back.focus({ preventScroll: true });
    }, 30);
  });
  back.addEventListener("click", () => {
    dark();
    back.hidden = true;
    if (!origin) return;
    const home = origin.closest("[id]");
    if (!origin.isConnected) { // a filter took it out meanwhile: the way to it takes the filter away
      if (home) location.hash = home.id;
      return;
    }
    for (let part = origin.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    bring(origin);
    origin.focus({ preventScroll: true });
    if (home) history.replaceState(null, "", "#" + home.id);
  });
})();
