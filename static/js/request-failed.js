// A request that htmx sent and that failed leaves the page as it is. Say so beside the
// form, and bring back the button that works without script.
const say = (element, words) => {
  const form = element.closest("form") ?? element;
  form.classList.remove("portal-unscripted");
  document.getElementById("announcements").textContent = words;
  const note = form.querySelector(".portal-failed") ?? document.createElement("p");
  note.className = "portal-failed";
  note.textContent = words;
  form.append(note);
};

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    say(event.detail.elt, document.body.dataset.portalFailed);
  });
}

// A whole page in place of a fragment comes when the session or the form has grown old,
// or when the act is no longer allowed. It must not take the place of what was typed; if
// it is a refusal, its own sentence is told.
const refusal = (event) => {
  if (event.detail.xhr.status !== 403) return document.body.dataset.portalRefused;
  const page = new DOMParser().parseFromString(event.detail.serverResponse, "text/html");
  return page.querySelector(".portal-lead")?.textContent.trim();
};

document.addEventListener("htmx:beforeSwap", (event) => {
  if (!/^\s*<!doctype/i.test(event.detail.serverResponse)) return;
  event.detail.shouldSwap = false;
  say(event.detail.elt, refusal(event) ?? document.body.dataset.portalRefused);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  event.detail.elt.querySelector(".portal-failed")?.remove();
});
