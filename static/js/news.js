// Asks for what changed and puts it in place by out-of-band swaps: entries behind those
// of the thread in view (data-portal-news, data-portal-ref), else the list in view, else
// the unread count (both data-portal-fresh). What one types or points at does not move.
const ALL = "*";
const busy = new Map(); // what is being asked for, and whether to ask again after that

const get = async (path) => {
  const headers = { "HX-Request": "true", "HX-Current-URL": location.href, "X-Portal-Poll": "1" };
  const answer = await fetch(path, { headers, redirect: "manual" });
  if (answer.type === "opaqueredirect") document.dispatchEvent(new Event("portal:ended"));
  return answer.status === 200 ? answer.text() : "";
};

const isTouched = (reply) =>
  reply.contains(document.activeElement) || Boolean(reply.querySelector("textarea")?.value);

// What would be the same stays. So does a reply that is being written, but for who will
// read it.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  const isKept = target.id === "reply" && isTouched(target);
  if (isKept) {
    const [old, fresh] = [target, fragment].map((form) => form.querySelector(".portal-audience"));
    if (old && fresh) old.replaceWith(fresh);
  }
  event.detail.shouldSwap = !isKept && !fragment.firstElementChild?.isEqualNode(target);
});

const sameLink = (old, list) => {
  if (old.isConnected) return old;
  const links = document.getElementById(list)?.querySelectorAll("a") ?? [];
  return [...links].find((link) => link.pathname === old.pathname); // what is new may have moved
};

// Keeps the focus, and what is in use at its height, whatever comes in above it.
const steadily = (change) => {
  const held = document.activeElement;
  const pointed = document.querySelector("#rows li:hover a");
  const used = held.closest("#reply, #rows") ? held : pointed;
  const lists = [held, used].map((element) => element?.closest("[id]")?.id);
  const top = used?.getBoundingClientRect().top;
  change();
  if (!held.isConnected) sameLink(held, lists[0])?.focus({ preventScroll: true });
  const now = used && sameLink(used, lists[1]);
  if (now) window.scrollBy({ top: now.getBoundingClientRect().top - top, behavior: "instant" });
};

const entries = () => [...document.querySelectorAll("#entries > [id^='entry-']")];

const place = (text) => {
  const before = new Set(entries());
  const aside = { swapStyle: "none", swapDelay: 0, settleDelay: 0 };
  steadily(() => window.htmx.swap(document.body, text, aside));
  const added = entries().filter((entry) => !before.has(entry));
  for (const entry of added) entry.classList.add("portal-fresh");
  if (added.length) document.dispatchEvent(new CustomEvent("portal:added", { detail: added.at(-1) }));
};

let swaps = 0;
document.addEventListener("htmx:afterSwap", () => {
  swaps += 1;
});

// One question at a time; what is heard meanwhile asks again. Returns whether news came.
const ask = async (what, address) => {
  if (busy.has(what)) return Boolean(busy.set(what, true));
  let came = false;
  do {
    busy.set(what, false);
    const before = swaps;
    const text = await get(address()).catch(() => "");
    if (text && swaps !== before) busy.set(what, true); // it may have grown old under way
    else if (text) place(text);
    came ||= Boolean(text);
  } while (busy.get(what));
  busy.delete(what);
  return came;
};

const news = () => `${document.getElementById("entries").dataset.portalNews}?after=${entries().at(-1).id.slice(6)}`;

const fresh = () => {
  const part =
    document.querySelector("main [data-portal-fresh]") ??
    document.querySelector("[data-portal-fresh]");
  if (part) ask("fresh", () => part.dataset.portalFresh);
};

const look = async (ref) => {
  const thread = document.querySelector("[data-portal-news]");
  if (ref === thread?.dataset.portalRef) return ask("news", news); // the counts come along
  return (thread && ref === ALL && (await ask("news", news))) || fresh();
};

document.addEventListener("portal:changed", ({ detail: ref }) => {
  // One's own reply is hinted at too, and leads to a fresh page by itself.
  const isSending = document.querySelector("#reply[aria-busy='true']");
  setTimeout(look, isSending ? 1000 : 0, ref);
});
