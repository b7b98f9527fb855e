// Pages beside each other, where the site asks for it and pages can be fetched.
import { chunk } from "./load.js";

if ("stacked" in document.documentElement.dataset && /^http/.test(location.protocol)) chunk(asset("panes.js")).catch(() => {});
