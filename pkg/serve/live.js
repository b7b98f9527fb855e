// Shown in a preview only: reloads the page when it changed, and shows why a build failed.
(() => {
  "use strict";
  const script = document.currentScript;
  const base = new URL(".", script.src);
  const key = "memopress-scroll:" + location.pathname;
  let stream, box;

  let kept = null;
  try {
    kept = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
  } catch { /* no storage: the page begins at its top */ }
  if (kept !== null) {
    const [x, y] = kept.split(",").map(Number);
    let at = 0;
    // Pictures may make room for the place only later; a reader who has moved on stays there.
    const back = () => {
      if (scrollY !== at) return;
      scrollTo({left: x, top: y, behavior: "instant"});
      at = scrollY;
    };
    back();
    addEventListener("load", back, {once: true});
  }

  function reload() {
    try { sessionStorage.setItem(key, scrollX + "," + scrollY); } catch { /* as above */ }
    // The browser's own memory may be older, and it acts on it even after the page has loaded.
    history.scrollRestoration = "manual";
    removeEventListener("pagehide", leave);
    location.reload();
  }

  const leave = () => { history.scrollRestoration = "auto"; };
  addEventListener("pagehide", leave);

  // Only a page that is different is loaded again.
  async function look(assets) {
    if (assets !== script.dataset.assets) return reload();
    const answer = await fetch(location.href, {method: "HEAD"});
    if (answer.headers.get("ETag") !== `"${script.dataset.page}"`) reload();
  }

  function show(text) {
    if (box) box.remove();
    box = null;
    if (!text) return;
    box = document.createElement("section");
    box.className = "memopress-fault";
    box.setAttribute("role", "alert");
    const title = document.createElement("h2");
    title.textContent = "The last build failed. This is the page from before.";
    const why = document.createElement("pre");
    why.textContent = text;
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", () => show(""));
    box.append(title, why, close);
    document.body.append(box);
  }

  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("live.css", base);
  document.head.append(style);
  addEventListener("keydown", (e) => { if (e.key === "Escape") show(""); });

  function open() {
    if (stream) return;
    stream = new EventSource(new URL("events", base));
    stream.onmessage = (e) => {
      const state = JSON.parse(e.data);
      show(state.ready ? state.fault : "");
      const bar = state.of && document.querySelector(".memopress-waiting progress");
      if (bar) {
        bar.max = state.of;
        bar.value = state.done;
      }
      look(state.assets).catch(() => {});
    };
    stream.onerror = () => {
      if (stream.readyState !== EventSource.CLOSED) return;
      shut();
      wait();
    };
  }

  function shut() {
    if (stream) stream.close();
    stream = null;
  }

  // The server has gone; a new one has another place for events.
  async function wait() {
    for (;;) {
      await new Promise((done) => setTimeout(done, 1000));
      try {
        await fetch(location.href, {method: "HEAD"});
        return reload();
      } catch {
        continue;
      }
    }
  }

  // A browser opens six connections to a host, so pages in the background give theirs back.
  document.addEventListener("visibilitychange", () => document.hidden ? shut() : open());
  addEventListener("pagehide", shut);
  addEventListener("pageshow", () => { if (!document.hidden) open(); });
  if (!document.hidden) open();
})();
