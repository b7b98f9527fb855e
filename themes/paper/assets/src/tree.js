// Folders of the navigation open in place, tags take their place when they are asked for, and both
// stay so from page to page.
import { chunk, root } from "./load.js";

const nav = document.getElementById("nav");
if (nav && document.documentElement.dataset.tree) {
  for (const li of nav.querySelectorAll(".folder")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "opens";
    button.setAttribute("aria-expanded", li.matches(".open:has(ul)"));
    button.setAttribute("aria-label", word("folder.open").replace("{folder}", () => li.firstChild.textContent));
    li.prepend(button);
  }
  let loaded;
  const load = () => loaded ||= chunk(asset("tree.js"));
  nav.addEventListener("click", (e) => {
    const button = e.target.closest(".opens, .switch button");
    if (button) load().then(() => memopress.tree(button)).catch(() => { location.href = button.nextSibling?.href || memopress.root + "tags/index.html"; });
  });
  try { if (sessionStorage.getItem("memopress-open:" + new URL(root).pathname)) load().then(() => memopress.tree()).catch(() => { /* they stay shut */ }); } catch { /* nothing is remembered */ }
}
