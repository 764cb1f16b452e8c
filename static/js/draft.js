// Saves what one types as a draft on the server, at the form's data-portal-draft: some
// moments after a key, when the field or the page is left, and again after a failure.
// Until it is saved it stays with the tab, so that the page that comes next has it, too.
const SOON = 1500; // milliseconds after a key
const AGAIN = 5000; // until what failed is tried again

const timers = new WeakMap(); // by form, while it is to be saved

const forms = () => document.querySelectorAll("[data-portal-draft]");
const fields = (form) => [...form.querySelectorAll("[name=subject], [name=text]")];
const words = (form) => Object.fromEntries(fields(form).map((field) => [field.name, field.value]));
const value = (form, name) => form.querySelector(`[name=${name}]`).value;
const place = (form) => `draft ${form.dataset.portalDraft}`;

const unsaved = (form) => sessionStorage.getItem(place(form));

const hold = (form) => {
  const held = { writer: value(form, "writer"), key: value(form, "key"), words: words(form) };
  sessionStorage.setItem(place(form), JSON.stringify(held));
};

const release = (form, held) => {
  if (unsaved(form) === held) sessionStorage.removeItem(place(form));
};

const say = (form, said) => {
  const state = form.querySelector(".portal-draft__state");
  if (state.textContent.trim() !== said.textContent.trim()) state.replaceChildren(...said.childNodes);
};

const warn = (form, why) => say(form, form.querySelector(`[data-portal-${why}]`).content.cloneNode(true));

const show = (form, answer) => {
  const fresh = new DOMParser().parseFromString(answer, "text/html");
  say(form, fresh.querySelector(".portal-draft__state"));
  const discard = "[data-portal-discard]";
  form.querySelector(discard).hidden = fresh.querySelector(discard).hidden;
};

const send = (form, { key, words }, keepalive) => {
  const body = new FormData(form);
  for (const [name, text] of Object.entries({ key, ...words })) body.set(name, text);
  const asked = { method: "POST", headers: { "X-Portal-Poll": "1" }, redirect: "manual" };
  return fetch(form.dataset.portalDraft, { ...asked, body, keepalive }).catch(() => undefined);
};

const later = (form, wait) => {
  if (!timers.has(form)) timers.set(form, setTimeout(save, wait, form));
};

// Tells whether what was to be saved was sent already, and is a draft no more.
const save = async (form, leaving = false) => {
  const held = unsaved(form);
  clearTimeout(timers.get(form));
  timers.delete(form);
  if (!held) return;
  const answer = await send(form, JSON.parse(held), leaving);
  if (answer?.ok) release(form, held);
  if (answer?.status === 200) show(form, await answer.text());
  else if (answer?.type === "opaqueredirect" || answer?.status === 403) warn(form, "ended");
  else if (!answer?.ok) {
    warn(form, "unsaved");
    later(form, AGAIN);
  }
  return answer?.status === 204;
};

// Brings what an earlier page could not save, unless that form was sent after all.
const recover = async (form) => {
  const held = unsaved(form);
  if (!held) return;
  const { writer, words: kept } = JSON.parse(held);
  if (writer !== value(form, "writer")) return release(form, held);
  const before = JSON.stringify(words(form));
  if ((await save(form)) || JSON.stringify(words(form)) !== before) return;
  for (const field of fields(form)) field.value = kept[field.name] ?? field.value;
};

document.addEventListener("input", ({ target }) => {
  const form = target.closest("[data-portal-draft]");
  if (!form || !fields(form).includes(target)) return;
  hold(form);
  later(form, SOON);
});

document.addEventListener("focusout", ({ target }) => {
  const form = target.closest("[data-portal-draft]");
  if (form) save(form);
});

const leave = () => forms().forEach((form) => save(form, true));
document.addEventListener("visibilitychange", () => document.hidden && leave());
window.addEventListener("pagehide", leave);

document.addEventListener("htmx:beforeOnLoad", ({ detail: { elt, xhr } }) => {
  if (xhr.status === 204 && elt.matches("[data-portal-discard]")) release(elt.form, unsaved(elt.form));
});
document.addEventListener("htmx:afterSettle", () => forms().forEach(recover));
forms().forEach(recover);
