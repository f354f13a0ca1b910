// Draws the parts of a picture that are to be destroyed, and writes them as lines of percents.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const frame = document.getElementById("redacting");
  const lines = document.getElementById("id_parts");
  if (!frame || !lines) return;
  let start = null;
  let box = null;

  const at = (event) => {
    const edges = frame.getBoundingClientRect();
    const within = (value) => Math.min(100, Math.max(0, value));
    return [
      within((100 * (event.clientX - edges.left)) / edges.width),
      within((100 * (event.clientY - edges.top)) / edges.height),
    ];
  };
  const between = (one, other) => [
    Math.min(one[0], other[0]),
    Math.min(one[1], other[1]),
    Math.abs(one[0] - other[0]),
    Math.abs(one[1] - other[1]),
  ];
  const place = (part) => {
    const names = ["left", "top", "width", "height"];
    part.forEach((value, n) => (box.style[names[n]] = `${value}%`));
  };

  frame.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    start = at(event);
    box = document.createElement("div");
    box.className = "part";
    frame.append(box);
    frame.setPointerCapture(event.pointerId);
  });
  frame.addEventListener("pointermove", (event) => start && place(between(start, at(event))));
  frame.addEventListener("pointerup", (event) => {
    const part = between(start, at(event)).map((value) => value.toFixed(1));
    start = null;
    if (part[2] > 0 && part[3] > 0) lines.value = `${lines.value.trim()}\n${part.join(" ")}`.trim();
  });
});
