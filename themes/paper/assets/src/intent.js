// What a reader is about to open: its page is fetched before the click, and a link in the text
// shows what it leads to.
import { root, chunk } from "./load.js";

const previews = document.documentElement.dataset.previews;
const shown = "main :is(.internal, .from, .context, .related a, [role=doc-noteref])";
const fetched = new Set([location.href.split("#")[0]]);

function fetchSoon(a) {
  const address = a.href.split("#")[0];
  if (!/^http/.test(address) || fetched.has(address) || !/(\/|\.html)$/.test(a.pathname) || navigator.connection?.saveData) return;
  fetched.add(address);
  document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href: address }));
}

let timer;
const intend = (e) => {
  clearTimeout(timer);
  const a = e.target.closest?.("a[href]");
  if (!a || !a.href.startsWith(root) || e.pointerType === "touch") return;
  // Who only passes over a link means nothing by it.
  timer = setTimeout(() => {
    fetchSoon(a);
    if (previews && a.matches(shown)) chunk(asset("preview.js")).then(() => memopress.preview(a, e), () => {});
  }, e.pointerType ? 80 : 0);
};
for (const type of ["pointerover", "focusin", "touchstart"]) addEventListener(type, intend, { passive: true });
