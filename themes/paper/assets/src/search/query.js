// What a reader asks, and what answers it.
import * as lists from "./lists.js";
import { cut, fold, initials, isRun, letter, pieces, span } from "./token.js";

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
const consonants = new RegExp(`^[${initials}]+$`);

// plain writes the signs of a query as ASCII has them: phones and East Asian keyboards type others.
const plain = (typed) => typed.replace(/[“”„«»＂]/g, '"').replace(/：/g, ":").replace(/(^|\s)[－−–](?=\S)/g, "$1-").replace(/［/g, "[").replace(/］/g, "]");

// parse cuts a query into clauses that must all hold, each a list of units of which one must.
//   words "a phrase" -not this OR that tag:x path:x title:x [name:value]
export const parse = (typed, live) => {
  const clauses = [];
  let or = false;
  const all = [...plain(typed.normalize("NFC")).matchAll(/(-?)(?:(tag|path|title):)?(?:"([^"]*)"?|\[([^\]:]+):?([^\]]*)\]|(\S+))/gu)];
  all.forEach((m, i) => {
    const [, not, field, phrase, name, value, word] = m;
    if (word === "OR" && !field && clauses.length) {
      or = true;
      return;
    }
    const last = live && i === all.length - 1 && word !== undefined && !/\s$/.test(typed);
    const u = unit(phrase ?? word ?? "", { field, name, value, phrase: phrase !== undefined, last });
    if (!u) return;
    u.not = !!not;
    if (or && !u.not && !clauses.at(-1)[0].not) clauses.at(-1).push(u);
    else clauses.push([u]);
    or = false;
  });
  return clauses;
};

// unit is one thing that a note must have: tokens beside each other, or a term that it is asked
// for. find is what marks it in a text.
const unit = (text, { field, name, value, phrase, last }) => {
  if (name) {
    const key = "[" + fold(name).trim(), v = value && fold(value).trim().replace(/\s+/g, " ");
    return { ask: v ? key + ":" + cut(v) : key };
  }
  const folded = fold(text);
  if (field === "tag") return folded && { ask: "#" + folded.replace(/^#/, ""), open: last };
  if (field === "path") return folded && { all: folded.split("/").filter(Boolean).map((f) => "/" + f), open: last };
  const tokens = [];
  const found = [];
  let at = 0;
  const parts = pieces(folded);
  parts.forEach((p, k) => {
    const end = last && k === parts.length - 1;
    if (!isRun(p)) {
      tokens.push({ term: cut(p), at: at++, word: true, open: end, loose: !phrase });
      const stem = phrase ? "" : end ? `[${letter}]*` : p.length > 2 && /^[a-z]+$/.test(p) ? "(?:e?s|e?d|ing|ly)?" : "";
      found.push(`(?<![${letter}])${escape(p)}${stem}(?![${letter}])`);
      return;
    }
    const c = [...p];
    if (parts.length === 1 && consonants.test(p)) { // initial consonants only
      if (c.length === 1) tokens.push({ from: "*" + c[0], at: at++ });
      else for (let i = 0; i + 1 < c.length; i++) tokens.push({ term: "*" + c[i] + c[i + 1], at: at++ });
      found.push(c.map((j) => `[${span(j).join("-")}]`).join(""));
      return;
    }
    const tail = c.length > 1 && span(c.at(-1)); // a syllable that is being typed
    const whole = tail ? c.slice(0, -1) : c;
    for (let i = 0; i + 1 < whole.length; i++) tokens.push({ term: whole[i] + whole[i + 1], at: at++ });
    if (tail) tokens.push({ from: whole.at(-1) + tail[0], to: whole.at(-1) + tail[1], at });
    else if (c.length === 1) tokens.push({ from: c[0], at });
    at += tail ? 2 : 1;
    found.push(escape(whole.join("")) + (tail ? `[${tail.join("-")}]` : ""));
  });
  if (!tokens.length) return null;
  return { tokens, title: field === "title", text: folded, mark: new RegExp(found.join(`[^${letter}]*`), "gu"), word: parts.length === 1 && !isRun(parts[0]) };
};

const suffixes = ["s", "es", "ed", "d", "ing", "ly", "'s"];

// fetch opens the list of a token.
const fetch = async (t) => {
  if (t.from) return lists.union((await lists.between(t.from, t.to || t.from + "\uffff")).slice(0, 3000));
  if (t.open && t.term.length > 1) {
    const found = await lists.between(t.term, t.term + "\uffff");
    return lists.union(found.slice(0, 300));
  }
  const exact = await lists.open(t.term);
  if (!t.word || !t.loose || t.term.length < 3 || !/^[a-z]+$/.test(t.term)) return exact;
  // Other forms of the word count half, where they lie in the same file.
  const forms = (await lists.between(t.term, t.term + "z", 1)).filter(([k]) => suffixes.some((s) => k === t.term + s));
  if (forms.length) {
    for (const [n, e] of lists.union(forms).notes) if (!exact.notes.has(n) && n < exact.known) exact.notes.set(n, [e[0] >> 1, e[1], e[2]]);
    exact.count = Math.max(exact.count, exact.notes.size);
  }
  return exact;
};

// beside keeps of some notes those in which a token stands at its distance from the first one.
// Positions that are not known say maybe.
const beside = (so, list, distance) => {
  const out = new Map();
  for (const [n, a] of so) {
    const b = list.notes.get(n);
    if (!b) continue;
    let places = null;
    if (a.at && b[2]) {
      const there = new Set(b[2]);
      places = a.at.filter((p) => there.has(p + distance));
      if (!places.length) continue;
    }
    out.set(n, { at: places, weight: a.weight + b[0], places: a.places & b[1], maybe: a.maybe || !places });
  }
  return out;
};

// answer is the notes that have a unit: number → {weight, maybe}.
const answer = (u) => {
  if (u.got) return u.got;
  let so = null;
  for (let i = 0; i < u.lists.length; i++) {
    const list = u.lists[i];
    if (!so) {
      so = new Map();
      for (const [n, e] of list.notes) so.set(n, { at: e[2], weight: e[0], places: e[1], maybe: false });
    } else if (u.tokens) so = beside(so, list, u.tokens[i].at - u.tokens[0].at);
    else so = new Map([...so].filter(([n]) => list.notes.has(n)));
  }
  const rare = Math.min(...u.lists.map((l) => l.count));
  const worth = Math.log(1 + (u.notes - rare + 0.5) / (rare + 0.5));
  u.got = new Map();
  for (const [n, e] of so) {
    if (u.title && !(e.places & 9)) continue;
    u.got.set(n, { score: (worth * (e.weight + (e.places & 9 ? 8 : 0))) / (31 * u.lists.length), maybe: e.maybe || u.title });
  }
  return u.got;
};

const most = 10; // parts of long lists that one query reads

// run answers a query: {notes: [{n, score, maybe}] in order, about, clauses}.
export const run = async (clauses) => {
  const { notes } = await lists.manifest();
  const units = clauses.flat();
  await Promise.all(units.map(async (u) => {
    u.notes = notes;
    if (u.ask) u.lists = [u.open ? lists.union(await lists.between(u.ask, u.ask + "\uffff", 1)) : await lists.open(u.ask)];
    else if (u.all) u.lists = await Promise.all(u.all.map((t, i) => u.open && i === u.all.length - 1 ? lists.between(t, t + "\uffff", 1).then(lists.union) : lists.open(t)));
    else u.lists = await Promise.all(u.tokens.map(fetch));
  }));
  // Long lists go on in other files. Where all of a query must hold, those parts are enough in
  // which the rarest of it is.
  const must = clauses.filter((c) => c.length === 1 && !c[0].not).flatMap((c) => c[0].lists);
  const short = must.filter((l) => !l.rest.length).sort((a, b) => a.notes.size - b.notes.size)[0];
  let room = most;
  for (const l of units.flatMap((u) => u.lists).filter((l) => l.rest.length)) {
    const upTo = short ? Math.max(-1, ...short.notes.keys()) : Infinity;
    const need = l.rest.filter((p) => p.after < upTo).length;
    const n = Math.min(need, short ? room : Math.max(1, room >> 1));
    room -= n;
    if (n) await lists.read(l, n);
  }
  const known = Math.min(...units.flatMap((u) => u.lists).map((l) => l.known));
  let so = null;
  for (const c of clauses) {
    if (c[0].not) continue;
    const any = new Map();
    for (const u of c) for (const [n, e] of answer(u)) {
      const old = any.get(n);
      if (n <= known) any.set(n, old ? { score: Math.max(old.score, e.score), maybe: old.maybe && e.maybe } : e);
    }
    if (!so) so = any;
    else for (const [n, e] of so) {
      const more = any.get(n);
      if (more) so.set(n, { score: e.score + more.score, maybe: e.maybe || more.maybe });
      else so.delete(n);
    }
  }
  for (const c of clauses) if (c[0].not) for (const [n, e] of answer(c[0])) if (!e.maybe) so?.delete(n);
  const list = [...(so || [])].map(([n, e]) => ({ n, maybe: e.maybe, score: e.score * (1.15 - (0.15 * n) / notes) }));
  list.sort((a, b) => b.score - a.score || a.n - b.n);
  // What lies beyond the parts that were read is reckoned from what lies in them.
  const about = known < notes ? Math.round((list.length * notes) / Math.max(1, known)) : list.length;
  return { list, count: Math.max(about, list.length), about: known < notes || list.some((e) => e.maybe), clauses };
};

// A text with where each of its folded characters comes from.
const foldedWithMap = (text) => {
  let folded = "";
  const map = [];
  for (let i = 0; i < text.length;) {
    const c = String.fromCodePoint(text.codePointAt(i));
    const f = fold(c);
    for (let k = 0; k < f.length; k++) map.push(i);
    folded += f;
    i += c.length;
  }
  map.push(text.length);
  return { folded, map };
};

const particle = /^(?:은|는|이|가|을|를|과|와|의|에|로|도|만|들|에서|에게|으로|까지|부터|보다|처럼|하고|이다|입니다)?(?![\p{L}\p{N}])/u;

// marks returns where the units stand in a text: [start, end, which, worth] in order, not
// overlapping.
export const marks = (text, units) => {
  const { folded, map } = foldedWithMap(text);
  const out = [];
  units.forEach((u, which) => {
    if (!u.mark) return;
    for (const m of folded.matchAll(u.mark)) {
      if (!m[0]) continue;
      const end = m.index + m[0].length;
      // A word of its own is worth more than a part of a longer one, and a particle is no part.
      const begins = !/[\p{L}\p{N}]$/u.test(folded.slice(Math.max(0, m.index - 2), m.index));
      const ends = particle.test(folded.slice(end, end + 4));
      out.push([map[m.index], map[end], which, begins + (begins && ends)]);
      if (out.length > 200) break;
    }
  });
  out.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  return out.filter((m, i) => !out.slice(0, i).some((o) => o[1] > m[0]));
};

// look reads what is shown of a note and finds the place in it that answers best. It returns null
// for a note that does not answer after all.
export const look = async (hit, clauses) => {
  const note = await lists.shown(hit.n);
  if (!note) return null;
  const units = clauses.filter((c) => !c[0].not).flat();
  const title = marks(note.title, units);
  const seen = new Set(title.map((m) => m[2]));
  let best = null;
  for (const other of [...note.aliases, ...note.tags]) for (const m of marks(other, units)) seen.add(m[2]);
  const alias = title.length ? null : [...note.aliases, ...note.tags.map((t) => "#" + t)].map((a) => [a, marks(a, units)]).find(([, of]) => of.length);
  for (const [anchor, heading, text] of note.passages) {
    const h = heading ? marks(heading, units) : [];
    const t = marks(text, units);
    for (const m of h.concat(t)) seen.add(m[2]);
    const worth = new Set(t.map((m) => m[2])).size * 4 + new Set(h.map((m) => m[2])).size * 3 + Math.max(0, ...t.map((m) => m[3]));
    if (worth && (!best || worth > best.worth)) best = { worth, anchor, heading, text, marks: t, headingMarks: h };
  }
  if (hit.maybe) {
    for (const c of clauses) {
      const here = c.some((u) => !u.mark || (u.title ? marks(note.title, [u]).length || note.aliases.some((a) => marks(a, [u]).length) : seen.has(units.indexOf(u)) || note.passages.some((p) => marks(p[2], [u]).length)));
      if (here === !!c[0].not && (c[0].not || note.passages.length)) return null;
    }
  }
  const exact = units.some((u) => u.text && u.text === fold(note.title));
  return { note, title, alias, best, score: hit.score + (exact ? 3 : 0) + 0.2 * Math.max(0, ...title.map((m) => m[3])) + 0.1 * (best ? best.worth % 4 : 0) };
};
