// What replacing a part of a page takes away, given back: the place of whoever reads by keyboard or by ear,
// and what they had opened. Without this script, or without scripts at all, each link is a page of its own.

const told = document.getElementById("told");
let before = null;

function placeOf(element) {
  const section = element.closest("section[aria-labelledby], nav[aria-label], form");
  const name = section && (section.getAttribute("aria-labelledby") || section.getAttribute("aria-label"));
  const label = element.querySelector("span") || element;
  return { id: element.id, name, label: label.textContent.trim(), tag: element.tagName };
}

function found(place) {
  if (place.id && document.getElementById(place.id)) return document.getElementById(place.id);
  const sections = document.querySelectorAll("section[aria-labelledby], nav[aria-label], form");
  const same = (section) => [section.getAttribute("aria-labelledby"), section.getAttribute("aria-label")].includes(place.name);
  const section = place.name && [...sections].find(same);
  if (!section) return null;
  return [...section.querySelectorAll(place.tag)].find((one) => placeOf(one).label === place.label);
}

document.addEventListener("htmx:beforeSwap", () => {
  const focused = document.activeElement;
  const open = [...document.querySelectorAll(".list details[open]")].map((one) => placeOf(one).name);
  before = { place: focused && focused !== document.body ? placeOf(focused) : null, open };
});

document.addEventListener("htmx:afterSettle", () => {
  if (!before) return;
  for (const details of document.querySelectorAll(".list details")) {
    if (before.open.includes(placeOf(details).name)) details.open = true;
  }
  // Fewer results may end above what is seen: then they are brought back into it.
  const results = document.getElementById("results");
  if (results && results.getBoundingClientRect().bottom < window.innerHeight / 2) results.scrollIntoView();
  const sentence = document.querySelector(".sentence");
  if (sentence && told) told.textContent = sentence.dataset.told;
  if (before.place && document.activeElement === document.body) {
    const target = found(before.place) || sentence;
    if (target === sentence && sentence) sentence.tabIndex = -1;
    if (target) target.focus({ preventScroll: target !== sentence });
  }
  before = null;
});

// What is no page of results, such as a filter that is not known, is opened as the page that it is.
document.addEventListener("htmx:responseError", (event) => {
  window.location.assign(event.detail.pathInfo.finalRequestPath || event.detail.pathInfo.requestPath);
});
