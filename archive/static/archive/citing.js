// Beside each value that was changed: what it will be cited to, with a button that takes the citation off again.

const bar = document.querySelector(".working-from[data-cited]");
const cites = bar?.querySelector("[name='worked-from-cites']");

function marked(row, name, label) {
  let mark = row.querySelector(".cited");
  if (mark) return mark;
  mark = document.createElement("p");
  mark.className = "cited quiet";
  const words = document.createElement("span");
  const button = document.createElement("button");
  const off = document.createElement("input");
  Object.assign(off, { type: "hidden", name: "worked-from-not_cited", value: name, disabled: true });
  button.type = "button";
  const show = () => {
    words.textContent = off.disabled ? bar.dataset.cited : bar.dataset.takenOff;
    button.textContent = off.disabled ? "×" : "↺";
    const said = off.disabled ? bar.dataset.takeOff : bar.dataset.putBack;
    button.setAttribute("aria-label", said.replace("{name}", label));
  };
  button.addEventListener("click", () => { off.disabled = !off.disabled; show(); });
  mark.append(words, " ", button, off);
  row.append(mark);
  show();
  return mark;
}

function changed(event) {
  const row = event.target.closest(".form-row");
  const name = row && !row.closest(".inline-group") && [...row.classList].find((one) => one.startsWith("field-"));
  if (!name || !bar.dataset.values.split(" ").includes(name.slice(6))) return;
  const label = row.querySelector("label")?.textContent.replace(/:?\s*$/, "") ?? "";
  marked(row, name.slice(6), label);
}

if (cites && bar.dataset.values) {
  const form = bar.closest("form");
  for (const kind of ["input", "change"]) form.addEventListener(kind, changed);
  cites.addEventListener("change", () => form.classList.toggle("cites-nothing", !cites.checked));
}

// Django puts the cursor into the first field there is, which is the place in the source
if (cites && document.activeElement?.id === "id_worked-from-locator") document.getElementById("id_title")?.focus();
