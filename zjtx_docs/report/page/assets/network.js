"use strict";
/* The graph: pick a department or an item, filter by level, zoom and pan. The table below follows the pick. */
(() => {
  const graph = document.querySelector("svg.network");
  if (!graph) return;
  const nodes = [...graph.querySelectorAll(".node")];
  const edges = [...graph.querySelectorAll(".edge")];
  const table = document.getElementById("graph-table");
  const rows = [...table.querySelectorAll("tbody tr")];
  const picked = document.getElementById("graph-picked");
  const clear = document.getElementById("graph-clear");
  const level = document.getElementById("graph-level");
  let pick = null;

  const kind = (node) => (node.classList.contains("body") ? "body" : "item");
  const other = { body: "item", item: "body" };
  const levels = new Map(nodes.filter((n) => kind(n) === "body").map((n) => [n.dataset.body, n.dataset.level]));

  const draw = () => {
    const wanted = level.value;
    const open = (body) => !wanted || levels.get(body) === wanted;
    const joined = { body: new Set(), item: new Set() };
    for (const edge of edges) {
      const off = !open(edge.dataset.body);
      const on = pick && !off && edge.dataset[kind(pick)] === pick.dataset[kind(pick)];
      edge.classList.toggle("off", off);
      edge.classList.toggle("on", Boolean(on));
      if (on) joined[other[kind(pick)]].add(edge.dataset[other[kind(pick)]]);
    }
    for (const node of nodes) {
      const of = kind(node);
      const off = of === "body" && !open(node.dataset.body);
      node.classList.toggle("off", off);
      node.classList.toggle("on", node === pick || joined[of].has(node.dataset[of]));
      node.setAttribute("aria-pressed", String(node === pick));
    }
    graph.classList.toggle("picking", Boolean(pick));
    let count = 0;
    for (const row of rows) {
      const fits = (!wanted || row.dataset.level === wanted) &&
        (!pick || row.dataset[kind(pick)] === pick.dataset[kind(pick)]);
      row.hidden = !fits;
      count += fits;
    }
    clear.disabled = !pick;
    const name = pick ? pick.dataset.name : "";
    picked.textContent = pick ? picked.dataset.count.replace("{name}", name).replace("{count}", count) : "";
    document.getElementById("graph-see").hidden = !pick;
    if (pick) table.open = true;
  };

  const choose = (node) => {
    pick = pick === node ? null : node;
    draw();
  };
  graph.addEventListener("click", (event) => {
    const node = event.target.closest(".node");
    if (node) choose(node);
  });
  graph.addEventListener("keydown", (event) => {
    const node = event.target.closest(".node");
    if (node && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      choose(node);
    }
    if (event.key === "Escape" && pick) choose(pick);
  });
  clear.addEventListener("click", () => choose(pick));
  level.addEventListener("change", () => {
    if (pick && kind(pick) === "body" && level.value && levels.get(pick.dataset.body) !== level.value) pick = null;
    draw();
  });

  /* Zoom by buttons, by the wheel with Ctrl, and by dragging what is larger than its frame. */
  const whole = graph.getAttribute("viewBox").split(" ").map(Number);
  let view = [...whole];
  const frame = (next) => {
    const size = Math.min(Math.max(next[2], whole[2] / 8), whole[2]);
    const ratio = size / whole[2];
    const tall = whole[3] * ratio;
    view = [
      Math.min(Math.max(next[0], 0), whole[2] - size),
      Math.min(Math.max(next[1], 0), whole[3] - tall),
      size,
      tall,
    ];
    graph.setAttribute("viewBox", view.map((n) => n.toFixed(1)).join(" "));
    graph.classList.toggle("zoomed", ratio < 0.999);
  };
  const zoom = (factor, fx = 0.5, fy = 0.5) => {
    frame([view[0] + view[2] * fx * (1 - factor), view[1] + view[3] * fy * (1 - factor), view[2] * factor, 0]);
  };
  const steps = { in: () => zoom(0.7), out: () => zoom(1 / 0.7), reset: () => frame(whole) };
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => steps[button.dataset.zoom]());
  }
  graph.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const box = graph.getBoundingClientRect();
    zoom(event.deltaY < 0 ? 0.85 : 1 / 0.85, (event.clientX - box.x) / box.width, (event.clientY - box.y) / box.height);
  }, { passive: false });
  let drag = null;
  graph.addEventListener("pointerdown", (event) => {
    if (graph.classList.contains("zoomed") && !event.target.closest(".node")) {
      drag = { x: event.clientX, y: event.clientY, view: [...view] };
      graph.setPointerCapture(event.pointerId);
    }
  });
  graph.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const scale = view[2] / graph.getBoundingClientRect().width;
    frame([drag.view[0] - (event.clientX - drag.x) * scale, drag.view[1] - (event.clientY - drag.y) * scale, view[2], 0]);
  });
  for (const name of ["pointerup", "pointercancel"]) graph.addEventListener(name, () => { drag = null; });
})();
