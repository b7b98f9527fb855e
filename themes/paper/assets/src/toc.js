// The table of contents follows the text: the last heading above the upper third is current.
const toc = document.getElementById("toc");
if (toc) {
  const page = document.documentElement;
  const lines = [];
  for (const a of toc.querySelectorAll("a[href^='#']")) {
    const heading = document.getElementById(decodeURIComponent(a.hash.slice(1)));
    if (heading) lines.push({ a, heading });
  }
  let current = null;
  let waiting = false;
  const follow = () => {
    waiting = false;
    let found = null;
    for (const { a, heading } of lines) {
      if (heading.getBoundingClientRect().top > innerHeight / 3) break;
      found = a;
    }
    if (innerHeight + scrollY >= page.scrollHeight - 2 && lines.length && scrollY > 0) {
      const last = lines[lines.length - 1];
      if (last.heading.getBoundingClientRect().top < innerHeight) found = last.a;
    }
    if (found === current) return;
    if (current) current.removeAttribute("aria-current");
    if (found) found.setAttribute("aria-current", "true");
    current = found;
    const box = toc.parentElement;
    if (found && box.scrollHeight > box.clientHeight) box.scrollTop = found.offsetTop - box.clientHeight / 2;
  };
  const ask = () => { if (!waiting) { waiting = true; requestAnimationFrame(follow); } };
  addEventListener("scroll", ask, { passive: true });
  addEventListener("resize", ask, { passive: true });
  follow();
  // On a narrow page the contents shut after a choice.
  toc.addEventListener("click", (e) => { if (e.target.closest("a")) toc.open = false; });
}
