// Stacked pages: on a wide window a link in the text opens its page to the right of the one that
// it stands on. The address says what is open: /a.html?stack=folder/b,c is a.html with
// folder/b.html and c.html beside it. Without room, without HTTP and for whoever asks for a new
// tab, links are links.
const { root, key, sheet, style, script } = window.memopress;
const page = document.documentElement;
const desk = document.getElementById("main");
const wide = matchMedia("(min-width: 75rem)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const styled = sheet(asset("panes.css"));
const own = { name: nameOf(location), node: desk.firstElementChild, title: document.title };

let panes = [own]; // from the start side to the end side; the page itself is the first
let count = 0; // of panes ever opened, for ids

// nameOf returns the site path of a page as an address shows it: "folder/note".
function nameOf(url) {
  let path = decodeURIComponent(url.pathname.slice(new URL(root).pathname.length));
  if (/(^|\/)$/.test(path)) path += "index";
  return path.replace(/\.html$/, "");
}
const encoded = (name) => name.split("/").map(encodeURIComponent).join("/");
// decoded is "" for what nobody has encoded so: no page.
const decoded = (text) => { try { return decodeURIComponent(text); } catch { return ""; } };
const named = () => (/[?&]stack=([^&]*)/.exec(location.search)?.[1] || "").split(",").map(decoded).filter(Boolean);

function address() {
  const url = new URL(location.href);
  const rest = url.search.slice(1).split("&").filter((p) => p && !p.startsWith("stack="));
  if (panes.length > 1) rest.push("stack=" + panes.slice(1).map((p) => encoded(p.name)).join(","));
  url.search = rest.length ? "?" + rest.join("&") : "";
  return url.href;
}

const el = (name, props, ...inside) => {
  const e = Object.assign(document.createElement(name), props);
  e.append(...inside);
  return e;
};

// load fetches a page and makes a pane of what it says.
async function load(name) {
  const answer = await fetch(root + encoded(name) + ".html");
  if (!answer.ok) throw new Error(name);
  const doc = new DOMParser().parseFromString(await answer.text(), "text/html");
  const from = doc.querySelector("#main .sheet");
  const whole = (value) => new URL(value, answer.url).href;
  for (const attr of ["href", "src", "poster"]) {
    for (const e of doc.querySelectorAll(`[${attr}]`)) {
      if (!e.getAttribute(attr).startsWith("#")) e.setAttribute(attr, whole(e.getAttribute(attr)));
    }
  }
  for (const e of doc.querySelectorAll("[srcset]")) {
    e.setAttribute("srcset", e.getAttribute("srcset").split(/,\s+/).map((s) => s.replace(/^\S+/, whole)).join(", "));
  }
  // Ids stand once in a document.
  const prefix = `mp-pane-${++count}-`;
  for (const attr of ["id", "for", "headers", "aria-labelledby", "aria-describedby", "aria-controls"]) {
    for (const e of from.querySelectorAll(`[${attr}]`)) {
      e.setAttribute(attr, e.getAttribute(attr).split(" ").map((id) => prefix + id).join(" "));
    }
  }
  for (const e of from.querySelectorAll("[href^='#']")) e.setAttribute("href", "#" + prefix + e.getAttribute("href").slice(1));
  for (const e of from.querySelectorAll("[data-key]")) delete e.dataset.key;
  const h1 = from.querySelector("h1");
  // The page's own title is the only first heading.
  for (const h of from.querySelectorAll("h1, h2, h3, h4, h5")) h.setAttribute("aria-level", +h.localName[1] + 1);
  for (const e of doc.querySelectorAll("link[rel=stylesheet]")) style(e.href);
  const words = h1?.textContent || doc.title;
  // Regions are told apart by the page that they are of.
  for (const e of from.querySelectorAll(":is(nav, aside, section)[aria-label]")) e.ariaLabel += ": " + words;
  if (h1) h1.id ||= prefix + "title";
  for (const e of from.querySelectorAll("section[aria-labelledby]")) if (h1) e.setAttribute("aria-labelledby", e.getAttribute("aria-labelledby") + " " + h1.id);
  const node = el("article", { className: "pane", tabIndex: -1, ariaLabel: words }, el("div", { className: from.className }, ...from.childNodes));
  const drawn = doc.querySelector("script[src*='/diagram.']");
  return { name, node, prefix, words, title: doc.title, after: () => drawn && script(drawn.src) };
}

// spine gives a pane the strip that stays of it when others lie over it, and a way to shut it.
function dress(p) {
  const spine = el("button", { type: "button", className: "spine", tabIndex: -1 },
    el("span", {}, p.words || p.node.querySelector("h1")?.textContent || p.title));
  spine.ariaHidden = "true"; // the same as its region, which is in the order of reading
  spine.addEventListener("click", () => enter(p));
  p.node.prepend(spine);
  if (p === own) return;
  const shut = el("button", { type: "button", className: "shut", ariaLabel: word("panes.close") + ": " + p.words }, "×");
  shut.addEventListener("click", () => close(p));
  spine.after(shut);
}

// draw lays the panes out.
function draw() {
  const stacked = panes.length > 1;
  if (stacked !== "panes" in page.dataset) {
    if (stacked) {
      const y = scrollY;
      page.dataset.panes = "";
      own.node.classList.add("pane");
      dress(own);
      own.node.scrollTop = y;
    } else {
      const y = own.node.scrollTop;
      delete page.dataset.panes;
      own.node.classList.remove("pane");
      own.node.querySelector(":scope > .spine").remove();
      scrollTo({ top: y, behavior: "instant" });
    }
  }
  for (const e of desk.querySelectorAll(":scope > article.pane")) {
    if (!panes.some((p) => p.node === e)) e.remove();
  }
  panes.forEach((p, i) => {
    if (p.node.parentNode !== desk) {
      dress(p);
      desk.append(p.node);
      p.after?.();
      dispatchEvent(new CustomEvent("memopress:content", { detail: p.node }));
    }
    p.node.style.setProperty("--pane", i);
  });
  cover();
}

// cover marks the panes of which little more than the spine is to be seen.
function cover() {
  const spine = panes[0].node.querySelector(":scope > .spine");
  if (!spine) return;
  const along = Math.abs(desk.scrollLeft);
  panes.forEach((p, i) => {
    const width = p.node.offsetWidth;
    p.node.classList.toggle("covered", i < panes.length - 1 && (i + 1) * width - along - i * spine.offsetWidth < width / 3);
  });
}

// enter brings a pane into view and gives it the focus.
function enter(p, anchor) {
  const i = panes.indexOf(p);
  if (i < 0) return;
  const spine = panes[0].node.querySelector(":scope > .spine");
  if (spine) {
    const width = p.node.offsetWidth;
    const along = Math.min(Math.max(Math.abs(desk.scrollLeft), (i + 1) * width - desk.clientWidth), i * (width - spine.offsetWidth));
    desk.scrollTo({ left: getComputedStyle(desk).direction === "rtl" ? -along : along, behavior: calm.matches ? "instant" : "smooth" });
  }
  const to = anchor ? document.getElementById((p.prefix || "") + anchor) : null;
  to?.scrollIntoView({ block: "start", inline: "nearest", behavior: "instant" });
  if (p === own && !own.node.hasAttribute("tabindex")) own.node.tabIndex = -1;
  p.node.focus({ preventScroll: true });
}

// open opens a page to the right of a pane, or goes to it where it is open already.
async function open(name, from, anchor) {
  let p = panes.find((p) => p.name === name);
  if (!p) {
    const before = panes;
    [p] = await Promise.all([load(name), styled]);
    if (panes !== before) return; // something else happened meanwhile
    panes = [...panes.slice(0, panes.indexOf(from) + 1), p];
    draw();
    history.pushState(null, "", address());
  }
  enter(p, anchor);
}

function close(p) {
  const i = panes.indexOf(p);
  panes = panes.filter((x) => x !== p);
  draw();
  history.pushState(null, "", address());
  enter(panes[Math.min(i, panes.length - 1)]);
}

// follow makes the panes those that the address names.
async function follow() {
  const names = wide.matches ? named().filter((n, i, all) => n !== own.name && all.indexOf(n) === i) : [];
  if (names.join() === panes.slice(1).map((p) => p.name).join()) return;
  const rest = await Promise.all(names.map((n) => panes.find((p) => p.name === n) || load(n).catch(() => null)));
  await styled;
  if (names.join() !== named().filter((n) => n !== own.name).join() && names.length) return; // gone on since
  panes = [own, ...rest.filter(Boolean)];
  draw();
  if (panes.length > 1) enter(panes[panes.length - 1]);
}

desk.addEventListener("click", (e) => {
  const a = e.target.closest("a[href]");
  if (!a || e.defaultPrevented || e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey || a.target || a.hasAttribute("download")) return;
  const from = panes.find((p) => p.node.contains(a)) || own;
  const href = a.getAttribute("href");
  if (href.startsWith("#")) {
    if (from === own) return;
    const to = document.getElementById(decodeURIComponent(href.slice(1)));
    if (!to) return;
    e.preventDefault();
    to.scrollIntoView({ block: "start", inline: "nearest" });
    if (!to.hasAttribute("tabindex")) to.tabIndex = -1;
    to.focus({ preventScroll: true });
    return;
  }
  if (!wide.matches || !a.href.startsWith(root) || !/(\/|\.html)$/.test(a.pathname)) return;
  e.preventDefault();
  open(nameOf(a), from, decodeURIComponent(a.hash.slice(1))).catch(() => { location.href = a.href; });
});
desk.addEventListener("scroll", cover, { passive: true });
desk.addEventListener("focusin", (e) => {
  const p = panes.find((p) => p.node.contains(e.target));
  if (p) document.title = p.title;
});
addEventListener("resize", cover);
addEventListener("popstate", follow);
wide.addEventListener("change", follow);

const step = (by) => () => {
  const at = panes.findIndex((p) => p.node.contains(document.activeElement));
  enter(panes[Math.min(Math.max(0, (at < 0 ? panes.length - 1 : at) + by), panes.length - 1)]);
};
key("[", word("panes.before"), step(-1));
key("]", word("panes.after"), step(1));
key("x", word("panes.close"), () => {
  const p = panes.find((p) => p !== own && p.node.contains(document.activeElement));
  if (p) close(p);
});

follow();
