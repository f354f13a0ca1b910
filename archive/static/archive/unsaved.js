// Keeps what is typed into a form, as it is typed; asks before a page is left whose words are not saved.

const PAUSE = 2000; // milliseconds without a change, before the form is kept
const place = document.getElementById("keeps-words");
const form = place?.closest("form");

if (form) {
  const status = document.createElement("p");
  status.className = "kept-words quiet";
  status.setAttribute("role", "status");
  form.querySelector(".submit-row")?.append(status);

  const words = () => {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !name.startsWith("_save")) body.append(name, value);
    }
    body.set("_address", location.pathname);
    return body;
  };
  let said = place.dataset.typed ? "" : String(words()); // what stood there when the page was opened, or was kept last
  let waiting = 0;
  let keeping = null;
  let sending = false;

  const changed = () => String(words()) !== said;

  async function keep() {
    clearTimeout(waiting);
    waiting = 0;
    if (!changed()) return;
    const body = words();
    const answer = await fetch(place.dataset.address, { method: "POST", body }).catch(() => null);
    const { kept, problem } = (await answer?.json().catch(() => null)) ?? {};
    if (answer?.ok) said = String(body);
    status.textContent = kept ?? problem ?? place.dataset.failed;
  }

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { keeping = keep().finally(() => { keeping = null; }); }, PAUSE);
  };

  for (const kind of ["input", "change", "formset:added", "formset:removed"]) form.addEventListener(kind, soon);
  const opened = String(words());
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    sending = true;
    if (!keeping) return;
    event.preventDefault(); // what is on its way would be kept after it was saved
    keeping.then(() => form.requestSubmit(event.submitter));
  });
  addEventListener("beforeunload", (event) => {
    if (!sending && String(words()) !== opened) event.preventDefault();
  });
  addEventListener("pagehide", () => {
    if (!sending && changed()) navigator.sendBeacon(place.dataset.address, words());
  });
}
