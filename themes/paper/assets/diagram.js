// Draws the diagrams of a page with Mermaid, which loads when the first of them comes near.
// Without it, or when it fails, the source stays.
//
// The site's policy allows no style inside a page, and Mermaid writes style elements and style
// attributes while it measures. Both are turned into what the policy allows, as long as it
// runs: the elements into constructed style sheets, the attributes into properties.
(function () {
  "use strict";
  var script = document.currentScript;
  var figures = Array.prototype.slice.call(document.querySelectorAll('figure.diagram[data-diagram="mermaid"]'));
  if (!figures.length) return;

  // Style sheets by what they are for: a drawing's own rules, or a text that is always the same.
  var sheets = new Map();

  function adopt(text) {
    if (!text) return;
    var key = (/#(mp-diagram-\d+)/.exec(text) || [])[1] || text;
    var sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    var old = sheets.get(key);
    sheets.set(key, sheet);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter(function (s) { return s !== old; }).concat(sheet);
  }

  // A style attribute in markup waits under another name until it can be set as properties. A
  // handler, which only a hostile diagram has, never gets its own name back.
  var attribute = /(<[a-zA-Z][^<>]*?[\s"'/])(style|on[a-z]+)(\s*=)/gi;
  function hide(markup) {
    for (var before; before !== markup;) { before = markup; markup = markup.replace(attribute, "$1data-mp-$2$3"); }
    return markup;
  }
  function apply(tree) {
    tree.querySelectorAll("[data-mp-style]").forEach(function (e) {
      e.style.cssText = e.getAttribute("data-mp-style");
      e.removeAttribute("data-mp-style");
    });
    return tree;
  }

  // redirect puts the detours in place and returns what takes them away.
  function redirect() {
    var undo = [];
    function replace(owner, name, make) {
      var old = Object.getOwnPropertyDescriptor(owner, name);
      Object.defineProperty(owner, name, Object.assign({}, old, make(old)));
      undo.push(function () { Object.defineProperty(owner, name, old); });
    }
    function method(owner, name, make) {
      replace(owner, name, function (old) { return { value: make(old.value) }; });
    }
    method(Element.prototype, "setAttribute", function (set) {
      return function (name, value) {
        if (name === "style" && this.style) this.style.cssText = value;
        else set.call(this, name, value);
      };
    });
    replace(Element.prototype, "innerHTML", function (old) {
      return { set: function (markup) { old.set.call(this, hide(String(markup))); apply(this); } };
    });
    method(DOMParser.prototype, "parseFromString", function (parse) {
      return function (markup, type) { return apply(parse.call(this, hide(String(markup)), type)); };
    });
    // What would be a style element is another one that hands its text on.
    function stand(e) {
      ["innerHTML", "textContent"].forEach(function (name) {
        Object.defineProperty(e, name, { get: function () { return ""; }, set: function (text) { adopt(String(text)); } });
      });
      e.appendChild = e.append = function (n) { adopt(n.textContent || String(n)); return n; };
      return e;
    }
    method(Document.prototype, "createElement", function (create) {
      return function (name, options) {
        return String(name).toLowerCase() === "style" ? stand(create.call(this, "mp-style")) : create.call(this, name, options);
      };
    });
    method(Document.prototype, "createElementNS", function (create) {
      return function (space, name, options) {
        return name === "style" ? stand(create.call(this, space, "desc")) : create.call(this, space, name, options);
      };
    });
    return function () { undo.forEach(function (u) { u(); }); };
  }

  // place puts finished markup into a box. Ids that two drawings share get the drawing's name.
  function place(box, svg, id) {
    var doc = new DOMParser().parseFromString(hide(svg), "text/html");
    var drawing = doc.querySelector("svg");
    if (!drawing) throw new Error("no drawing");
    drawing.querySelectorAll("style, mp-style, script").forEach(function (e) { e.remove(); });
    drawing.querySelectorAll("[id]").forEach(function (e) {
      if (e.id.indexOf(id) !== 0 && document.getElementById(e.id)) e.id = id + "-" + e.id;
    });
    var copy = document.importNode(drawing, true);
    var shell = document.createElement("div");
    shell.append(copy);
    apply(shell);
    box.replaceChildren(copy);
    return copy;
  }

  // The colours are the page's own, as the browser computes them now.
  function colours() {
    var probe = document.createElement("span");
    document.body.append(probe);
    var of = function (token) {
      probe.style.color = "var(--mp-" + token + ")";
      return getComputedStyle(probe).color;
    };
    var vars = {
      background: of("bg"), primaryColor: of("bg-2"), primaryTextColor: of("fg"), primaryBorderColor: of("fg-2"),
      secondaryColor: of("card"), tertiaryColor: of("bg"), lineColor: of("fg-2"), textColor: of("fg"),
      noteBkgColor: of("mark"), noteTextColor: of("fg"), noteBorderColor: of("fg-2"), errorBkgColor: of("bg-2"), errorTextColor: of("danger"),
      pie1: of("note"), pie2: of("tip"), pie3: of("warn"), pie4: of("other"), pie5: of("danger"), pie6: of("fg-2"), pieOpacity: "0.4", pieStrokeColor: of("bg"), pieOuterStrokeWidth: "0",
      fontFamily: getComputedStyle(document.body).fontFamily, fontSize: "15px",
    };
    var dark = document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    vars.darkMode = dark === "dark";
    probe.remove();
    return vars;
  }

  var loaded = null;
  function load() {
    if (!loaded) {
      loaded = new Promise(function (resolve, reject) {
        var s = document.createElement("script");
        s.src = new URL(asset("vendor/mermaid.min.js"), script.src).href;
        s.onload = function () { resolve(window.mermaid); };
        s.onerror = reject;
        document.head.append(s);
      });
    }
    return loaded;
  }

  // One after the other: the detours must not be taken away under a drawing's feet.
  var queue = Promise.resolve();
  function draw(figure) {
    queue = queue.then(load).then(function (mermaid) {
      var source = figure.querySelector("pre");
      var id = "mp-diagram-" + figures.indexOf(figure);
      var restore = redirect();
      mermaid.initialize({
        startOnLoad: false, securityLevel: "strict", theme: "base", themeVariables: colours(), suppressErrorRendering: true,
        htmlLabels: false, flowchart: { htmlLabels: false }, class: { htmlLabels: false }, state: { htmlLabels: false },
      });
      return mermaid.render(id, source.textContent).then(function (out) {
        restore();
        var box = figure.querySelector(".drawing");
        if (!box) {
          box = document.createElement("div");
          box.className = "drawing";
          figure.append(box);
        }
        var svg = place(box, out.svg, id);
        svg.setAttribute("role", "img");
        if (!svg.hasAttribute("aria-labelledby")) svg.setAttribute("aria-label", source.getAttribute("aria-label") || "");
        source.hidden = true;
        figure.dataset.drawn = "";
      }, function (why) {
        restore();
        throw why;
      });
    }).catch(function () {
      if (figure.querySelector(".failed") || figure.querySelector(".drawing")) return;
      var p = document.createElement("p");
      p.className = "failed";
      p.textContent = word("diagram.failed");
      figure.append(p);
    });
  }

  var seen = new IntersectionObserver(function (entries) {
    entries.forEach(function (e) {
      if (!e.isIntersecting) return;
      seen.unobserve(e.target);
      draw(e.target);
    });
  }, { rootMargin: "800px" });
  figures.forEach(function (f) { seen.observe(f); });

  function again() {
    figures.forEach(function (f) { if ("drawn" in f.dataset) draw(f); });
  }
  addEventListener("memopress:theme", again);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
})();
