// Asks once more for a page that the server sent before it had the draft which the page
// before it, still there, saved meanwhile: it would show older words than are kept.
const places = () => document.querySelectorAll("[data-portal-draft]");
const mark = (form) => `saved ${form.dataset.portalDraft}`;
const shown = (form) => form.querySelector("[data-portal-saved]");

const take = (form) => {
  const last = sessionStorage.getItem(mark(form));
  sessionStorage.removeItem(mark(form));
  return last;
};

const isOlder = (form) => Number(take(form)) > Number(shown(form)?.dataset.portalSaved ?? 0);

// What is sent or discarded is kept no more.
const finish = (form) => shown(form)?.removeAttribute("data-portal-saved");

document.addEventListener("submit", ({ target }) => finish(target));
document.addEventListener("click", ({ target }) => {
  const discard = target.closest("[data-portal-discard]");
  if (discard) finish(discard.form);
});

window.addEventListener("pagehide", () => {
  for (const form of places()) {
    const last = shown(form)?.dataset.portalSaved;
    if (last) sessionStorage.setItem(mark(form), last);
  }
});

if ([...places()].filter(isOlder).length > 0) location.reload();
