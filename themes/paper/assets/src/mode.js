// Light and dark: the system's choice until the reader makes one.
const page = document.documentElement;
const toggle = document.querySelector("button.theme");
if (toggle) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => page.dataset.theme ? page.dataset.theme === "dark" : system.matches;
  const show = () => toggle.setAttribute("aria-pressed", String(dark()));
  toggle.hidden = false;
  show();
  system.addEventListener("change", show);
  toggle.addEventListener("click", () => {
    const next = dark() ? "light" : "dark";
    page.dataset.theme = next;
    try { localStorage.setItem("memopress-theme", next); } catch { /* chosen for this page only */ }
    show();
    dispatchEvent(new CustomEvent("memopress:theme", { detail: next }));
  });
}
