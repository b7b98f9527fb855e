// What a device wants to know to put the wiki among its programs. Browsers fetch it for every page
// that names it, so that one does, and complain of it on a disk.
import { root } from "./load.js";

if (document.documentElement.dataset.page === "home" && /^http/.test(location.protocol)) {
  document.head.append(Object.assign(document.createElement("link"), { rel: "manifest", href: root + "manifest.webmanifest" }));
}
