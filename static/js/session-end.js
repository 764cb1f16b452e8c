// Warns two minutes before one is signed out, by the dialog #session-end. It asks the
// portal first, by a question that keeps nobody signed in, since another tab may have been
// busy. "Stay signed in" sends to the same address, and that does.
const dialog = document.getElementById("session-end");
const WARNING = 120; // seconds

let timer, due;

const ask = async (method) => {
  const headers = { "X-Portal-Poll": "1" };
  if (method === "POST") {
    delete headers["X-Portal-Poll"];
    Object.assign(headers, JSON.parse(document.body.getAttribute("hx-headers")));
  }
  const answer = await fetch(dialog.dataset.portalUntil, { method, headers, redirect: "manual" });
  return answer.ok ? answer.json() : null; // null: signed out already
};

const soonest = ({ idle, longest }) => Math.min(idle, longest);

const show = (state) => {
  for (const part of dialog.querySelectorAll("[data-portal-when]")) {
    part.hidden = part.dataset.portalWhen !== state;
  }
  if (!dialog.open) dialog.showModal();
};

const wait = (seconds) => {
  const pause = Math.max(seconds, 1) * 1000;
  due = Date.now() + pause;
  clearTimeout(timer);
  timer = setTimeout(look, pause);
};

const warn = (left) => {
  show(left.longest <= left.idle ? "longest" : "idle");
  wait(soonest(left));
};

const follow = (left) => {
  if (!left) return show("over");
  if (soonest(left) <= WARNING) return warn(left);
  if (dialog.open) dialog.close();
  wait(soonest(left) - WARNING);
};

// Without an answer, as on a train, it is asked again a little later.
async function look() {
  try {
    follow(await ask("GET"));
  } catch {
    wait(20);
  }
}

const stay = async () => {
  try {
    follow(await ask("POST"));
  } catch {
    dialog.querySelector("[data-portal-when=failed]").hidden = false;
  }
};

if (dialog) {
  dialog.addEventListener("click", ({ target }) => {
    if (target.closest("[data-portal-stay]")) stay();
    if (target.closest("[data-portal-close]")) dialog.close();
  });
  // A machine that slept has missed its moment.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() > due) look();
  });
  window.addEventListener("pageshow", ({ persisted }) => persisted && look());
  wait(Math.min(dialog.dataset.portalIdle, dialog.dataset.portalLongest) - WARNING);
}
