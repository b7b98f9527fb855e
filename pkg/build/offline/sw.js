// Reading without a network. What was read is stored, up to a number of entries; all of the wiki
// is, for whoever asks. Before this stands what the build knows: const site = {core, version,
// files, page, list}. Caches belong to the origin, on which other wikis may live: their names
// begin with this one's path.
const base = registration.scope;
const prefix = `memopress ${new URL(base).pathname} `;
const core = prefix + "core " + site.core; // style, scripts, the page for what is not stored
const read = prefix + "read"; // what was read, the newest last
const kept = prefix + "kept"; // everything
const mostRead = 300;
const mostBytes = 4e6; // of one entry
const patience = 3000; // milliseconds that the network has where there is a stored copy
const sumHeader = "x-memopress-sum";
const timeHeader = "x-memopress-stored";

const whole = (path) => new URL(path.split("/").map(encodeURIComponent).join("/"), base).href;

// plain writes an address as whole does, however a link or the browser writes it: "%24" is "$".
function plain(url) {
  const { href, search } = new URL(url);
  try {
    return whole(href.slice(base.length).split(/[?#]/)[0].split("/").map(decodeURIComponent).join("/")) + search;
  } catch {
    return href; // no UTF-8: no file of ours
  }
}

addEventListener("install", (e) => e.waitUntil((async () => {
  const c = await caches.open(core);
  const missing = [];
  for (const f of site.files) if (!(await c.match(whole(f)))) missing.push(new Request(whole(f), { cache: f === site.page ? "reload" : "default" }));
  await c.addAll(missing);
  await skipWaiting(); // pages are fetched first and other files named by content: nothing can be mixed up
})()));

addEventListener("activate", (e) => e.waitUntil((async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith(prefix) && ![core, read, kept].includes(name)) await caches.delete(name);
  }
  await clients.claim();
  // Pages that are open were loaded without this.
  for (const { url } of await clients.matchAll({ type: "window" })) fetch(url).then((r) => store(names(url)[0], r)).catch(() => {});
})()));

addEventListener("fetch", (e) => {
  const { method, mode, url, headers } = e.request;
  if (method !== "GET" || !url.startsWith(base) || headers.has("range")) return;
  const at = url.slice(base.length).split("#")[0];
  if (mode === "navigate" || /(^|\/|\.html)(\?|$)/.test(at)) e.respondWith(page(e));
  else if (at.startsWith("assets/")) e.respondWith(asset(e));
  else if (at.startsWith("data/")) e.respondWith(data(e));
  else e.respondWith(file(e));
});

// names returns under what addresses a page may be stored: hosts leave ".html" or "index.html" out.
function names(url) {
  const u = plain(url).split("?")[0];
  if (u.endsWith("/")) return [u + "index.html"];
  return u.endsWith(".html") ? [u] : [u + ".html", u + "/index.html", u];
}

// find returns the newest copy.
async function find(urls, options) {
  const all = await Promise.all([read, kept, core].flatMap((cacheName) => urls.map((url) => caches.match(url, { ...options, cacheName }))));
  const time = (r) => r.headers.get(timeHeader) || "";
  return all.filter(Boolean).reduce((a, b) => a && time(a) >= time(b) ? a : b, undefined);
}

// copy makes a response that can be stored under another address, with the time.
async function copy(r, more) {
  const h = new Headers(more);
  for (const name of ["content-type", "content-security-policy"]) if (r.headers.has(name)) h.set(name, r.headers.get(name));
  h.set(timeHeader, new Date().toISOString());
  return new Response(await r.blob(), { headers: h });
}

async function store(url, r) {
  if (r.status !== 200 || r.type !== "basic" || Number(r.headers.get("content-length")) > mostBytes) return;
  const c = await caches.open(read);
  await c.delete(url, { ignoreSearch: true });
  await c.put(url, await copy(r));
  const keys = await c.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - mostRead))) await c.delete(old);
}

// load asks the network and stores what it says behind the reader's back, however late that is.
// What its author has withdrawn, or shut away, is shown no more.
function load(e, urls, test = () => true) {
  const answer = fetch(e.request);
  e.waitUntil(answer.then((r) => {
    if ([401, 403, 404, 410].includes(r.status)) return drop(urls);
    return test(r) && store(urls[0], r.clone());
  }).catch(() => {}));
  return answer;
}

async function drop(urls) {
  for (const name of [read, kept]) {
    const c = await caches.has(name) && await caches.open(name);
    for (const url of urls) if (c) await c.delete(url);
  }
}

// soon returns an answer of the network that is good and in time.
async function soon(answer) {
  const r = await Promise.race([answer.catch(() => {}), new Promise((done) => { setTimeout(done, patience); })]);
  if (r && r.status < 500) return r;
}

