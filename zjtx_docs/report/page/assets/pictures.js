"use strict";
/* Saves a picture as it looks: the colours of the style sheet are written into a copy of it. */
(() => {
  const properties = [
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "opacity",
    "font-size", "font-weight", "font-family", "display",
  ];
  const copy = (picture) => {
    const made = picture.cloneNode(true);
    const from = [picture, ...picture.querySelectorAll("*")];
    const to = [made, ...made.querySelectorAll("*")];
    from.forEach((part, number) => {
      const style = getComputedStyle(part);
      for (const name of properties) {
        const value = style.getPropertyValue(name);
        if (value && !(name === "display" && value !== "none")) to[number].setAttribute(name, value);
      }
      for (const name of ["class", "tabindex", "role", "aria-pressed"]) to[number].removeAttribute(name);
    });
    const [, , width, height] = picture.getAttribute("viewBox").split(" ").map(Number);
    made.setAttribute("width", width);
    made.setAttribute("height", height);
    const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const [x, y] = picture.getAttribute("viewBox").split(" ");
    for (const [name, value] of Object.entries({ x, y, width, height })) paper.setAttribute(name, value);
    paper.setAttribute("fill", getComputedStyle(picture.parentElement).backgroundColor);
    made.prepend(paper);
    return { code: new XMLSerializer().serializeToString(made), width, height };
  };
  const give = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  const paint = ({ code, width, height }, name) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = width * 2;
      canvas.height = height * 2;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => give(blob, name), "image/png");
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(code);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-save]");
    if (!button) return;
    const made = copy(button.closest("figure").querySelector(".canvas svg"));
    const name = `${button.dataset.name}.${button.dataset.save}`;
    if (button.dataset.save === "svg") give(new Blob([made.code], { type: "image/svg+xml" }), name);
    else paint(made, name);
  });
})();
