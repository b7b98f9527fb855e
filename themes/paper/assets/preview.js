// Previews: what a link leads to, beside the link, after a moment of the pointer, of the focus or
// of a finger on it, or at once by Alt+P. The core (src/intent.js) calls preview() for each link
// that a reader turns to; everything else is seen to here.
import { shard } from "./src/shard.js";

const { root, data, sheet } = window.memopress;
const page = document.documentElement;
const shards = Number(page.dataset.previews);
const styled = sheet(asset("preview.css"));
const moment = { pointerover: 350, focusin: 700, touchstart: 450 }; // milliseconds
const grace = 250; // in which the pointer may cross to the preview

const el = (name, props, ...inside) => {
  const e = Object.assign(document.createElement(name), props);
  e.append(...inside);
  return e;
};

// What a link leads to: a node, or null when it is in view or there is nothing to show.

function find(a) {
  const url = new URL(a.href);
  const anchor = decodeURIComponent(url.hash.slice(1));
  if (url.pathname === location.pathname && url.protocol === location.protocol) return Promise.resolve(anchor && !isBeside(a) && onPage(anchor));
  let address = decodeURIComponent(url.pathname.slice(new URL(root).pathname.length));
  if (/(^|\/)$/.test(address)) address += "index.html";
  return data("preview/" + shard(address, shards)).then((all) => all?.[address] && elsewhere(a, all[address], anchor));
}

function elsewhere(a, note, anchor) {
  const place = note.places?.[anchor];
  const text = el("div", { className: "prose" });
  text.lang = note.lang || document.body.lang || page.lang;
  text.dir = note.dir || document.body.dir || page.dir;
  const inside = el("template", { innerHTML: place || note.html });
  for (const name of ["href", "src", "poster"]) {
    for (const e of inside.content.querySelectorAll(`[${name}]`)) e.setAttribute(name, rebase(e.getAttribute(name)));
  }
  for (const e of inside.content.querySelectorAll("[srcset]")) {
    e.setAttribute("srcset", e.getAttribute("srcset").split(/,\s+/).map(rebase).join(", "));
  }
  text.append(inside.content);
  const title = el("p", { className: "name" }, el("a", { href: place ? a.href : a.href.split("#")[0] }, note.title));
  title.lang = text.lang;
  title.dir = text.dir;
  const out = el("div", {}, title);
  if (note.meta) out.append(el("p", { className: "about" }, note.meta));
  out.append(text);
  return out;
}

