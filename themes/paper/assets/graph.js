// The picture of all notes. Their places were found when the site was made: here they are drawn.
// While the picture is moved, what was drawn last is moved as a whole; when it rests it is drawn
// anew, with more where there is room for it.
const m = window.memopress;
const place = document.querySelector("[data-graph]");
const make = (tag, set, ...inside) => {
  const e = Object.assign(document.createElement(tag), set);
  e.append(...inside);
  return e;
};

const digits = new Int8Array(128);
[..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].forEach((c, i) => { digits[c.charCodeAt(0)] = i; });
const numbers = (text) => {
  let i = 0;
  return () => {
    let n = 0, shift = 1, d;
    do {
      d = digits[text.charCodeAt(i++)];
      n += (d & 31) * shift;
      shift *= 32;
    } while (d > 31);
    return n;
  };
};

const PER = 500; // notes whose titles are in one file
const EDGES = 40000; // lines of one drawing: those of the best known notes go first
const tokens = ["fg-2", "note", "tip", "warn", "danger", "other", "link", "accent", "link-v", "fg"];

const start = (g) => {
  const n = g.n;
  const X = new Float32Array(n), Y = new Float32Array(n), group = new Uint8Array(n), degree = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const d = (k) => digits[g.p.charCodeAt(4 * i + k)];
    X[i] = d(0) + 64 * d(1);
    Y[i] = d(2) + 64 * d(3);
    group[i] = digits[g.g.charCodeAt(i)];
  }
  const A = [], B = [];
  const next = numbers(g.e);
  for (let a = 0; a < n; a++) {
    let b = a;
    for (let k = next(); k > 0; k--) {
      b += next();
      A.push(a);
      B.push(b);
      degree[a]++;
      degree[b]++;
    }
  }
  // Neighbours, as parts of one list.
  const from = new Uint32Array(n + 1), to = new Uint32Array(2 * A.length);
  for (let i = 0; i < n; i++) from[i + 1] = from[i] + degree[i];
  const fill = from.slice();
  A.forEach((a, i) => {
    to[fill[a]++] = B[i];
    to[fill[B[i]]++] = a;
  });
  const radius = (i) => 1.5 + Math.min(9, Math.sqrt(degree[i]) * 0.9);

  // A grid to find what is below the pointer.
  const CELL = 64, grid = new Map();
  const cellOf = (x, y) => Math.floor(x / CELL) * 4096 + Math.floor(y / CELL);
  for (let i = 0; i < n; i++) {
    const c = cellOf(X[i], Y[i]);
    grid.has(c) ? grid.get(c).push(i) : grid.set(c, [i]);
  }

  // What stands on the page.
  const canvas = make("canvas", { tabIndex: 0 });
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", word("graph.picture") + ". " + word("graph.help"));
  const status = make("p", { className: "graph-status" });
  status.setAttribute("role", "status");
  const button = (text, label, run) => {
    const b = make("button", { type: "button", textContent: text, title: label });
    b.setAttribute("aria-label", label);
    b.addEventListener("click", run);
    return b;
  };
  const search = make("input", { type: "search", placeholder: word("graph.find"), autocomplete: "off" });
  search.setAttribute("aria-label", word("graph.find"));
  const filter = make("select", {}, make("option", { value: "", textContent: word("graph.everything") }));
  filter.setAttribute("aria-label", word("graph.filter"));
  const legend = make("ul", { className: "legend" });
  const stage = make("div", { className: "stage" }, canvas, status);
  place.replaceChildren(make("div", { className: "tools" }, search, filter,
    button("+", word("graph.in"), () => zoom(1.5)), button("−", word("graph.out"), () => zoom(1 / 1.5)), button("⤢", word("graph.whole"), () => whole())), stage, legend);

  let colours = [], ground = "", ink = "", line = "";
  const paint = () => {
    const probe = document.body.appendChild(make("span"));
    const of = (t) => {
      probe.style.color = `var(--mp-${t})`;
      return getComputedStyle(probe).color;
    };
    colours = tokens.map(of);
    [ground, ink, line] = [of("bg"), of("fg"), of("fg-2")];
    probe.remove();
    legend.querySelectorAll("i").forEach((e) => { e.style.background = colours[e.dataset.group]; });
  };
  [...g.groups.entries()].map(([i, name]) => [i + 1, name]).concat(group.includes(0) && g.groups.length ? [[0, word("graph.other")]] : []).forEach(([i, name]) => {
    const mark = make("i", { className: i > 5 ? "square" : "" });
    mark.dataset.group = i;
    legend.append(make("li", {}, mark, name));
  });

  // Titles come in files, the best known notes first.
  const titles = g.t, asked = new Set([0]);
  const ask = (i) => {
    const k = Math.floor(i / PER);
    if (asked.has(k)) return null;
    asked.add(k);
    return m.data("graph/t" + k).then((v) => {
      v.forEach((t, j) => { titles[k * PER + j] = t; });
      draw();
    }, () => asked.delete(k));
  };
  const title = (i) => titles[i] ? titles[i][0] : (ask(i), "");
  const open = (i) => {
    const go = () => { if (titles[i]) location.href = m.root + titles[i][1].split("/").map(encodeURIComponent).join("/"); };
    titles[i] ? go() : ask(i)?.then(go);
  };

  // The view: a place p of the plane is shown at p * k + (x, y).
  let k = 1, x = 0, y = 0, width = 0, height = 0, ratio = 1;
  let shown = null; // what was drawn last, and how it was seen
  let only = null; // numbers that are not filtered away
  let found = null; // numbers that were searched for
  let chosen = -1;
  const context = canvas.getContext("2d");
  const frame = document.createElement("canvas"), pen = frame.getContext("2d");

  const full = () => {
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.fillStyle = ground;
    pen.fillRect(0, 0, width, height);
    const left = -x / k, top = -y / k, right = (width - x) / k, bottom = (height - y) / k;
    const inside = (i) => X[i] >= left && X[i] <= right && Y[i] >= top && Y[i] <= bottom;
    pen.lineWidth = 0.6;
    pen.strokeStyle = line;
    pen.globalAlpha = Math.min(0.5, Math.max(0.07, 900 / A.length));
    pen.beginPath();
    for (let i = 0, lines = 0; i < A.length && lines < EDGES; i++) {
      const a = A[i], b = B[i];
      if (!inside(a) && !inside(b) || only && !(only.has(a) && only.has(b))) continue;
      pen.moveTo(X[a] * k + x, Y[a] * k + y);
      pen.lineTo(X[b] * k + x, Y[b] * k + y);
      lines++;
    }
    pen.stroke();
    pen.globalAlpha = 1;
    const size = Math.max(0.35, Math.min(2.2, k * Math.sqrt(400000 / n) / 8));
    const visible = [];
    for (let c = 0; c < tokens.length; c++) {
      pen.fillStyle = colours[c];
      pen.beginPath();
      for (let i = 0; i < n; i++) {
        if (group[i] !== c || !inside(i)) continue;
        if (only && !only.has(i)) continue;
        const r = radius(i) * size, px = X[i] * k + x, py = Y[i] * k + y;
        if (c > 5 || r < 1.3) pen.rect(px - r, py - r, 2 * r, 2 * r);
        else {
          pen.moveTo(px + r, py);
          pen.arc(px, py, r, 0, 7);
        }
        visible.push(i);
      }
      pen.fill();
    }
    // Names of the best known in view, where nothing else is written.
    pen.font = "12px " + getComputedStyle(document.body).fontFamily;
    pen.textAlign = "center";
    const taken = [];
    visible.sort((a, b) => a - b);
    let room = Math.min(80, Math.round((width * height) / 9000));
    for (const i of visible.slice(0, 400)) {
      if (!room) break;
      if (!titles[i] && Math.floor(i / PER) > 4 && visible.length > 400) continue;
      const t = title(i);
      if (!t) continue;
      write(t.length > 28 ? t.slice(0, 27) + "…" : t, i, size, taken) && room--;
    }
    shown = { k, x, y };
  };
  const write = (t, i, size, taken, always) => {
    const w = pen.measureText(t).width + 8, px = X[i] * k + x, py = Y[i] * k + y + radius(i) * size + 13;
    const box = [px - w / 2, py - 12, px + w / 2, py + 4];
    if (!always && taken.some((o) => box[0] < o[2] && box[2] > o[0] && box[1] < o[3] && box[3] > o[1])) return false;
    taken.push(box);
    pen.lineWidth = 3;
    pen.strokeStyle = ground;
    pen.strokeText(t, px, py);
    pen.fillStyle = ink;
    pen.fillText(t, px, py);
    return true;
  };

  // What is chosen or searched for lies over the picture.
  const over = () => {
    const c = context;
    const ring = (i, r, colour) => {
      c.beginPath();
      c.arc(X[i] * k + x, Y[i] * k + y, r, 0, 7);
      c.lineWidth = 2.5;
      c.strokeStyle = colour;
      c.stroke();
    };
    if (found) for (const i of found) ring(i, 7, colours[4]);
    if (chosen < 0) return;
    const near = to.subarray(from[chosen], from[chosen + 1]);
    c.globalAlpha = 0.75;
    c.fillStyle = ground;
    c.fillRect(0, 0, width, height);
    c.globalAlpha = 1;
    c.lineWidth = 1.2;
    c.strokeStyle = colours[7];
    c.beginPath();
    for (const b of near) {
      c.moveTo(X[chosen] * k + x, Y[chosen] * k + y);
      c.lineTo(X[b] * k + x, Y[b] * k + y);
    }
    c.stroke();
    c.font = pen.font;
    c.textAlign = "center";
    const taken = [];
    [chosen, ...near].forEach((i, nth) => {
      const px = X[i] * k + x, py = Y[i] * k + y, r = Math.max(3, radius(i));
      c.fillStyle = colours[group[i]];
      c.beginPath();
      c.arc(px, py, r, 0, 7);
      c.fill();
      const t = nth < 40 && title(i);
      if (!t) return;
      const w = c.measureText(t).width, box = [px - w / 2, py + r, px + w / 2, py + r + 16];
      if (nth && taken.some((o) => box[0] < o[2] && box[2] > o[0] && box[1] < o[3] && box[3] > o[1])) return;
      taken.push(box);
      c.lineWidth = 3;
      c.strokeStyle = ground;
      c.strokeText(t, px, py + r + 13);
      c.fillStyle = ink;
      c.fillText(t, px, py + r + 13);
    });
    ring(chosen, Math.max(3, radius(chosen)) + 3, colours[7]);
  };

  let waiting = 0, rest;
  const step = () => {
    waiting = 0;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = ground;
    context.fillRect(0, 0, width, height);
    const s = k / shown.k;
    context.drawImage(frame, x - shown.x * s, y - shown.y * s, width * s, height * s);
    over();
  };
  const soon = () => { if (!waiting) waiting = requestAnimationFrame(step); };
  // draw draws anew when nothing moves any more; soon only moves.
  const draw = (now) => {
    clearTimeout(rest);
    const go = () => {
      full();
      soon();
    };
    if (now || !shown) go();
    else {
      soon();
      rest = setTimeout(go, 140);
    }
  };

  const whole = () => {
    // All but the farthest: a few strays must not make everything small.
    const xs = Float32Array.from(X).sort(), ys = Float32Array.from(Y).sort();
    const cut = n > 50 ? Math.floor(n / 200) : 0;
    const [l, r, t, b] = [xs[cut], xs[n - 1 - cut], ys[cut], ys[n - 1 - cut]];
    // At the sides there is room for half a name.
    k = Math.min(12, (width - Math.min(120, 0.3 * width)) / Math.max(1, r - l), (0.88 * height) / Math.max(1, b - t));
    x = width / 2 - (k * (l + r)) / 2;
    y = height / 2 - (k * (t + b)) / 2;
    draw(true);
  };
  const zoom = (by, cx = width / 2, cy = height / 2) => {
    by = Math.max(0.02, Math.min(60, k * by)) / k;
    k *= by;
    x = cx - (cx - x) * by;
    y = cy - (cy - y) * by;
    draw();
  };
  const center = (i) => {
    k = Math.max(k, 1.2);
    x = width / 2 - X[i] * k;
    y = height / 2 - Y[i] * k;
    draw();
  };
  const fit = () => {
    ratio = Math.min(2, devicePixelRatio || 1);
    const first = !width;
    [width, height] = [stage.clientWidth, stage.clientHeight];
    for (const c of [canvas, frame]) {
      c.width = width * ratio;
      c.height = height * ratio;
    }
    first ? whole() : draw(true);
  };

  const at = (px, py) => {
    const gx = (px - x) / k, gy = (py - y) / k, reach = 12 / k;
    let best = -1, least = reach * reach;
    for (let cx = gx - reach; cx < gx + reach + CELL; cx += CELL) for (let cy = gy - reach; cy < gy + reach + CELL; cy += CELL) {
      for (const i of grid.get(cellOf(Math.min(cx, gx + reach), Math.min(cy, gy + reach))) || []) {
        const d = (X[i] - gx) ** 2 + (Y[i] - gy) ** 2;
        if (d < least && (!only || only.has(i))) [best, least] = [i, d];
      }
    }
    return best;
  };
  const choose = (i, aloud) => {
    if (i === chosen) return;
    chosen = i;
    canvas.classList.toggle("over", i >= 0);
    soon();
    if (!aloud || i < 0) return;
    Promise.resolve(titles[i] || ask(i)).then(() => {
      const f = forms("graph.at"), form = f[new Intl.PluralRules(document.documentElement.lang).select(degree[i])] || f.other;
      status.textContent = form.replace("{title}", title(i)).replace("{n}", degree[i]);
    });
  };

  // Pointers: one moves the picture or a note, two zoom.
  const down = new Map();
  let moved = 0, held = -1, spread = 0;
  const spot = (e) => {
    const r = canvas.getBoundingClientRect();
    return [e.clientX - r.left, e.clientY - r.top];
  };
  canvas.addEventListener("pointerdown", (e) => {
    if (e.button) return;
    canvas.setPointerCapture(e.pointerId);
    down.set(e.pointerId, spot(e));
    moved = 0;
    held = down.size === 1 ? at(...spot(e)) : -1;
    spread = 0;
  });
  canvas.addEventListener("pointermove", (e) => {
    const [px, py] = spot(e), was = down.get(e.pointerId);
    if (!was) return choose(at(px, py));
    moved += Math.abs(px - was[0]) + Math.abs(py - was[1]);
    down.set(e.pointerId, [px, py]);
    if (down.size === 2) {
      const [[ax, ay], [bx, by]] = [...down.values()];
      const now = Math.hypot(ax - bx, ay - by);
      if (spread) zoom(now / spread, (ax + bx) / 2, (ay + by) / 2);
      spread = now;
    } else if (held >= 0 && moved > 6) {
      X[held] = (px - x) / k;
      Y[held] = (py - y) / k;
      choose(held);
      soon();
    } else if (held < 0) {
      x += px - was[0];
      y += py - was[1];
      draw();
    }
  });
  const up = (e) => {
    if (!down.delete(e.pointerId) || down.size) return;
    if (held >= 0 && moved > 6) {
      const c = cellOf(X[held], Y[held]);
      grid.has(c) ? grid.get(c).push(held) : grid.set(c, [held]);
      draw(true);
    } else if (e.type === "pointerup" && moved <= 6) {
      const i = at(...spot(e));
      // A finger shows first, and opens when it touches the same note again.
      if (i >= 0 && (e.pointerType !== "touch" || i === chosen)) open(i);
      else choose(i, true);
    }
    held = -1;
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("pointerleave", (e) => { if (!down.size && e.pointerType === "mouse" && document.activeElement !== canvas) choose(-1); });
  canvas.addEventListener("wheel", (e) => {
    e.preventDefault();
    zoom(Math.exp(-e.deltaY * (e.deltaMode ? 0.05 : 0.0015)), ...spot(e));
  }, { passive: false });

  let walk = -1; // which neighbour comes next, and of whom
  let home = -1;
  canvas.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const pan = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[e.key];
    if (pan) {
      x += pan[0];
      y += pan[1];
      draw();
    } else if (e.key === "+" || e.key === "=") zoom(1.4);
    else if (e.key === "-") zoom(1 / 1.4);
    else if (e.key === "0") whole();
    else if (e.key === "Enter" && chosen >= 0) open(chosen);
    else if (e.key === "Escape" && chosen >= 0) {
      choose(-1);
      home = -1;
    } else if (e.key === "." || e.key === ",") {
      if (home < 0 || chosen < 0) {
        home = chosen < 0 ? 0 : chosen;
        walk = -1;
        choose(-1);
        choose(home, true);
      } else {
        const near = to.subarray(from[home], from[home + 1]);
        if (near.length) {
          walk = (walk + (e.key === "." ? 1 : -1) + near.length + (walk < 0 && e.key === "," ? 1 : 0)) % near.length;
          choose(near[walk], true);
        }
      }
      if (chosen >= 0) center(chosen);
    } else if (e.key === " " && chosen >= 0) {
      home = chosen;
      walk = -1;
    } else return;
    e.preventDefault();
  });

  // The filter fills when it is first wanted.
  let filled = false;
  const fillFilter = () => {
    if (filled) return;
    filled = true;
    m.data("graph/f").then((all) => {
      for (const [name, text] of all) {
        const o = make("option", { value: name, textContent: name[0] === "/" ? name.slice(1) + "/" : name });
        o.numbers = text;
        filter.append(o);
      }
    }, () => { filled = false; });
  };
  for (const type of ["focus", "pointerenter"]) filter.addEventListener(type, fillFilter);
  filter.addEventListener("change", () => {
    const text = filter.selectedOptions[0].numbers;
    only = null;
    if (text !== undefined) {
      only = new Set();
      const some = [...text].filter((c) => digits[c.charCodeAt(0)] < 32).length, read = numbers(text);
      for (let i = 0, at = 0; i < some; i++) only.add(at += read());
    }
    draw(true);
  });

  let timer;
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const q = search.value.normalize("NFKC").toLowerCase().trim();
      found = null;
      if (q) {
        for (let i = 0; i < n; i += PER * 8) await Promise.all(Array.from({ length: 8 }, (_, j) => i + j * PER < n && ask(i + j * PER)));
        found = titles.flatMap((t, i) => t[0].normalize("NFKC").toLowerCase().includes(q) ? [i] : []).slice(0, 500);
        status.textContent = (found.length ? found.slice(0, 3).map((i) => titles[i][0]).join(", ") + (found.length > 3 ? ` (+${found.length - 3})` : "") : word("search.none"));
      } else status.textContent = "";
      soon();
    }, 150);
  });
  search.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && found?.length && !e.isComposing) {
      choose(found[0], true);
      center(found[0]);
      canvas.focus();
    }
  });

  paint();
  new ResizeObserver(fit).observe(stage);
  const again = () => {
    paint();
    draw(true);
  };
  addEventListener("memopress:theme", again);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  m.graph = { full, zoom, whole }; // for whoever measures
};

if (place) m.data("graph/g").then(start, () => { place.remove(); });
