// An open menu (data-portal-menu on a details element) closes on Escape, on a click
// elsewhere and when the focus leaves; without script it is a plain details element.
const close = (menu, focus) => {
  menu.open = false;
  if (focus) menu.querySelector("summary").focus();
};

const opened = () => document.querySelectorAll("[data-portal-menu][open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of opened()) close(menu, menu.contains(document.activeElement));
});

document.addEventListener("click", (event) => {
  for (const menu of opened()) if (!menu.contains(event.target)) close(menu, false);
});

document.addEventListener("focusin", (event) => {
  for (const menu of opened()) if (!menu.contains(event.target)) close(menu, false);
});
