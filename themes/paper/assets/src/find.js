// Search waits until it is wanted: the link to its page, / and Ctrl-K open it here.
import { chunk, sheet } from "./load.js";
import { key } from "./keys.js";

const link = document.querySelector("a.find");
if (link) {
  const find = (e) => {
    if (e && (e.metaKey || e.ctrlKey || e.shiftKey) && e.type === "click") return;
    e?.preventDefault();
    Promise.all([chunk(asset("search.js")), sheet(asset("search.css"))]).then(() => memopress.search(), () => { location.href = link.href; });
  };
  link.addEventListener("click", find);
  key("/", word("search"), find);
  key("Mod+k", word("search"), find);
  if (document.querySelector("[data-finder]")) find();
}
