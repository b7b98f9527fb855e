// Pictures large, one after the other. It loads with the first one.
const m = window.memopress;
const make = (tag, set, ...inside) => {
  const e = Object.assign(document.createElement(tag), set);
  e.append(...inside);
  return e;
};

let dialog, shown, caption, all, at;
const turn = (by) => {
  at = (at + by + all.length) % all.length;
  const img = all[at];
  shown.src = img.src;
  shown.alt = img.alt;
  caption.textContent = [img.alt, all.length > 1 && `${at + 1} / ${all.length}`].filter(Boolean).join(" — ");
};

const build = () => {
  const button = (name, words, run) => {
    const b = make("button", { type: "button", className: name, title: words });
    b.setAttribute("aria-label", words);
    b.addEventListener("click", run);
    return b;
  };
  shown = make("img");
  caption = make("figcaption");
  caption.setAttribute("role", "status");
  const before = button("before", word("previous"), () => turn(-1)), after = button("after", word("next"), () => turn(1));
  dialog = make("dialog", { className: "lightbox" }, make("figure", {}, shown, caption), before, after, button("shut", word("close"), () => dialog.close()));
  dialog.setAttribute("aria-label", word("image"));
  dialog.addEventListener("click", (e) => { if (!e.target.closest("button, figcaption")) dialog.close(); });
  dialog.addEventListener("keydown", (e) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
    if (by && all.length > 1) turn(document.dir === "rtl" ? -by : by);
  });
  document.body.append(dialog);
};

// memopress.lightbox shows a picture of the page, with the others before and behind it.
m.lightbox = (img) => {
  if (!dialog) build();
  all = [...document.querySelectorAll(".prose img[role=button]")];
  if (!all.includes(img)) all = [img];
  at = all.indexOf(img);
  dialog.classList.toggle("only", all.length < 2);
  turn(0);
  dialog.showModal();
  // The dialog gives the focus back; a picture that was clicked may not have had it.
  dialog.onclose = () => all[at].focus();
};
