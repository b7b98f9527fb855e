// Opens and shuts folders of the navigation.
import { shard } from "./src/shard.js";

const m = window.memopress;
const store = "memopress-open";
const path = (address) => m.root + address.split("/").map(encodeURIComponent).join("/");
const addressOf = (button) => decodeURIComponent(button.nextElementSibling.href.slice(m.root.length).replace(/[?#].*/, "")).replace(/(^|\/)$/, "$1index.html");
let open = new Set();
try { open = new Set(JSON.parse(sessionStorage.getItem(store) || "[]")); } catch { /* nothing is remembered */ }
const keep = () => { try { sessionStorage.setItem(store, JSON.stringify([...open])); } catch { /* for this page only */ } };

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

const unfold = async (button) => {
  const address = addressOf(button);
  const files = await m.data("tree/" + shard(address, +document.documentElement.dataset.tree));
  const branch = files && files[address];
  if (!branch) throw new Error(address); // the site was built anew meanwhile
  if (button.getAttribute("aria-expanded") === "true") return;
  const ul = document.createElement("ul");
  for (const [title, at, more] of branch.f || []) ul.append(item(title, at, more));
  for (const [title, at] of branch.n || []) ul.append(item(title, at));
  if (branch.more) ul.append(item("+ " + branch.more, address));
  button.parentElement.append(ul);
  button.setAttribute("aria-expanded", "true");
  await Promise.all([...ul.querySelectorAll(":scope > li > .opens")].filter((b) => open.has(addressOf(b))).map(unfold));
};

// memopress.tree opens or shuts the folder of a button; without one, those that were open.
m.tree = async (button) => {
  if (!button) {
    await Promise.all([...document.querySelectorAll("#nav .opens")].filter((b) => open.has(addressOf(b))).map(unfold));
    return;
  }
  const address = addressOf(button);
  if (button.getAttribute("aria-expanded") === "true") {
    button.parentElement.querySelector("ul")?.remove();
    button.setAttribute("aria-expanded", "false");
    open.delete(address);
  } else {
    open.add(address);
    await unfold(button);
  }
  keep();
};
