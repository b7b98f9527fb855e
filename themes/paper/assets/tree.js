// Opens and shuts folders of the navigation, and shows the tags in their place.
import { shard } from "./src/shard.js";

const m = window.memopress;
const nav = document.getElementById("nav");
const store = "memopress-open:" + new URL(m.root).pathname;
const path = (address) => m.root + address.split("/").map(encodeURIComponent).join("/");
const addressOf = (button) => decodeURIComponent(button.nextElementSibling.href.slice(m.root.length).replace(/[?#].*/, "")).replace(/(^|\/)$/, "$1index.html");
const tags = "#"; // among what is open: the tags stand in place of the folders
let open = new Set();
try { open = new Set(JSON.parse(sessionStorage.getItem(store) || "[]")); } catch { /* nothing is remembered */ }
const keep = () => {
  try {
    if (open.size) sessionStorage.setItem(store, JSON.stringify([...open]));
    else sessionStorage.removeItem(store);
  } catch { /* for this page only */ }
};

const item = (title, address, folder) => {
  const li = document.createElement("li");
  const a = Object.assign(document.createElement("a"), { href: path(address), textContent: title });
  if (a.href === location.href.replace(/[?#].*/, "")) a.setAttribute("aria-current", "page");
  if (folder !== undefined) {
    li.className = "folder";
    if (folder) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "opens" });
      button.setAttribute("aria-expanded", "false");
      button.setAttribute("aria-label", word("folder.open").replace("{folder}", () => title));
      li.append(button);
    }
  }
  li.append(a);
  return li;
};

const below = new WeakMap(); // button of a tag → the tags below it
const tagList = (list, more) => {
  const ul = document.createElement("ul");
  for (const [label, address, count, some] of list) {
    const li = item("#" + label, address, some ? true : undefined);
    if (some) below.set(li.firstChild, some);
    const n = Object.assign(document.createElement("span"), { className: "count", textContent: " " + count });
    li.querySelector("a").append(n);
    ul.append(li);
  }
  if (more) ul.append(item("+ " + more, "tags/index.html"));
  return ul;
};

const branch = async (button) => {
  if (below.has(button)) return tagList(below.get(button));
  const address = addressOf(button);
  const files = await m.data("tree/" + shard(address, +document.documentElement.dataset.tree));
  const found = files && files[address];
  if (!found) throw new Error(address); // the site was built anew meanwhile
  const ul = document.createElement("ul");
  for (const [title, at, more] of found.f || []) ul.append(item(title, at, more));
  for (const [title, at] of found.n || []) ul.append(item(title, at));
  if (found.more) ul.append(item("+ " + found.more, address));
  return ul;
};

const listOf = (button) => button.parentElement.querySelector(":scope > ul");
const unfold = async (button) => {
  let ul = listOf(button);
  if (!ul) {
    const made = await branch(button);
    if (listOf(button)) return; // asked for twice
    button.parentElement.append(ul = made);
  }
  ul.hidden = false;
  button.setAttribute("aria-expanded", "true");
  await again(ul);
};
const again = (within) => Promise.all([...within.querySelectorAll(".opens[aria-expanded=false]")].filter((b) => open.has(addressOf(b))).map(unfold));

// The tags stand in place of the folders, or make room for them.
const folders = nav.querySelector(":scope > ul:not([class])");
let tagged;
const show = async (what) => {
  if (what === tags && !tagged) {
    const { t, more } = await m.data("tree/tags");
    folders.after(tagged = tagList(t, more));
    await again(tagged);
  }
  folders.hidden = what === tags;
  if (tagged) tagged.hidden = what !== tags;
  for (const b of nav.querySelectorAll(".switch button")) b.setAttribute("aria-pressed", b.value === what);
};

// memopress.tree does what a button of the navigation says: it opens or shuts a folder, or chooses
// between folders and tags. Without a button it opens what was open on the page before.
m.tree = async (button) => {
  if (!button) {
    await Promise.all([open.has(tags) && show(tags), again(folders)]);
    m.reveal();
    return;
  }
  if (button.value) {
    await show(button.value);
    if (button.value === tags) open.add(tags);
    else open.delete(tags);
  } else if (button.getAttribute("aria-expanded") === "true") {
    // The branch of the page itself is only hidden; on the next page it shows again where one is.
    listOf(button).hidden = true;
    button.setAttribute("aria-expanded", "false");
    open.delete(addressOf(button));
  } else {
    await unfold(button);
    open.add(addressOf(button));
  }
  keep();
};
