// What a page can do better with a script. Without it everything is readable and every link works.
import "./src/load.js";
import "./src/mode.js";
import "./src/copy.js";
import "./src/nav.js";
import "./src/toc.js";
import "./src/keys.js";
import "./src/tree.js";
import "./src/random.js";
import "./src/today.js";
import "./src/since.js";
import "./src/zoom.js";
import "./src/find.js";
import "./src/intent.js";
import "./src/stacked.js";
import "./src/manifest.js";
import "./src/offline.js";
import "./src/pdf.js";
