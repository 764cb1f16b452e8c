// Hears what changed elsewhere and tells the page by the event portal:changed, whose
// detail is a conversation's reference, or "*" when anything may have changed unheard.
// While it is in view the page holds one stream (data-portal-live on the body); while
// the stream says nothing it asks every so often (data-portal-poll, in seconds).
const { portalLive: path, portalPoll: seconds } = document.body.dataset;

const ALL = "*";
const SILENT = 50_000; // the stream beats every 20 seconds
const REPLAYED = 10_000; // a new stream looks back a little further than that
const SOON = 2_000; // until a stream that was refused is tried again; doubled each time
const LATE = 60_000;

let stream, later;
let pause = SOON;
let heard = performance.timeOrigin; // when the page was asked for

const tell = (ref) => document.dispatchEvent(new CustomEvent("portal:changed", { detail: ref }));

const isStale = (after) => Date.now() - heard > after;

const works = () => stream?.readyState === EventSource.OPEN && !isStale(SILENT);

const close = () => {
  clearTimeout(later);
  stream?.close();
  stream = undefined;
};

const open = () => {
  close();
  if (!path) return;
  stream = new EventSource(path);
  stream.addEventListener("open", () => {
    if (isStale(REPLAYED)) tell(ALL);
    heard = Date.now();
  });
  stream.addEventListener("beat", () => {
    heard = Date.now();
    pause = SOON;
  });
  stream.addEventListener("hint", (event) => {
    heard = Date.now();
    tell(event.data);
  });
  stream.addEventListener("error", () => {
    if (stream.readyState !== EventSource.CLOSED) return; // it tries again by itself
    later = setTimeout(open, pause * (0.5 + Math.random()));
    pause = Math.min(2 * pause, LATE);
  });
};

const poll = () => {
  if (document.hidden || works()) return;
  if (stream?.readyState === EventSource.OPEN) open(); // open, but long silent
  tell(ALL);
};

// Out of view, a page needs no stream; and browsers open few connections to one host.
const attend = () => {
  if (document.hidden) {
    close();
  } else {
    open();
    tell(ALL);
  }
};

if (path !== undefined) {
  if (!document.hidden) open();
  document.addEventListener("visibilitychange", attend);
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) attend();
  });
  const asking = Number(seconds) && setInterval(poll, seconds * 1000);
  document.addEventListener("portal:ended", () => {
    close();
    clearInterval(asking);
    document.removeEventListener("visibilitychange", attend);
  });
}
