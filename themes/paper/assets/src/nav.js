// The navigation stands where the reader left it, and shows where one is. Only it scrolls: never
// the page.
import { root } from "./load.js";

const nav = document.getElementById("nav");
const store = "memopress-nav:" + new URL(root).pathname;

// reveal does so. It is there for what makes the navigation longer, too.
export const reveal = () => {
  if (nav.scrollHeight <= nav.clientHeight) return;
  if (left) nav.scrollTop = left;
  const here = nav.querySelector("[aria-current]");
  const top = here?.offsetTop - nav.scrollTop; // NaN where it is not shown
  if (here?.checkVisibility() && (top < 0 || top > nav.clientHeight - here.offsetHeight)) nav.scrollTop = here.offsetTop - nav.clientHeight / 2;
};

let left = 0;
if (nav) {
  try { left = +sessionStorage.getItem(store); } catch { /* nothing is remembered */ }
  reveal();
  nav.addEventListener("toggle", reveal);
  addEventListener("pagehide", () => {
    try { if (nav.clientHeight) sessionStorage.setItem(store, nav.scrollTop); } catch { /* for this page only */ }
  });
  memopress.reveal = reveal;
}
