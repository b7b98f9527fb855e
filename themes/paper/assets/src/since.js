// What is new since the last visit. A visit ends when its tab is closed; what a reader has seen
// stays in this browser.
import { data, fill, path, root } from "./load.js";
import { days } from "./today.js";

const store = (kind, key, value) => {
  try {
    if (value !== undefined) window[kind].setItem(key, JSON.stringify(value));
    return JSON.parse(window[kind].getItem(key));
  } catch {
    return null; // no storage: nothing is new, and nothing is kept
  }
};

const full = 50; // entries of a list that leaves older notes out: latestNotes in pkg/render/visit.go

// fresh returns the entries that are not among those seen. When a note is taken away, an older one
// comes up at the end of a full list: what stands behind all that was seen is not new.
const fresh = (list, seen) => {
  const last = seen.length < full ? -1 : list.findLastIndex((entry) => seen.includes(entry));
  return (last < 0 ? list : list.slice(0, last)).filter((entry) => !seen.includes(entry));
};

const mark = (list) => {
  const hrefs = new Set(list.map((entry) => path(entry.slice(0, entry.lastIndexOf(" ")))));
  for (const a of document.querySelectorAll(".entry > a")) {
    if (!hrefs.has(a.href) || a.querySelector(".new")) continue;
    const note = document.createElement("span");
    note.className = "new";
    note.textContent = word("recent.new");
    a.append(" ", note);
  }
  const link = document.querySelector('#nav a[href$="recent.html"]');
  if (link && list.length) {
    const count = document.createElement("span");
    count.className = "count";
    count.textContent = " " + list.length;
    count.title = fill(forms("recent.since"), list.length);
    link.append(count);
  }
};

const key = "memopress-seen:" + new URL(root).pathname;
const known = store("sessionStorage", key);
if (known) mark(known);
else if (document.querySelector(".entry") && document.querySelector('#nav a[href$="recent.html"]')) {
  const seen = store("localStorage", key);
  // A page that asks for its day gets the latest notes with it.
  (days ? days.then((d) => d.latest) : data("latest")).then((list) => {
    const found = seen ? fresh(list, seen) : [];
    store("sessionStorage", key, found);
    store("localStorage", key, list);
    mark(found);
  }, () => { /* without it nothing is marked */ });
}