// rebase makes an address that starts at the site's root a whole one.
const rebase = (address) => /^([a-z][a-z\d+.-]*:|\/\/|#)/i.test(address) ? address : root + address;

// isBeside reports whether a mark's footnote stands in the margin and in view.
function isBeside(a) {
  const note = a.parentNode.nextElementSibling;
  const at = note?.matches(".sidenote") && note.getBoundingClientRect();
  return at && at.height > 0 && at.bottom > 0 && at.top < innerHeight;
}

// onPage copies a footnote or a section of this page.
function onPage(anchor) {
  const target = document.getElementById(anchor);
  if (!target) return null;
  const at = target.getBoundingClientRect();
  if (at.height && at.top >= 0 && at.bottom <= innerHeight) return null;
  const text = el("div", { className: "prose" });
  const around = target.closest("[lang]");
  text.lang = around.lang;
  text.dir = target.closest("[dir]").dir;
  const level = /^H[1-6]$/.test(target.tagName) && target.tagName;
  if (target.closest(".footnotes")) {
    text.append(...[...target.childNodes].map((n) => n.cloneNode(true)));
  } else {
    for (let e = target, n = 0; e && n < 6; e = level && e.nextElementSibling, n++) {
      if (n && /^H[1-6]$/.test(e.tagName) && e.tagName <= level) break;
      text.append(e.cloneNode(true));
    }
  }
  for (const e of text.querySelectorAll(".footnote-back, .anchor, .copy, script, audio, video, iframe")) e.remove();
  for (const e of text.querySelectorAll("*")) {
    for (const name of ["id", "for", "headers", "aria-labelledby", "aria-describedby", "aria-controls"]) e.removeAttribute(name);
  }
  return el("div", {}, text);
}

// The box.

let box; // the one on show
let link; // and what it is about
let next; // the link that may be shown soon
let timer;
let held = false; // a finger lies on the link

async function show(a, enter) {
  if (box && link === a) {
    if (enter) box.focus();
    return;
  }
  const [inside] = await Promise.all([find(a), styled]);
  if (!inside || next !== a || !a.isConnected) return;
  hide();
  next = link = a;
  box = el("div", { className: "preview", popover: "manual", tabIndex: -1 }, inside);
  box.setAttribute("role", "note");
  box.ariaLabel = word("preview");
  if (box.querySelector("math")) sheet(asset("math.css"));
  if (box.querySelector(".code, .callout, table")) sheet(asset("blocks.css"));
  document.body.append(box);
  box.showPopover();
  put();
  if (enter) box.focus();
  dispatchEvent(new CustomEvent("memopress:preview", { detail: a }));
}

// put places the box below the link or above it, never over it.
function put() {
  const lines = [...link.getClientRects()];
  const top = Math.min(...lines.map((r) => r.top));
  const bottom = Math.max(...lines.map((r) => r.bottom));
  if (!lines.length || bottom < 0 || top > innerHeight) return hide();
  const gap = 6;
  const above = top - gap * 2;
  const below = innerHeight - bottom - gap * 2;
  box.style.maxBlockSize = "";
  const down = below >= box.offsetHeight || below >= above;
  box.style.maxBlockSize = `min(${getComputedStyle(box).maxBlockSize}, ${Math.max(down ? below : above, 48)}px)`;
  const first = down ? lines[lines.length - 1] : lines[0];
  const start = getComputedStyle(link).direction === "rtl" ? first.right - box.offsetWidth + 16 : first.left - 16;
  box.style.left = Math.max(gap, Math.min(start, page.clientWidth - box.offsetWidth - gap)) + "px";
  box.style.top = (down ? bottom + gap : top - gap - box.offsetHeight) + "px";
}

function hide() {
  clearTimeout(timer);
  next = null;
  if (!box) return;
  const old = box;
  const back = old.contains(document.activeElement) && link;
  box = link = null;
  old.remove();
  if (back) back.focus({ preventScroll: true });
}

const within = (node) => node instanceof Node && (box?.contains(node) || link?.contains(node));

// wait shows a link after its moment, and loads what it will show meanwhile.
window.memopress.preview = (a, e) => {
  if (e.type === "focusin" && (!a.matches(":focus-visible") || document.activeElement !== a)) return;
  if (a === link) return;
  clearTimeout(timer);
  next = a;
  held = e.type === "touchstart";
  const ready = find(a).catch(() => null);
  timer = setTimeout(() => ready.then((found) => found && next === a && show(a)), Math.max(0, moment[e.type] - (performance.now() - e.timeStamp)));
};

const leave = () => {
  clearTimeout(timer);
  next = null;
  if (box) timer = setTimeout(hide, grace);
};

addEventListener("pointerover", (e) => {
  if (e.pointerType === "touch") return;
  if (within(e.target)) clearTimeout(timer);
  else if (!next?.contains(e.target) && !within(document.activeElement)) leave();
});
addEventListener("pointerdown", (e) => { if (!within(e.target)) hide(); });
for (const type of ["touchmove", "touchend", "touchcancel"]) {
  addEventListener(type, () => { if (!box) { clearTimeout(timer); next = null; } }, { passive: true });
}
// The finger that asked for a preview asked for nothing else. The browser's menu is still there
// for the title in the preview.
addEventListener("contextmenu", (e) => { if (held && box && link.contains(e.target)) e.preventDefault(); });
addEventListener("click", (e) => {
  if (held && box && link.contains(e.target) && e.isTrusted) {
    e.preventDefault();
    held = false;
  }
}, true);
addEventListener("touchstart", (e) => { held = next?.contains(e.target) || false; }, { passive: true });

addEventListener("focusin", (e) => { if (box ? !within(e.target) : next !== e.target) hide(); });
addEventListener("keydown", (e) => {
  if (e.code === "KeyP" && e.altKey && !e.ctrlKey && !e.metaKey) {
    const a = document.activeElement;
    if (box?.contains(a)) hide();
    else if (a.matches("main a[href]")) {
      next = a;
      show(a, true).catch(() => {});
    } else return;
    e.preventDefault();
  } else if (!box) {
    // nothing to shut
  } else if (e.key === "Escape") {
    hide();
    e.preventDefault();
    e.stopPropagation();
  } else if (e.key === "Tab" && box.contains(document.activeElement)) {
    // The preview stands at the end of the document, but belongs to its link.
    const stops = [box, ...box.querySelectorAll("a[href]")];
    if (document.activeElement === stops[e.shiftKey ? 0 : stops.length - 1]) {
      hide();
      if (e.shiftKey) e.preventDefault();
    }
  }
}, true);
addEventListener("scroll", (e) => { if (box && !box.contains(e.target)) put(); }, { capture: true, passive: true });
// A phone's address bar that folds changes the height alone.
let across = innerWidth;
addEventListener("resize", () => {
  if (innerWidth !== across) hide();
  else if (box) put();
  across = innerWidth;
});
addEventListener("pagehide", hide); // what comes back with "back" has no preview open
