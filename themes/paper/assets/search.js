// Search: a dialog on every page, and the page of its own. It loads when it is first wanted.
import * as lists from "./src/search/lists.js";
import { look, parse, run } from "./src/search/query.js";

const m = window.memopress;
const make = (tag, set, ...inside) => {
  const e = Object.assign(document.createElement(tag), set);
  e.append(...inside);
  return e;
};

// marked is a text with its marks as elements.
const marked = (text, marks, from = 0, to = text.length) => {
  const out = [];
  let at = from;
  for (const [a, b] of marks) {
    if (b <= at || a >= to) continue;
    out.push(text.slice(at, Math.max(at, a)), make("mark", { textContent: text.slice(Math.max(at, a), Math.min(b, to)) }));
    at = Math.min(b, to);
  }
  out.push(text.slice(at, to));
  return out;
};

// excerpt is what stands around the first mark, from a line's or a word's beginning.
const excerpt = ({ text, marks }) => {
  const first = marks[0] ? marks[0][0] : 0;
  let from = Math.max(0, first - 60, text.lastIndexOf("\n", first) + 1);
  if (from === first - 60) from = Math.max(from, text.indexOf(" ", from) + 1 || 0) > first ? from : Math.max(from, text.indexOf(" ", from) + 1 || from);
  const to = Math.min(text.length, from + 180);
  return [from > 0 ? "… " : "", ...marked(text, marks, from, to), to < text.length ? " …" : ""];
};

const address = (found) => {
  const path = found.note.address.split("/").map(encodeURIComponent).join("/");
  const best = found.best;
  if (!best) return m.root + path;
  // The browser goes to the words themselves where it can.
  const hit = best.marks[0] && location.protocol !== "file:" && best.text.slice(...best.marks[0]);
  return m.root + path + (best.anchor || hit ? "#" + encodeURIComponent(best.anchor) : "") + (hit ? ":~:text=" + encodeURIComponent(hit).replace(/-/g, "%2D") : "");
};

// composes is whether a key belongs to what an input method is still making. Safari says so by the
// number of the key alone.
const composes = (e) => e.isComposing || e.keyCode === 229;

const page = 8; // results shown at once

