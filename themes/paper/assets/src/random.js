// A note by chance.
import { data, path } from "./load.js";

const random = document.querySelector(".random");
if (random) {
  random.hidden = false;
  random.addEventListener("click", (e) => {
    if (e.metaKey || e.ctrlKey || e.shiftKey) return;
    e.preventDefault();
    data("notes").then((count) => {
      const i = Math.floor(Math.random() * count);
      return data("notes/" + (i >> 8)).then((all) => { location.href = path(all[i & 255]); });
    }).catch(() => { location.href = e.target.href; });
  });
}
