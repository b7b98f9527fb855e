// Shows a PDF of this site in a frame below the link to it, and puts it away again.
const styled = window.memopress.sheet(asset("pdf.css"));

const el = (name, props, ...inside) => {
  const e = Object.assign(document.createElement(name), props);
  e.append(...inside);
  return e;
};

window.memopress.pdf = async (a) => {
  const open = a.nextElementSibling?.matches(".pdf") && a.nextElementSibling;
  if (open) {
    open.remove();
    a.ariaExpanded = "false";
    return;
  }
  await styled;
  a.ariaExpanded = "true";
  // Without the list of pages beside it; each browser has a word of its own for that.
  const frame = el("iframe", { src: a.href + (a.hash ? "&" : "#") + "navpanes=0&pagemode=none", title: a.textContent });
  if (a.dataset.height) frame.style.blockSize = Math.min(Math.max(a.dataset.height, 160), 4000) + "px";
  const shut = el("button", { type: "button" }, word("close"));
  shut.addEventListener("click", () => {
    memopress.pdf(a);
    a.focus();
  });
  a.after(el("span", { className: "pdf" }, frame,
    el("span", { className: "pdf-tools" }, el("a", { href: a.href }, word("pdf.alone")), shut)));
};
