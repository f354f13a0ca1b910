// Leads from an error to its field, also where a script of the desk put another in its place.

for (const link of document.querySelectorAll(".form-errors a")) {
  link.addEventListener("click", (event) => {
    const id = decodeURIComponent(link.hash.slice(1));
    const there = document.getElementById(`${id}_words`) ?? document.getElementById(id);
    if (!there) return;
    event.preventDefault();
    there.closest("details")?.setAttribute("open", "");
    there.scrollIntoView({ block: "center" });
    there.focus({ preventScroll: true });
  });
}
