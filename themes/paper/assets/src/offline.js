// Reading without a network, where the site has it and a browser can: sw.js sees to it. The rest
// comes when there is something to say.
import { root, chunk } from "./load.js";

const page = document.documentElement;
const worker = navigator.serviceWorker;
if ("offline" in page.dataset && worker && /^http/.test(location.protocol)) {
  const more = () => chunk(asset("offline.js"));
  addEventListener("load", () => worker.register(root + "sw.js").catch(() => {}));
  const button = document.querySelector("button.keep");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => more().then(() => memopress.keep()));
  }
  let kept;
  try { kept = localStorage.getItem("memopress-kept:" + new URL(root).pathname); } catch { /* then nothing is kept on */ }
  if (kept || page.dataset.stored || page.dataset.page === "offline") more().catch(() => {});
}
