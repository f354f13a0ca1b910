// Django numbers the fields of a form's rows anew as rows come and go, but not the names of their help texts and
// errors: here these follow, so that whoever listens to a page hears them.

const ROW = /id_\S+?-(?:\d+|__prefix__)(?=-)/;

function follow() {
  for (const field of document.querySelectorAll("form [aria-describedby]")) {
    const [row] = field.id.match(ROW) || [];
    if (!row) continue;
    const described = field.getAttribute("aria-describedby").split(" ").map((id) => id.replace(ROW, row));
    field.setAttribute("aria-describedby", described.join(" "));
  }
}

document.addEventListener("formset:added", follow);
document.addEventListener("formset:removed", follow);
