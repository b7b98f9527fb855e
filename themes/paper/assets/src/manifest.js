// What a device wants to know to put the wiki among its programs, which is worth it where the wiki
// can be read there without a network. Browsers fetch it, and the icons that it names, for every page
// that names it, so that one does; and complain of it on a disk.
import { root } from "./load.js";

const { page, offline } = document.documentElement.dataset;
if (offline !== undefined && page === "home" && /^http/.test(location.protocol)) {
  document.head.append(Object.assign(document.createElement("link"), { rel: "manifest", href: root + "manifest.webmanifest" }));
}
