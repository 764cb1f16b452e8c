// A request that htmx sent and that failed leaves the page as it is; say so beside it,
// and bring back the button that works without script.
const complain = (element) => {
  const form = element.closest("form") ?? element;
  form.classList.remove("portal-unscripted");
  const words = document.body.dataset.portalFailed;
  document.getElementById("announcements").textContent = words;
  if (form.querySelector(".portal-failed")) return;
  const note = document.createElement("p");
  note.className = "portal-failed";
  note.textContent = words;
  form.append(note);
};

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => complain(event.detail.elt));
}

document.addEventListener("htmx:beforeRequest", (event) => {
  event.detail.elt.querySelector(".portal-failed")?.remove();
});
