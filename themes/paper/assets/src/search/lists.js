// The index as it lies on the server: package search of the program says how it is written.
const m = window.memopress;
const digits = new Int8Array(128);
[..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].forEach((c, i) => { digits[c.charCodeAt(0)] = i; });

// reader reads numbers one after the other.
const reader = (text) => {
  let i = 0;
  const digit = () => digits[text.charCodeAt(i++)];
  return {
    digit,
    more: () => i < text.length,
    number: () => {
      let n = 0, shift = 0, d;
      do {
        d = digit();
        n += (d & 31) * 2 ** shift;
        shift += 5;
      } while (d > 31);
      return n;
    },
  };
};

const hash = (text) => {
  let h = 2166136261;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  const abc = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return abc[h & 63] + abc[(h >>> 6) & 63];
};

let wanted; // the manifest, on its way
export const manifest = (again) => {
  if (!wanted || again) {
    wanted = m.data("search/m", again && Date.now()).then((v) => {
      const r = reader(v.d), starts = [0];
      while (r.more()) starts.push(starts.at(-1) + r.number());
      return { notes: v.n, terms: v.t.split("\n"), marks: v.h, starts };
    });
    wanted.catch(() => { wanted = null; });
  }
  return wanted;
};

const shards = new Map(); // number → promise of term → postings
const shard = (x, k) => {
  if (!shards.has(k)) {
    const mark = x.marks.slice(2 * k, 2 * k + 2);
    const p = m.data("search/p" + k, mark).then((text) => {
      // A file of another build than the manifest: the site was changed meanwhile.
      if (hash(text) !== mark) throw new Stale();
      return new Map(text.split("\n").map((line) => line.split("\t")));
    });
    p.catch(() => shards.delete(k));
    shards.set(k, p);
  }
  return shards.get(k);
};

export class Stale extends Error {}
export const forget = () => { shards.clear(); texts.clear(); return manifest(true); };

// at returns the last file whose first term is not behind the term.
const at = (terms, term) => {
  let lo = 0, hi = terms.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (terms[mid] <= term) lo = mid + 1;
    else hi = mid;
  }
  return Math.max(0, lo - 1);
};

// decode reads postings into list.notes: number → [weight, places, positions]; positions is null
// where there are too many.
const decode = (list, text, before) => {
  const r = reader(text);
  if (before < 0) list.count = r.number();
  let n = before;
  while (r.more()) {
    n += r.number() + 1;
    const d = r.digit();
    const places = d > 31 ? r.digit() : 0;
    let many = r.number(), last = 0;
    const positions = many ? [] : null;
    while (many-- > 0) positions.push(last += r.number());
    list.notes.set(n, [d & 31, places, positions]);
  }
};

// open finds a term's list and reads its beginning. list.rest are the parts that are not read
// yet, list.known is the number of the note up to which it is known.
export const open = async (term) => {
  const x = await manifest();
  const first = at(x.terms, term);
  const list = { count: 0, notes: new Map(), rest: [], known: Infinity };
  const last = at(x.terms, term + "\x01\uffff");
  const text = (await shard(x, first)).get(term);
  if (text === undefined) return list;
  decode(list, text, -1);
  for (let k = first + 1; k <= last; k++) {
    const key = x.terms[k];
    if (key.startsWith(term + "\x01")) list.rest.push({ k, key, after: +key.slice(term.length + 1) });
  }
  if (list.rest.length) list.known = list.rest[0].after;
  return list;
};

// read reads more of a list: its next parts, as many as that.
export const read = async (list, parts) => {
  const x = await manifest();
  const now = list.rest.splice(0, parts);
  (await Promise.all(now.map((p) => shard(x, p.k)))).forEach((s, i) => decode(list, s.get(now[i].key), now[i].after));
  list.known = list.rest.length ? list.rest[0].after : Infinity;
};

// between returns the terms from one to another, as far as some files go, with what stands
// there: the many short lists of a beginning.
export const between = async (from, to, files = 3) => {
  const x = await manifest();
  const first = at(x.terms, from), last = Math.min(at(x.terms, to), first + files - 1);
  const out = [];
  for (const s of await Promise.all(Array.from({ length: last - first + 1 }, (_, i) => shard(x, first + i)))) {
    for (const [key, text] of s) if (key >= from && key <= to && !key.includes("\x01")) out.push([key, text]);
  }
  return out;
};

// union makes one list of several postings.
export const union = (found) => {
  const all = { count: 0, notes: new Map(), rest: [], known: Infinity };
  for (const [, text] of found) {
    const one = { notes: new Map() };
    decode(one, text, -1);
    for (const [n, e] of one.notes) {
      const old = all.notes.get(n);
      all.notes.set(n, old ? [Math.max(old[0], e[0]), old[1] | e[1], old[2] && e[2] && old[2].concat(e[2])] : e);
    }
  }
  all.count = all.notes.size;
  return all;
};

const texts = new Map();
// shown returns what is shown of a note.
export const shown = async (n) => {
  const x = await manifest();
  let k = 0, hi = x.starts.length - 1;
  while (k + 1 < hi) {
    const mid = (k + hi) >> 1;
    if (x.starts[mid] <= n) k = mid;
    else hi = mid;
  }
  if (!texts.has(k)) texts.set(k, m.data("search/d" + k, x.marks && hash(x.marks)));
  const [address, title, aliases, tags, passages] = (await texts.get(k))[n - x.starts[k]] || [];
  return address === undefined ? null : { address, title, aliases, tags, passages };
};
