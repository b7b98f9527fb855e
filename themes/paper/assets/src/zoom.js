// A picture that is shown smaller than it is opens large.
import { chunk, sheet } from "./load.js";

// Where there are copies, naturalWidth is the room that the picture has on the page.
const wide = (img) => Math.max(img.naturalWidth, ...Array.from(img.srcset.matchAll(/ (\d+)w/g), (m) => +m[1]));
const small = (img) => img?.matches?.(".prose img") && !img.closest("a") && wide(img) > img.clientWidth * 1.2;
const show = (img) => Promise.all([chunk(asset("lightbox.js")), sheet(asset("lightbox.css"))]).then(() => memopress.lightbox(img));
addEventListener("click", (e) => { if (small(e.target)) show(e.target); });
const ready = (img) => {
  if (!small(img)) {
    if (img?.getAttribute?.("role") !== "button") return;
    for (const name of ["tabindex", "role", "aria-label"]) img.removeAttribute(name);
    return;
  }
  img.tabIndex = 0;
  img.setAttribute("role", "button");
  img.setAttribute("aria-label", word("image.zoom") + (img.alt && ": " + img.alt));
};
addEventListener("load", (e) => ready(e.target), true);
const all = () => document.querySelectorAll(".prose img").forEach(ready);
all();
addEventListener("resize", all);
addEventListener("keydown", (e) => {
  if (e.key !== "Enter" && e.key !== " " || !small(e.target)) return;
  e.preventDefault();
  show(e.target);
});
