// What the reader may have meant, when nothing answers a query: the same keys on another keyboard,
// a syllable that is still being typed, a slip of the fingers. It loads only then.
import { hangul, roman, split } from "./src/search/hangul.js";
import { fold, isRun } from "./src/search/token.js";

// memopress.instead returns other queries, the likeliest first. between is that of lists.js.
window.memopress.instead = async (typed, clauses, between) => {
  const out = [];
  const last = split(typed.trim());
  if (last) out.push(last);
  if (/^[a-z0-9 ]+$/i.test(typed) && /[a-z]/i.test(typed)) out.push(hangul(typed));
  else if (/[ㄱ-ㆎ가-힣]/.test(typed)) out.push(roman(typed));
  const changed = [];
  for (const u of clauses.flat()) {
    if (!u.word || u.not || u.text.length < 4 || u.lists.some((l) => l.count)) continue;
    const near = await nearest(u.text, between);
    if (near) changed.push([u.text, near]);
  }
  if (changed.length) out.push(changed.reduce((q, [a, b]) => q.replace(a, b), fold(typed)));
  return out.filter((q) => q && q !== typed);
};

// nearest is the word of the index that takes the fewest changes to reach, at most one, or two
// for a long word. Its beginning is right, as it nearly always is.
const nearest = async (word, between) => {
  const allowed = word.length > 7 ? 2 : 1;
  let best = null;
  for (const head of [word.slice(0, 3), word.slice(0, 2), word[0] + word[2]]) {
    if (best) break;
    for (const [term, text] of await between(head, head + "\uffff")) {
      if (/^[#/[*]/.test(term) || isRun(term) || Math.abs(term.length - word.length) > allowed) continue;
      const d = distance(word, term, allowed);
      if (d <= allowed && (!best || d < best.d || (d === best.d && text.length > best.size))) best = { d, term, size: text.length };
    }
  }
  return best && best.term;
};

// distance is that of Damerau and Levenshtein, with neighbours changing places.
const distance = (a, b, limit) => {
  let before = [], row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      let d = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, before[j - 2] + 1);
      next.push(d);
    }
    if (Math.min(...next) > limit) return limit + 1;
    before = row;
    row = next;
  }
  return row[b.length];
};
