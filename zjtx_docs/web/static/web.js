"use strict";
// Everything works without this script; it adds dropping, progress without reloading, and early refusals.
(() => {
  document.documentElement.classList.add("scripted");
  const form = document.getElementById("upload");
  const stage = document.querySelector("[data-status]");

  const show = (line, quiet) => {
    const told = document.getElementById("told");
    told.textContent = line;
    told.classList.toggle("quiet", Boolean(quiet));
  };

  const list = (field) => {
    const chosen = field.closest("[data-drop]")?.querySelector("[data-chosen]");
    if (chosen) chosen.textContent = [...field.files].map((file) => file.name).join("；");
  };

  const takeDrops = (place) => {
    const field = place.querySelector("input[type=file]");
    field.addEventListener("change", () => list(field));
    for (const name of ["dragenter", "dragover"]) {
      place.addEventListener(name, (event) => { event.preventDefault(); place.classList.add("over"); });
    }
    place.addEventListener("dragleave", (event) => {
      if (!place.contains(event.relatedTarget)) place.classList.remove("over");
    });
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      place.classList.remove("over");
      const all = new DataTransfer();
      for (const file of [...field.files, ...event.dataTransfer.files]) all.items.add(file);
      field.files = all.files;
      list(field);
    });
  };

  const send = async (event) => {
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    let size = 0;
    let given = false;
    for (const field of form.querySelectorAll("input[type=file]")) {
      for (const file of field.files) { size += file.size; given = true; }
    }
    for (const text of form.querySelectorAll("textarea")) {
      size += new Blob([text.value]).size;
      given = given || text.value.trim() !== "";
    }
    given = given || form.querySelector("#sample-proposal").checked;
    if (!given) { show(form.dataset.nothing); return; }
    if (size > Number(form.dataset.most)) { show(form.dataset.tooLarge); return; }
    show(form.dataset.sending, true);
    button.disabled = true;
    try {
      const head = { "X-CSRF-Token": form.elements.csrf.value };
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: head });
      const line = await answer.text();
      if (answer.status === 201) { location.assign(line); return; }
      show(line);
    } catch { show(form.dataset.lost); }
    button.disabled = false;
  };

  const follow = async () => {
    try {
      const answer = await fetch(stage.dataset.status);
      if (!answer.ok) { location.reload(); return; }
      const found = await answer.json();
      if (found.over) { location.reload(); return; }
      document.getElementById("stage").textContent = found.text;
      setTimeout(follow, 300);
    } catch {
      document.getElementById("stage").textContent = stage.dataset.lost;
      setTimeout(follow, 3000);
    }
  };

  // A value other than the program's is a decision, whether its box was ticked or not: show it so.
  const tick = (event) => {
    const field = event.target.closest("select[data-tool]");
    if (field) document.getElementById(field.id.replace("v-", "c-")).checked = field.value !== field.dataset.tool;
  };

  if (form) {
    for (const place of document.querySelectorAll("[data-drop]")) takeDrops(place);
    form.addEventListener("submit", send);
    // A file that is dropped beside the places for it would be opened in place of this page.
    for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
  }
  if (stage) setTimeout(follow, 200);
  document.getElementById("corrections")?.addEventListener("change", tick);
})();
