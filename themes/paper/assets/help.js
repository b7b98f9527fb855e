// The help sheet: which keys do what on this page, and the switch for single characters.
const { keys, single, sheet } = window.memopress;
const styled = sheet(asset("help.css"));

// Names for what shows something else than what it does.
const names = { "g h": word("home"), n: word("next"), p: word("previous") };

const el = (name, props, ...inside) => {
  const e = Object.assign(document.createElement(name), props);
  e.append(...inside);
  return e;
};
const mac = /Mac|iPhone|iPad/.test(navigator.platform);
const caps = (typed) => typed.split(" ").flatMap((k, i) => {
  const parts = k.split(/\+(?=.)/).map((p) => el("kbd", {}, p === "Mod" ? (mac ? "⌘" : "Ctrl") : p));
  return [...(i ? [el("span", {}, ` ${word("keys.then")} `)] : []), ...parts.flatMap((p, j) => (j ? ["+", p] : [p]))];
});

function rows() {
  const all = new Map();
  for (const e of document.querySelectorAll("[data-key]:not([hidden])")) {
    all.set(e.dataset.key, names[e.dataset.key] || e.ariaLabel || e.textContent.trim());
  }
  for (const [typed, { words }] of keys) all.set(typed, words);
  if (document.documentElement.dataset.previews) all.set("Alt+p", word("keys.preview"));
  const list = (test) => el("dl", {}, ...[...all].filter(([typed]) => test(typed)).map(([typed, words]) =>
    el("div", {}, el("dt", {}, ...caps(typed)), el("dd", {}, words))));
  return [
    el("div", {}, el("h3", {}, word("keys.go")), list((k) => k.startsWith("g "))),
    el("div", {}, el("h3", {}, word("keys.here")), list((k) => !k.startsWith("g "))),
  ];
}

let dialog;
window.memopress.help = async () => {
  await styled;
  if (!dialog) {
    const title = el("h2", { id: "mp-keys" }, word("keys"));
    const shut = el("button", { type: "button", className: "shut", ariaLabel: word("close") }, "×");
    const box = el("input", { type: "checkbox" });
    dialog = el("dialog", { className: "help" }, el("header", {}, title, shut), el("div", { className: "columns" }),
      el("label", {}, box, el("span", {}, word("keys.single"))));
    dialog.setAttribute("aria-labelledby", title.id);
    shut.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (e) => { if (e.target === dialog) dialog.close(); });
    box.checked = single();
    box.addEventListener("change", () => single(box.checked));
    document.body.append(dialog);
  }
  if (dialog.open) return;
  dialog.querySelector(".columns").replaceChildren(...rows());
  dialog.showModal();
};
