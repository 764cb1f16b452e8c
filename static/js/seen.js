// An entry that came in while the page was open (portal:added) is marked as read once it
// is in view and the window has the focus, so that "seen" stays true.
let inView = false;

const mark = () => {
  const form = document.querySelector("#mark-read form");
  if (!form || !inView || !document.hasFocus()) return;
  watch.disconnect();
  inView = false;
  window.htmx.trigger(form, "seen");
};

const watch = new IntersectionObserver((changes) => {
  inView = changes.at(-1).isIntersecting;
  mark();
});

document.addEventListener("portal:added", ({ detail: entry }) => {
  inView = false;
  watch.disconnect();
  watch.observe(entry);
});

window.addEventListener("focus", mark);
