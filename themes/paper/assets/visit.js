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
  const make = (name, of, ...inside) => {
    const e = Object.assign(document.createElement(name), of);
    e.append(...inside);
    return e;
  };
  const more = (n) => {
    const f = forms("backlinks.rest");
    return (f[new Intl.PluralRules(document.documentElement.lang).select(n)] || f.other).replace("{n}", n);
  };
  m.data("days/" + (now.getMonth() + 1)).then((days) => {
    const [count, place, notes] = days[now.getDate()] || [0];
    if (!count) return;
    const link = ([year, title, address]) => [make("a", { href: path(address) }, title), " ", make("span", { className: "why" }, year)];
    const line = make("p", {}, make("b", {}, word("calendar.today")), " ", ...link(notes[0]));
    today.append(line);
    today.classList.add("some");
    if (count < 2) return;
    // The others come when they are asked for, so that nothing moves by itself.
    const rest = make("ul", { className: "titles", hidden: true }, ...notes.slice(1).map((n) => make("li", {}, ...link(n))));
    if (count > notes.length) {
      const [page, id] = place.split("#");
      rest.append(make("li", {}, make("a", { href: path(page) + "#" + id }, more(count - notes.length))));
    }
    const button = make("button", { type: "button", title: more(count - 1), ariaLabel: "+" + (count - 1) + ", " + more(count - 1) }, "+" + (count - 1));
    const set = (open) => { rest.hidden = !open; button.setAttribute("aria-expanded", open); };
    button.addEventListener("click", () => set(rest.hidden));
    set(false);
    line.append(" ", button);
    today.append(rest);
  }, () => { /* a day without notes */ });
}
