// A note by chance, and what is new since the reader's last visit. What they need loads when it is
// wanted; what a reader has seen stays in this browser.
import { chunk, data, root } from "./load.js";

const random = document.querySelector(".random");
if (random) {
  random.hidden = false;
  random.addEventListener("click", (e) => {
    if (e.metaKey || e.ctrlKey || e.shiftKey) return;
    e.preventDefault();
    const i = Math.floor(Math.random() * document.documentElement.dataset.notes);
    data("notes/" + (i >> 8)).then((all) => { location.href = root + all[i & 255].split("/").map(encodeURIComponent).join("/"); }, () => { location.href = e.target.href; });
  });
}
if (document.querySelector(".entry, .today")) chunk(asset("visit.js"));