const isPage = (r) => /^text\/html/.test(r.headers.get("content-type"));

async function page(e) {
  const urls = names(e.request.url);
  const answer = load(e, urls, isPage);
  const stored = await find(urls);
  if (!stored) return answer.catch(nothing);
  const r = await soon(answer);
  if (r) return r;
  if (!isPage(stored)) return stored;
  const text = await stored.text();
  const when = stored.headers.get(timeHeader) || "";
  return new Response(text.replace("<html ", `<html data-stored="${when}" `), { headers: stored.headers });
}

// nothing is the page for what is not stored. It is shown under any address, so its links become
// whole ones; all of them begin at the root.
async function nothing() {
  const r = await caches.match(whole(site.page), { cacheName: core });
  if (!r) return Response.error();
  const text = (await r.text()).replace(/ (href|src)="\.\.\//g, (_, name) => ` ${name}="${new URL(base).pathname}`);
  return new Response(text, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
}

// asset: the name says the content. A stored page may name one of an earlier edition that is gone;
// the one that has its place now is better than none.
async function asset(e) {
  const stored = await find([e.request.url]);
  if (stored) return stored;
  const r = await fetch(e.request).catch(() => {});
  const c = await caches.open(core);
  if (r?.ok) {
    const own = r.clone();
    e.waitUntil(c.put(e.request.url, own).catch(() => {}));
    return r;
  }
  const stem = (url) => url.replace(/\.[0-9a-f]{10}(\.\w+)$/, "$1");
  for (const k of await c.keys()) if (stem(k.url) === stem(e.request.url)) return c.match(k);
  return r || Response.error();
}

// data: what is stored, and the newer one next time. With a version in its address it stays as it is.
async function data(e) {
  const url = plain(e.request.url);
  const stored = await find([url]);
  if (stored && url.includes("?")) return stored;
  const answer = load(e, [url]);
  if (stored) return stored;
  return answer.catch(async () => (await find([url], { ignoreSearch: true })) || Response.error());
}

async function file(e) {
  const url = plain(e.request.url);
  const answer = load(e, [url], (r) => /^image\//.test(r.headers.get("content-type")));
  // Of a picture there may be several widths; one of them is enough.
  const stem = url.replace(/\.\d+\.webp$/, "");
  const stored = await find([url]) || await find([960, 480, 1600].map((w) => `${stem}.${w}.webp`).concat(stem));
  return stored ? await soon(answer) || stored : answer;
}

// Everything.

const mark = () => whole(site.list);
const givenUp = () => mark() + "?given-up"; // the edition of which not all could be had
let running;

async function tell(about) {
  for (const c of await clients.matchAll()) c.postMessage({ memopress: about });
}

async function state() {
  if (running) return;
  if (!(await caches.has(kept))) return tell({ none: true });
  const r = await caches.match(mark(), { cacheName: kept });
  const given = await caches.match(givenUp(), { cacheName: kept });
  if (r && [(await r.json()).version, await given?.text()].includes(site.version)) return tell({ all: true });
  return keep(); // a part, or that of another edition
}

const keep = () => running ||= fetchAll().then(() => tell({ all: true }), giveUp).finally(() => { running = null; });

// giveUp leaves what there is for the next time where the network was at fault. What cannot be had,
// or has no room, is not asked for again by itself: an earlier edition stays, a part does not.
async function giveUp(why) {
  if (!(why instanceof TypeError)) {
    const c = await caches.open(kept);
    if (await c.match(mark())) await c.put(givenUp(), new Response(site.version));
    else await caches.delete(kept);
  }
  return tell({ failed: true });
}

async function fetchAll() {
  const c = await caches.open(kept);
  const answer = await fetch(mark(), { cache: "no-cache" });
  const list = await answer.clone().json();
  const left = Object.entries(list.files);
  const total = left.length;
  const wanted = new Set(left.map(([path]) => whole(path)));
  const next = async () => {
    for (let one = left.pop(); one; one = left.pop()) {
      const url = whole(one[0]);
      const old = await c.match(url);
      if (old?.headers.get(sumHeader) !== one[1]) {
        const r = await fetch(url, { cache: "no-cache" });
        if (!r.ok) throw new Error(url);
        await c.put(url, await copy(r, { [sumHeader]: one[1] }));
      }
      if (left.length % 20 === 0) await tell({ done: total - left.length, total });
    }
  };
  await Promise.all([next(), next(), next(), next()]);
  for (const k of await c.keys()) if (!wanted.has(k.url)) await c.delete(k);
  await c.put(mark(), answer);
}

addEventListener("message", (e) => {
  if (e.data === "state") e.waitUntil(state());
  if (e.data === "keep") e.waitUntil(keep());
  if (e.data === "drop") e.waitUntil(caches.delete(kept).then(() => tell({ dropped: true })));
});
