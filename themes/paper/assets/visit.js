// What is new since the last visit, and what was written on this day. A visit ends when its tab is
// closed.
const m = window.memopress;
const path = (address) => m.root + address.split("/").map(encodeURIComponent).join("/");
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
    const f = forms("recent.since");
    count.textContent = " " + list.length;
    count.title = (f[new Intl.PluralRules(document.documentElement.lang).select(list.length)] || f.other).replace("{n}", list.length);
    link.append(count);
  }
};

const key = "memopress-seen:" + new URL(m.root).pathname;
const known = store("sessionStorage", key);
if (known) mark(known);
else if (document.querySelector(".entry") && document.querySelector('#nav a[href$="recent.html"]')) {
  const seen = store("localStorage", key);
  m.data("latest").then((list) => {
    const found = seen ? fresh(list, seen) : [];
    store("sessionStorage", key, found);
    store("localStorage", key, list);
    mark(found);
  }, () => { /* without it nothing is marked */ });
}

const today = document.querySelector(".today");
if (today) {
  const now = new Date();
  m.data("days/" + (now.getMonth() + 1)).then((list) => {
    const ul = document.createElement("ul");
    ul.className = "titles";
    for (const [day, year, title, address] of list) {
      if (day !== now.getDate()) continue;
      const a = document.createElement("a");
      a.href = path(address);
      a.textContent = title;
      const li = document.createElement("li");
      li.append(a, " ", Object.assign(document.createElement("span"), { className: "why", textContent: year }));
      ul.append(li);
    }
    if (!ul.children.length) return;
    today.append(ul);
    today.hidden = false;
  }, () => { /* a month without notes */ });
}
