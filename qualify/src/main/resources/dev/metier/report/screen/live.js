// Keeps a shown page as the evidence is: hears which parts changed, fetches those, and changes the
// page in place, so that focus, scrolling, selection and open parts stay.
const QUIET = 40_000;
const PAUSE = 250;
const MOST_PARTS = 100;
const SPOKEN = 3;

const stale = document.getElementById("stale");
const spoken = document.getElementById("spoken");
let last = document.body.dataset.since;
let stream;
let tries = 0;
let retry;
let silence;
let heardAt = new Date();

// What is to be fetched: ids of parts, or everything.
const wanted = new Set();
let everything = false;
let fetching = false;
let lost = false;

function open() {
  clearTimeout(retry);
  stream?.close();
  stream = new EventSource(`/events?since=${encodeURIComponent(last)}`);
  stream.addEventListener("beat", hear);
  stream.addEventListener("reset", event => hear(event, all));
  stream.addEventListener("project", event => hear(event, all));
  stream.addEventListener("run", event => hear(event, () => want("")));
  stream.addEventListener("cell", event => hear(event, ({ job, model }) => {
    dispatchEvent(new Event("evidence"));
    for (const part of document.querySelectorAll("[data-of]")) {
      if (part.dataset.of === job) wanted.add(part.id);
    }
    want(`cell/${job}/${model}`);
    want(`job/${job}`);
  }));
  stream.addEventListener("route", event => hear(event, ({ job }) => want(`job/${job}`)));
  stream.addEventListener("error", cut);
  listen();
}

function close() {
  clearTimeout(retry);
  clearTimeout(silence);
  stream?.close();
}

function hear(event, then) {
  last = event.lastEventId || last;
  tries = 0;
  heardAt = new Date();
  if (stale.dataset.kind === "cut") tell("");
  listen();
  then?.(JSON.parse(event.data));
  if (lost) {
    lost = false;
    all();
  }
}

// A stream that says nothing at all is as good as cut.
function listen() {
  clearTimeout(silence);
  silence = setTimeout(cut, QUIET);
}

function cut() {
  close();
  tell(stale.dataset.text.replace("%s", heardAt.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })), "cut");
  retry = setTimeout(open, 1000 * Math.min(10, 2 ** tries++));
}

function tell(text, kind = "") {
  stale.textContent = text;
  stale.dataset.kind = kind;
  stale.hidden = !text;
}

function all() {
  dispatchEvent(new Event("evidence"));
  everything = true;
  update();
}

function want(id) {
  if (document.getElementById(id)) wanted.add(id);
  for (const part of document.querySelectorAll("[data-live]")) wanted.add(part.id);
  if (wanted.size) update();
}

async function update() {
  if (fetching) return;
  fetching = true;
  const ids = everything || wanted.size > MOST_PARTS ? [] : [...wanted];
  wanted.clear();
  everything = false;
  try {
    await fetchParts(ids);
  } catch {
    // The stream was cut too; once something is heard again, all is fetched.
    lost = true;
  }
  setTimeout(() => {
    fetching = false;
    if (everything || wanted.size) update();
  }, PAUSE);
}

async function fetchParts(ids) {
  // What a page chose by itself stays chosen.
  const address = new URL(document.querySelector("[data-address]")?.dataset.address ?? location, location);
  address.hash = "";
  if (ids.length) address.searchParams.set("part", ids.join(" "));
  const reply = await fetch(address);
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  if (!reply.ok) {
    // What is shown stays readable; what is wrong, and what to do about it, stands above it.
    const said = [...page.querySelectorAll(`.message h1, .message ${reply.status === 404 ? ".lead" : "pre"}`)].map(each => each.textContent.trim());
    tell(said.join(" "), "broken");
    return;
  }
  if (stale.dataset.kind === "broken") tell("");
  const parts = ids.length ? ids : ["content"];
  const before = decisions(parts);
  for (const id of parts) {
    const was = document.getElementById(id);
    const now = page.getElementById(id);
    if (was && now) morph(was, now);
  }
  const state = page.getElementById("state");
  if (state) document.getElementById("state").textContent = state.textContent;
  if (!ids.length) document.title = page.title;
  speak(before, decisions(parts));
}

// Decided verdicts in some parts, by id.
function decisions(parts) {
  const found = new Map();
  for (const part of parts.map(id => document.getElementById(id)).filter(Boolean)) {
    for (const one of [part, ...part.querySelectorAll("[data-decided]")]) {
      if (one.dataset.decided) found.set(one.id, one);
    }
  }
  return new Map([...found].map(([id, one]) => [id, { word: one.dataset.decided, one }]));
}

function speak(before, now) {
  const reached = [...now].filter(([id, { word }]) => before.get(id)?.word !== word).map(([, { one }]) => one);
  if (!reached.length) return;
  const texts = reached.map(one => one.dataset.say ?? one.querySelector("[aria-label]")?.ariaLabel ?? "");
  const shown = texts.length > SPOKEN ? [spoken.dataset.many.replace("%s", texts.length)] : texts;
  spoken.replaceChildren(...shown.map(text => Object.assign(document.createElement("p"), { textContent: text })));
  for (const one of reached) {
    one.classList.add("reached");
    one.addEventListener("animationend", () => one.classList.remove("reached"), { once: true });
  }
}

const same = (one, other) => one.nodeName === other.nodeName && (one.id ?? "") === (other.id ?? "");

// Changes what is shown into what is there now; what is the same stays the same node.
export function morph(was, now) {
  if (was.isEqualNode(now)) return;
  if (was.nodeType !== Node.ELEMENT_NODE) {
    if (was.nodeValue !== now.nodeValue) was.nodeValue = now.nodeValue;
    return;
  }
  attributes(was, now);
  let place = was.firstChild;
  const drop = () => {
    const next = place.nextSibling;
    place.remove();
    place = next;
  };
  const coming = [...now.childNodes];
  coming.forEach((next, i) => {
    while (place && !same(place, next) && !coming.slice(i).some(other => same(place, other))) drop();
    if (place && same(place, next)) {
      const here = place;
      place = place.nextSibling;
      morph(here, next);
    } else {
      was.insertBefore(document.importNode(next, true), place);
    }
  });
  while (place) drop();
}

// Whether a part is open is the reader's choice, until the page is asked for with it open or closed.
function attributes(was, now) {
  const asked = was.dataset.open !== now.dataset.open;
  const kept = name => name === "open" && !asked && was.matches("details, dialog");
  for (const { name } of [...was.attributes]) {
    if (!now.hasAttribute(name) && !kept(name)) was.removeAttribute(name);
  }
  for (const { name, value } of now.attributes) {
    if (was.getAttribute(name) !== value && !kept(name)) was.setAttribute(name, value);
  }
}

// A browser opens few connections to one server: only pages that are seen hold one.
if (last) {
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", event => event.persisted && open());
  if (!document.hidden) open();
}
