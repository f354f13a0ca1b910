// Says, while a date is typed, how it is read; and asks which is meant where it has two meanings.

const PAUSE = 250; // milliseconds without a key
const waiting = new WeakMap();

function meanings(field, choices) {
  field.querySelector(".meanings")?.remove();
  if (!choices.length) return;
  const group = document.createElement("span");
  group.className = "meanings";
  group.setAttribute("role", "radiogroup");
  group.setAttribute("aria-label", field.dataset.ask);
  for (const [edtf, words] of choices) {
    const label = document.createElement("label");
    const radio = Object.assign(document.createElement("input"), { type: "radio", value: edtf });
    radio.name = `${field.querySelector(".typed-date-input").name}-meant`; // rows that are added get their number late
    label.append(radio, ` ${words}`);
    group.append(label);
  }
  field.append(group);
}

async function read(field, input) {
  const body = new URLSearchParams({
    typed: input.value,
    csrfmiddlewaretoken: document.querySelector("[name=csrfmiddlewaretoken]").value,
  });
  const answer = await fetch(field.dataset.address, { method: "POST", body }).catch(() => null);
  if (!answer?.ok || body.get("typed") !== input.value) return; // typed on meanwhile: asked again by then
  const { words, meanings: choices, problem } = await answer.json();
  const said = words && words !== input.value.trim() ? field.dataset.read.replace("{words}", words) : problem;
  field.querySelector("output").textContent = said || (choices.length ? field.dataset.ask : "");
  meanings(field, choices);
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.(".typed-date-input")) return;
  clearTimeout(waiting.get(target));
  waiting.set(target, setTimeout(() => read(target.closest(".typed-date"), target), PAUSE));
});
