// Keyboard shortcuts. What stands on the page says its own keys: an element with data-key="g r"
// is clicked by typing g and then r. What does not calls key(). Keys are a character, several
// with spaces between, or "Mod+" and a character (Mod is Ctrl, on a Mac also ⌘).
import { chunk } from "./load.js";

export const keys = new Map(); // keys → { words, run }

// key makes some keys run a function. The words say what it does, for the help sheet.
export const key = (typed, words, run) => { keys.set(typed, { words, run }); };

const store = "memopress-keys";
let on = true; // single characters may be switched off: they are in the way of who speaks to a computer
try { on = localStorage.getItem(store) !== "off"; } catch { /* for this page only, then */ }

const places = (test) => document.querySelector(`[data-key${test}"]:not([hidden])`);
const find = (typed) => keys.get(typed)?.run || places(`="${CSS.escape(typed)}`)?.click.bind(places(`="${CSS.escape(typed)}`));
const begins = (typed) => places(`^="${CSS.escape(typed)} `) || [...keys.keys()].some((k) => k.startsWith(typed + " "));

let before = ""; // keys of a longer shortcut typed so far
let timer;
addEventListener("keydown", (e) => {
  if (e.defaultPrevented || e.isComposing || e.repeat) return;
  const graph = e.getModifierState("AltGraph"); // types signs, as shift does: "[" on many keyboards
  if (e.altKey && !graph) return;
  // A letter of another script counts as the one that lies there on a Latin keyboard: ㅎ is g.
  let c = /^[!-~]$/.test(e.key) ? e.key : /^Key/.test(e.code) ? e.code[3] : "";
  if (!c) return;
  if (!e.shiftKey) c = c.toLowerCase();
  const mod = !graph && (e.ctrlKey || e.metaKey);
  if (mod) c = "Mod+" + c;
  else if (!on || document.querySelector(":modal") || e.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const whole = before && find(before + " " + c);
  const run = whole || find(c);
  clearTimeout(timer);
  before = "";
  if (run) {
    e.preventDefault();
    run(e);
  } else if (!mod && begins(c)) {
    before = c;
    timer = setTimeout(() => { before = ""; }, 1500);
  }
});

const button = document.querySelector("button.keys");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => chunk(asset("help.js")).then(() => memopress.help()));
}

Object.assign(window.memopress, {
  key,
  keys,
  single: (to) => {
    if (to !== undefined) {
      on = to;
      try { localStorage.setItem(store, on ? "on" : "off"); } catch { /* for this page only */ }
    }
    return on;
  },
});
