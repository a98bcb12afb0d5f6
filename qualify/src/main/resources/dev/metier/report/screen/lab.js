// Leads from case to case within a shown page: the next one is fetched before it is asked for. Without
// this every link loads its page, and shows the same.
import { morph } from "/assets/live.js";

const LATER = 100;
const ahead = new Map();
let wanted;

const lab = () => document.getElementById("lab");

function fetched(address) {
  if (!ahead.has(address)) {
    const part = new URL(address);
    part.searchParams.set("part", "lab");
    const reply = fetch(part).then(got => (got.ok ? got.text() : Promise.reject(got.status)));
    reply.catch(() => ahead.delete(address));
    ahead.set(address, reply);
  }
  return ahead.get(address);
}

async function show(address, isNew) {
  wanted = address;
  let now;
  try {
    now = new DOMParser().parseFromString(await fetched(address), "text/html");
  } catch {
    location.assign(address);
    return;
  }
  if (wanted !== address) return;
  const part = now.getElementById("lab");
  if (!part) {
    location.assign(address);
    return;
  }
  if (isNew) history.pushState(null, "", address);
  morph(lab(), part);
  document.title = now.title;
  document.querySelector(".items a[aria-current]")?.scrollIntoView({ block: "nearest" });
  // The link that had the focus may be gone with its case; whoever listens hears the new one.
  if (document.activeElement === document.body) {
    document.getElementById("case-title")?.focus({ preventScroll: true });
  }
  setTimeout(lookAhead, LATER);
}

function lookAhead() {
  const near = [...document.querySelectorAll("#lab a[data-key=before], #lab a[data-key=next]")].map(link => link.href);
  for (const address of ahead.keys()) {
    if (!near.includes(address)) ahead.delete(address);
  }
  near.forEach(address => fetched(address).catch(() => {}));
}

if (lab()) {
  addEventListener("evidence", () => ahead.clear());
  addEventListener("popstate", () => show(location.href, false));
  addEventListener("click", event => {
    const link = event.target.closest?.("#lab a[href]");
    if (!link || link.pathname !== location.pathname || link.hasAttribute("download") || link.hash) return;
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(link.href, true);
  });
  setTimeout(lookAhead, LATER);
}
