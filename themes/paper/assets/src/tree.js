// Folders of the navigation open in place. Those that are open stay so from page to page.
import { chunk } from "./load.js";

const nav = document.getElementById("nav");
if (nav && document.documentElement.dataset.tree) {
  for (const li of nav.querySelectorAll(".folder:not(.open)")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "opens";
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-label", word("folder.open").replace("{folder}", () => li.firstChild.textContent));
    li.prepend(button);
  }
  let loaded;
  const load = () => loaded ||= chunk(asset("tree.js"));
  nav.addEventListener("click", (e) => {
    const button = e.target.closest(".opens");
    if (button) load().then(() => memopress.tree(button)).catch(() => { location.href = button.nextSibling.href; });
  });
  try { if (sessionStorage.getItem("memopress-open")) load().then(() => memopress.tree()).catch(() => { /* they stay shut */ }); } catch { /* nothing is remembered */ }
}
