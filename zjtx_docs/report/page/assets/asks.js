"use strict";
/* Filters, search and order of the asks. */
(() => {
  const form = document.querySelector(".filters");
  const list = document.getElementById("ask-list");
  if (!form || !list) return;
  const asks = [...list.children];
  const shown = document.getElementById("shown");
  const nothing = document.getElementById("nothing");
  const texts = new Map();
  const text = (ask) => {
    if (!texts.has(ask)) texts.set(ask, ask.textContent.replace(/\s+/g, "").toLowerCase());
    return texts.get(ask);
  };
  const order = {
    relation: ["lacks", "extends", "duplicates"],
    status: ["not_addressed", "refused", "deferred_to_upper_level", "partly", "acted"],
  };
  const by = {
    order: () => 0,
    relation: (a, b) => order.relation.indexOf(a.dataset.relation) - order.relation.indexOf(b.dataset.relation),
    status: (a, b) => order.status.indexOf(a.dataset.status) - order.status.indexOf(b.dataset.status),
    confidence: (a, b) => b.dataset.review - a.dataset.review || a.dataset.confidence - b.dataset.confidence,
  };
  const value = (name) => (form.elements[name] ? form.elements[name].value : "");
  const has = (ask, name, wanted) => !wanted || ask.dataset[name].split("|").includes(wanted);

  const apply = () => {
    const words = value("text").toLowerCase().split(/\s+/).filter(Boolean);
    const fitting = asks.filter(
      (ask) =>
        (!value("relation") || ask.dataset.relation === value("relation")) &&
        (!value("status") || ask.dataset.status === value("status")) &&
        has(ask, "departments", value("departments")) &&
        has(ask, "tiers", value("tiers")) &&
        (!form.elements.review.checked || ask.dataset.review === "1") &&
        words.every((word) => text(ask).includes(word))
    );
    fitting.sort((a, b) => by[value("sort")](a, b) || a.dataset.number - b.dataset.number);
    /* Taken out rather than hidden: hiding an ask that was never drawn costs its style, removing it costs nothing. */
    const same = fitting.length === list.children.length && fitting.every((ask, at) => list.children[at] === ask);
    if (!same) list.replaceChildren(...fitting);
    shown.textContent = shown.dataset.text.replace("{shown}", fitting.length).replace("{total}", asks.length);
    nothing.hidden = fitting.length > 0;
  };

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  for (const link of document.querySelectorAll("a[data-set]")) {
    link.addEventListener("click", () => {
      form.reset();
      form.elements[link.dataset.set].value = link.dataset.value;
      apply();
    });
  }
  /* A deep link to an ask that a filter took out takes the filter away. */
  const reveal = () => {
    const ask = asks.find((one) => one.id === location.hash.slice(1));
    if (!ask) return;
    if (!ask.isConnected) {
      form.reset(); // the fields are empty at once, their event comes later
      apply();
      bring(ask);
    }
    ask.focus({ preventScroll: true });
  };
  window.addEventListener("hashchange", reveal);
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#ask-"]');
    if (link && link.hash === location.hash) setTimeout(reveal); // the address stays as it is, no event tells of it
  });
  apply();
  reveal();
})();