// widget is the field with its results. It returns {root, input, ask}.
const widget = (id) => {
  const input = make("input", { type: "search", id, autocomplete: "off", spellcheck: false, placeholder: word("search.hint") });
  const options = { role: "combobox", "aria-label": word("search"), "aria-expanded": "false", "aria-controls": id + "-list", "aria-autocomplete": "list", autocapitalize: "none", enterkeyhint: "go" };
  for (const k in options) input.setAttribute(k, options[k]);
  const list = make("ul", { id: id + "-list", className: "results" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", word("search.results"));
  const status = make("p", { className: "status" });
  status.setAttribute("role", "status");
  const more = make("button", { type: "button", className: "more-results", hidden: true, textContent: word("search.more") });
  let asked = 0; // number of the query; answers to earlier ones come too late
  let answered; // the text that the list answers
  let active = -1;

  const choose = (i) => {
    const all = list.children;
    if (all[active]) all[active].setAttribute("aria-selected", "false");
    active = Math.max(-1, Math.min(i, all.length - 1));
    const now = all[active];
    if (now) {
      now.setAttribute("aria-selected", "true");
      now.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", now.id);
    } else input.removeAttribute("aria-activedescendant");
  };

  const option = (found, i) => {
    const { note, title, alias, best } = found; // alias: [text, marks]
    const a = make("a", { href: address(found), tabIndex: -1 }, make("b", {}, ...marked(note.title, title)));
    if (alias) a.append(" ", make("i", {}, ...marked(...alias)));
    const folders = decodeURI(note.address).split("/").slice(0, -1).join(" / ");
    const where = [folders, best && best.heading].filter(Boolean).join(" › ");
    if (where) a.append(make("span", { className: "where", textContent: where }));
    if (best && best.text) a.append(make("span", { className: "excerpt" }, ...excerpt(best)));
    const li = make("li", { id: id + "-" + i }, a);
    li.setAttribute("role", "option");
    li.setAttribute("aria-selected", "false");
    return li;
  };

  const settle = (typed) => {
    answered = typed;
    input.dispatchEvent(new Event("answer"));
  };

  const ask = async (typed, live, again) => {
    const mine = ++asked;
    const clauses = parse(typed, live);
    const clear = (text) => {
      list.replaceChildren();
      more.hidden = true;
      status.textContent = text;
      input.setAttribute("aria-expanded", "false");
      choose(-1);
      settle(typed);
    };
    if (!clauses.some((c) => !c[0].not)) return clear("");
    try {
      let answer = await run(clauses);
      let instead = "";
      if (!answer.list.length) {
        // Without it there is just nothing that was meant instead.
        const others = await m.chunk(asset("instead.js")).then(() => m.instead(typed, clauses, lists.between), () => []);
        for (const other of others) {
          const second = await run(parse(other, live));
          if (second.list.length) {
            answer = second;
            instead = other;
            break;
          }
        }
      }
      if (mine !== asked) return;
      const left = answer.list;
      let dropped = 0;
      const next = async () => {
        const found = [];
        // Where positions are not known, texts must tell: not more of them than are worth waiting for.
        for (let read = 0; found.length < page && left.length && read < 5 * page; read += page) {
          const some = (await Promise.all(left.splice(0, page - found.length).map((hit) => look(hit, answer.clauses))));
          dropped += some.filter((f) => !f).length;
          found.push(...some.filter(Boolean));
        }
        return found.sort((a, b) => b.score - a.score);
      };
      const show = async (first) => {
        const found = await next();
        if (mine !== asked) return;
        if (first) list.replaceChildren();
        const from = list.children.length;
        list.append(...found.map((f, i) => option(f, from + i)));
        const n = left.length ? answer.count - dropped : list.children.length;
        more.hidden = !left.length;
        const words = n ? m.fill(forms("search.found"), n) : word("search.none");
        status.textContent = (instead && n ? word("search.instead").replace("{query}", instead) + " " : "") + (answer.about && left.length ? word("search.about").replace("{count}", words) : words);
        input.setAttribute("aria-expanded", String(n > 0));
        if (first) {
          choose(n ? 0 : -1);
          settle(typed);
        } else list.children[from]?.firstChild.focus();
      };
      more.onclick = () => show(false);
      await show(true);
    } catch (e) {
      if (mine !== asked) return;
      if (e instanceof lists.Stale && !again) {
        await lists.forget();
        return ask(typed, live, true);
      }
      clear(word("search.failed"));
    }
  };

  // follow opens the chosen result. What was typed since the list was made has its own answer.
  const follow = async (aside) => {
    clearTimeout(timer);
    const typed = input.value;
    if (answered !== typed) {
      await ask(typed, true);
      if (input.value !== typed) return;
    }
    const a = list.children[active]?.firstChild;
    if (a && aside) open(a.href);
    else if (a) a.click();
    else ask(typed, false);
  };

  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(input.value, true), 60);
  });
  input.addEventListener("keydown", (e) => {
    if (composes(e)) return;
    const size = list.children.length;
    const to = { ArrowDown: active + 1 < size ? active + 1 : 0, ArrowUp: active > 0 ? active - 1 : size - 1 }[e.key];
    if (to !== undefined && size) {
      e.preventDefault();
      choose(to);
    } else if ((e.key === "Home" || e.key === "End") && e.ctrlKey && size) {
      e.preventDefault();
      choose(e.key === "Home" ? 0 : size - 1);
    } else if (e.key === "Enter") {
      e.preventDefault();
      follow(e.ctrlKey || e.metaKey);
    }
  });
  lists.manifest().catch(() => { /* asked for again with the first query */ });
  return { input, ask, root: make("div", { className: "finder" }, input, status, list, more) };
};

let dialog, box;
// memopress.search opens the dialog.
m.search = (typed) => {
  if (document.querySelector("main .finder")) return document.querySelector("main .finder input").focus();
  if (!dialog) {
    box = widget("mp-find");
    dialog = make("dialog", { className: "search" }, box.root);
    dialog.setAttribute("aria-label", word("search"));
    const close = make("button", { type: "button", className: "shut", textContent: word("close") });
    close.addEventListener("click", () => dialog.close());
    box.root.insertBefore(close, box.root.children[1]);
    // A field of type search would take the first Esc for itself.
    dialog.addEventListener("keydown", (e) => {
      if (e.key === "Escape" && !composes(e)) {
        e.preventDefault();
        dialog.close();
      }
    });
    dialog.addEventListener("click", (e) => { if (e.target === dialog || e.target.closest("a")) dialog.close(); });
    document.body.append(dialog);
  }
  if (!dialog.open) dialog.showModal();
  box.input.focus();
  box.input.select();
  if (typed) {
    box.input.value = typed;
    box.ask(typed, true);
  }
};

// The page of search has the field in its middle, and the query in its address.
const place = document.querySelector("[data-finder]");
if (place) {
  const w = widget("mp-find");
  const query = () => new URLSearchParams(location.search).get("q") || "";
  const read = () => {
    w.input.value = query();
    w.ask(w.input.value, false);
  };
  // The address says what the list answers, so that "back" from a result finds it again.
  w.input.addEventListener("answer", () => {
    if (w.input.value === query()) return;
    const url = new URL(location.href);
    const rest = url.search.slice(1).split("&").filter((p) => p && !p.startsWith("q=")); // as they are written
    if (w.input.value) rest.unshift("q=" + encodeURIComponent(w.input.value));
    url.search = rest.join("&");
    history.replaceState(history.state, "", url);
  });
  addEventListener("popstate", read);
  place.replaceChildren(w.root);
  read();
  w.input.focus();
}
