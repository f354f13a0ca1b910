// Shows how far the work on a batch is, as it goes on. Without it, “Look again” does.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("progress");
  if (!place) return;
  const bar = place.querySelector("progress");
  const words = place.querySelector(".words");

  const look = async () => {
    const answer = await fetch(place.dataset.address, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const told = await answer.json();
    if (told.status !== place.dataset.status) {
      window.location.reload();
      return;
    }
    if (told.what) {
      bar.max = told.total || 1;
      bar.value = told.total ? told.done : 0;
      words.textContent = told.words;
    }
    window.setTimeout(look, 1000);
  };

  window.setTimeout(look, 500);
});
