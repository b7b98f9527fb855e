// A PDF that stands in a note opens below its link, where the browser can show one. Nothing of it
// is loaded before.
import { root, chunk } from "./load.js";

const cards = '.file-card[data-format="pdf"]';
const ready = (at) => {
  for (const a of at.querySelectorAll(cards)) if (a.href.startsWith(root)) a.ariaExpanded = "false";
};
if (navigator.pdfViewerEnabled) {
  ready(document);
  addEventListener("memopress:content", (e) => ready(e.detail));
  addEventListener("click", (e) => {
    const a = e.target.closest?.(cards + "[aria-expanded]");
    if (!a || e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    e.preventDefault();
    chunk(asset("pdf.js")).then(() => memopress.pdf(a), () => { location.href = a.href; });
  });
}
