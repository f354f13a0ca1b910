// Offers, under what is being typed, records that may be the same. Without it, the form offers them after saving.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("likely-typed");
  if (!place) return;
  const watched = place.dataset.names.split(" ").flatMap((id) => document.getElementById(id) || []);
  const addresses = place.dataset.addresses.split(" ").flatMap((id) => document.getElementById(id) || []);
  let waiting = 0;
  let asked = 0;

  const line = (one) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = one.page;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = `${one.title} (${one.reference})`;
    item.append(link, ` – ${one.because}`);
    if (one.compare) {
      const compare = document.createElement("a");
      compare.href = one.compare;
      compare.textContent = place.dataset.compare;
      item.append(" · ", compare);
    }
    return item;
  };

  const ask = async () => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const query = new URLSearchParams({ noun: place.dataset.noun, of: place.dataset.of, csrfmiddlewaretoken: token });
    for (const field of watched) if (field.value.trim()) query.append("text", field.value);
    for (const field of addresses) if (field.value.trim()) query.append("address", field.value);
    const number = ++asked;
    if (!query.has("text") && !query.has("address")) return place.replaceChildren();
    const answer = await fetch(place.dataset.address, { method: "POST", body: query });
    if (!answer.ok || number !== asked) return;
    const { likely } = await answer.json();
    place.replaceChildren();
    if (!likely.length) return;
    const title = document.createElement("strong");
    title.textContent = place.dataset.title;
    const list = document.createElement("ul");
    list.append(...likely.map(line));
    place.append(title, list);
  };

  for (const field of [...watched, ...addresses]) {
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, 300);
    });
  }
});
