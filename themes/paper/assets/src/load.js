// What loads more of the site when it is needed. Everything comes as classic scripts, because
// fetch and modules do not work from a disk.

// The address of the site's root, with a slash at its end.
export const root = new URL("../", document.currentScript.src).href;

// path is the URL of a site address.
export const path = (address) => root + address.split("/").map(encodeURIComponent).join("/");

const started = new Map(); // address → promise
const values = new Map(); // name of a data file → its value

// These stand before a theme's own rules, which are to win over them.
const before = [asset("blocks.css"), asset("list.css")].map((name) => root + "assets/" + name);

function add(address, make) {
  if (!started.has(address)) {
    started.set(address, new Promise((resolve, reject) => {
      const e = make();
      e.onload = resolve;
      e.onerror = () => {
        started.delete(address); // another try may do better
        e.remove();
        reject(new Error(address));
      };
      if (before.includes(address)) document.querySelector("link[rel=stylesheet]").before(e);
      else document.head.append(e);
    }));
  }
  return started.get(address);
}

// script runs a script once; style adds a style sheet once, unless the page has it. Both take an
// address.
export const script = (src) => add(src, () => Object.assign(document.createElement("script"), { src }));
export const style = (href) => [...document.styleSheets].some((s) => s.href === href) ? Promise.resolve() : add(href, () => Object.assign(document.createElement("link"), { rel: "stylesheet", href }));

// chunk and sheet do so with an asset of the theme, by its published name.
export const chunk = (name) => script(root + "assets/" + name);
export const sheet = (name) => style(root + "assets/" + name);

// data returns the value of data/NAME.js, a script that calls memopress.put("NAME", value).
export const data = (name, version) =>
  script(root + "data/" + name.split("/").map(encodeURIComponent).join("/") + ".js" + (version ? "?v=" + version : ""))
    .then(() => values.get(name));

// language is that of the site's words; a page's own text may be in another.
export const language = document.body.lang || document.documentElement.lang;

// fill is the form of words for a number, with the number: fill(forms("notes"), 3).
export const fill = (words, n) => (words[new Intl.PluralRules(language).select(n)] || words.other).replace("{n}", () => n.toLocaleString(language));

window.memopress = { root, script, style, chunk, sheet, data, language, fill, put: (name, value) => { values.set(name, value); } };
