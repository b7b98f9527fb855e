// What a page can do better with a script. Without it everything is readable and every link works.
(function () {
  "use strict";
  var root = document.documentElement;
  var script = document.currentScript;
  var word = function (key) { return script.getAttribute("data-" + key) || ""; };

  // The theme: the system's until the reader chooses.
  var toggle = document.querySelector("button.theme");
  if (toggle) {
    var system = matchMedia("(prefers-color-scheme: dark)");
    var dark = function () { return root.dataset.theme ? root.dataset.theme === "dark" : system.matches; };
    var show = function () { toggle.setAttribute("aria-pressed", String(dark())); };
    toggle.hidden = false;
    show();
    system.addEventListener("change", show);
    toggle.addEventListener("click", function () {
      var next = dark() ? "light" : "dark";
      root.dataset.theme = next;
      try { localStorage.setItem("memopress-theme", next); } catch (e) { /* chosen for this page only */ }
      show();
      dispatchEvent(new CustomEvent("memopress:theme", { detail: next }));
    });
  }

  // Code can be copied.
  if (navigator.clipboard) {
    document.querySelectorAll(".code").forEach(function (box) {
      var code = box.querySelector("pre code");
      if (!code) return;
      var button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = word("copy");
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(code.textContent).then(function () {
          button.textContent = word("copied");
          setTimeout(function () { button.textContent = word("copy"); }, 1600);
        });
      });
      box.append(button);
    });
  }

  // The navigation shows where one is. Only it scrolls: never the page.
  var nav = document.getElementById("nav");
  var here = nav && nav.querySelector("[aria-current]");
  if (here) {
    var reveal = function () {
      var top = here.offsetTop - nav.clientHeight / 2;
      if (top > 0 && nav.scrollHeight > nav.clientHeight) nav.scrollTop = top;
    };
    reveal();
    nav.addEventListener("toggle", reveal);
  }

  // The table of contents follows the text: the last heading above the upper third is current.
  var toc = document.getElementById("toc");
  if (toc) {
    var lines = [];
    toc.querySelectorAll("a[href^='#']").forEach(function (a) {
      var heading = document.getElementById(decodeURIComponent(a.hash.slice(1)));
      if (heading) lines.push({ a: a, heading: heading });
    });
    var current = null;
    var waiting = false;
    var follow = function () {
      waiting = false;
      var found = null;
      for (var i = 0; i < lines.length; i++) {
        if (lines[i].heading.getBoundingClientRect().top > innerHeight / 3) break;
        found = lines[i].a;
      }
      if (innerHeight + scrollY >= root.scrollHeight - 2 && lines.length && scrollY > 0) {
        var last = lines[lines.length - 1];
        if (last.heading.getBoundingClientRect().top < innerHeight) found = last.a;
      }
      if (found === current) return;
      if (current) current.removeAttribute("aria-current");
      if (found) found.setAttribute("aria-current", "true");
      current = found;
      var box = toc.parentElement;
      if (found && box.scrollHeight > box.clientHeight) box.scrollTop = found.offsetTop - box.clientHeight / 2;
    };
    var ask = function () { if (!waiting) { waiting = true; requestAnimationFrame(follow); } };
    addEventListener("scroll", ask, { passive: true });
    addEventListener("resize", ask, { passive: true });
    follow();
    // On a narrow page the contents shut after a choice.
    toc.addEventListener("click", function (e) { if (e.target.closest("a")) toc.open = false; });
  }
})();
