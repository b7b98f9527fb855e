// Search waits until it is wanted: the link to its page, / and Ctrl-K open it here.
import { chunk, sheet } from "./load.js";
import { key } from "./keys.js";

const place = document.querySelector("[data-finder]"); // on the page of search
const link = document.querySelector("a.find");
if (link) {
  const find = (e) => {
    if (e && (e.metaKey || e.ctrlKey || e.shiftKey) && e.type === "click") return;
    e?.preventDefault();
    sheet(asset("search.css")).catch(() => { /* it works as well without its looks */ });
    chunk(asset("search.js")).then(() => memopress.search(), () => {
      if (!place) location.href = link.href;
      else if (!place.querySelector("[role=status]")) place.append(Object.assign(document.createElement("p"), { role: "status", textContent: word("search.failed") }));
    });
  };
  link.addEventListener("click", find);
  key("/", word("search"), find);
  key("Mod+k", word("search"), find);
  if (place) find();
}
