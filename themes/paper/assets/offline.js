// Reading without a network: that this is a stored copy, what else is stored, and keeping all of it.
const { root, sheet, language } = window.memopress;
const page = document.documentElement;
const worker = navigator.serviceWorker;
const button = document.querySelector("button.keep");
const flag = "memopress-kept:" + new URL(root).pathname;
const store = `memopress ${new URL(root).pathname} `;
const percent = new Intl.NumberFormat(language, { style: "percent" });
sheet(asset("offline.css"));

const el = (name, props, ...inside) => {
  const e = Object.assign(document.createElement(name), props);
  e.append(...inside);
  return e;
};
const remember = (on) => {
  try { on ? localStorage.setItem(flag, "1") : localStorage.removeItem(flag); } catch { /* the worker knows, too */ }
};

// say shows a line at the foot of the window until it is shut.
let line;
function say(text) {
  if (!line) {
    const shut = el("button", { type: "button", ariaLabel: word("close") }, "×");
    line = el("div", { className: "stored" }, el("p", { role: "status" }), shut);
    shut.addEventListener("click", () => { line.remove(); line = null; });
    document.body.append(line);
  }
  line.firstChild.textContent = text;
}

if (page.dataset.stored) {
  const when = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" }).format(new Date(page.dataset.stored));
  say(word("offline.stored").replace("{date}", () => when));
}

// What is stored, on the page that says that something is not.
async function list() {
  const found = new Map();
  for (const name of ["read", "kept"]) {
    if (!(await caches.has(store + name))) continue;
    const c = await caches.open(store + name);
    const keys = (await c.keys()).filter((k) => /\.html$/.test(k.url)).reverse();
    for (const k of keys) {
      if (found.size === 60) break;
      if (found.has(k.url)) continue;
      const doc = new DOMParser().parseFromString(await (await c.match(k)).text(), "text/html");
      const h1 = doc.querySelector("h1");
      if (h1) found.set(k.url, [h1.textContent, h1.lang || doc.documentElement.lang]);
    }
  }
  if (!found.size) return;
  const place = document.querySelector(".stored-pages");
  place.append(el("ul", { className: "titles" }, ...[...found].map(([href, [text, lang]]) => el("li", {}, el("a", { href, lang }, text)))));
  place.hidden = false;
}
if (page.dataset.page === "offline") list().catch(() => { /* nothing can be listed, and nothing is */ });

// Keeping everything.
let kept = false;
let asked = false; // on this page
const send = async (what) => (await worker.ready).active.postMessage(what);
worker.addEventListener("message", ({ data: { memopress: m } }) => {
  if (!m) return;
  kept = Boolean(m.all);
  if (button) button.textContent = kept ? word("offline.drop") : word("offline.keep");
  if (m.total && asked) say(word("offline.keeping").replace("{n}", () => percent.format(m.done / m.total)));
  if (m.all && asked) say(word("offline.kept"));
  if (m.failed && asked) say(word("offline.failed"));
  if (m.dropped && asked) say(word("offline.dropped"));
  if (m.all || m.dropped || m.failed) asked = false;
  if (m.all || m.dropped || m.none && !asked) remember(m.all);
});
worker.startMessages();

window.memopress.keep = async () => {
  asked = true;
  if (kept) return send("drop");
  const size = await fetch(root + "data/offline.json", { cache: "no-cache" }).then((r) => r.json()).then((l) => l.bytes, () => 0);
  const unit = size < 1e6 ? "kilobyte" : "megabyte";
  const amount = new Intl.NumberFormat(language, { style: "unit", unit, maximumSignificantDigits: 2 }).format(size / (unit === "kilobyte" ? 1e3 : 1e6));
  if (!size) return say(word("offline.failed"));
  if (!confirm(word("offline.ask").replace("{size}", () => amount))) { asked = false; return; }
  navigator.storage?.persist?.().catch(() => {});
  remember(true);
  send("keep");
};
send("state").catch(() => {});
