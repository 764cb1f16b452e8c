// A form marked data-portal-once is sent once, however often its button is pressed.
// The button is not disabled: it would lose its focus and its name in what is sent.
const sent = new WeakSet();

const settle = (form, busy) => {
  form.setAttribute("aria-busy", String(busy));
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    button.classList.toggle("portal-busy", busy);
  }
};

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.matches("[data-portal-once]")) return;
    if (sent.has(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    sent.add(form);
    settle(form, true);
  },
  true,
);

const release = (form) => {
  sent.delete(form);
  settle(form, false);
};

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (form.matches("[data-portal-once]")) release(form);
});

// Back from the next page may show this one as it was left.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("[data-portal-once]").forEach(release);
});
