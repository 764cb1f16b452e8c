// In a list marked data-portal-rows, arrows or j and k move between its rows. The keys
// work only while a row has the focus, so that no single key acts behind one's back, and
// a box marked data-portal-keys turns them off for this browser.
const STEPS = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };
const OFF = "portal-keys-off";

const isOff = () => localStorage.getItem(OFF) !== null;

document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  const list = event.target.closest?.("[data-portal-rows]");
  if (!list || !event.target.matches("a") || isOff()) return;
  const rows = [...list.querySelectorAll(".portal-row__title")];
  const next = rows[rows.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

const box = document.querySelector("[data-portal-keys]");
if (box) {
  const choice = box.querySelector("input");
  choice.checked = !isOff();
  choice.addEventListener("change", () => {
    if (choice.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
  box.hidden = false;
}
