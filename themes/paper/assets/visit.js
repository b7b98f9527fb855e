// What is new since the last visit, and what was written on this day. A visit ends when its tab is
// closed, or after half an hour without a page.
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

const mark = (list) => {
  const fresh = new Set(list.map((entry) => path(entry.slice(0, entry.lastIndexOf(" ")))));
  for (const a of document.querySelectorAll(".entry > a")) {
    if (!fresh.has(a.href) || a.querySelector(".new")) continue;
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
else if (document.querySelector(".entry")) {
  const seen = store("localStorage", key);
  m.data("latest").then((list) => {
    const fresh = seen ? list.filter((entry) => !seen.includes(entry)) : [];
    store("sessionStorage", key, fresh);
    store("localStorage", key, list);
    mark(fresh);
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
