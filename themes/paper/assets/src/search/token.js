// How text is cut into what the index knows; once more in Go (pkg/search/token.go), and both pass
// pkg/search/testdata/vectors.json. There is said how.

// Characters that are read in pairs.
const pairs = "ก-๎ກ-ໍက-၏ក-៓ᄀ-ᇿ々-〇ぁ-ゖァ-ヺーㄱ-ㆎ㐀-䶿一-鿿가-힣𠀀-\u{3FFFF}";
export const letter = "\\p{L}\\p{N}\\p{M}_";
const accents = /[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670\u0640\u00ad]/g;
const piece = new RegExp(`[${pairs}]+|[${letter}]`, "gu");
const run = new RegExp(`^[${pairs}]`, "u");
export const isRun = (text) => run.test(text);

// Single jamo stay: they are what somebody types.
export const fold = (text) => text.replace(/[^ㄱ-ㆎ]+/g, (part) => part.normalize("NFKD").replace(accents, "").toLowerCase().replace(/ς/g, "σ").normalize("NFC"));

// pieces cuts folded text into runs and words.
export const pieces = (folded) => {
  const out = [];
  let end = -1;
  for (const m of folded.matchAll(piece)) {
    const last = out.length - 1;
    if (!isRun(m[0]) && end === m.index && !isRun(out[last])) out[last] += m[0];
    else out.push(m[0]);
    end = m.index + m[0].length;
  }
  return out;
};

const bytes = new TextEncoder();
// cut shortens a word to 64 bytes, as the index does.
export const cut = (word) => {
  if (word.length <= 21) return word;
  let out = "", n = 0;
  for (const c of word) if ((n += bytes.encode(c).length) <= 64) out += c; else break;
  return out;
};

// tokens is what the index knows of a text: [token, position] each.
export const tokens = (text) => {
  const out = [];
  let at = 0;
  for (const p of pieces(fold(text))) {
    if (!isRun(p)) out.push([cut(p), at++]);
    else [...p].forEach((c, i, all) => out.push([c + (all[i + 1] || "."), at++]));
  }
  return out;
};

// span is the first and last syllable that begin with a consonant: ㄱ gives 가 and 깋.
export const initials = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
export const span = (c) => {
  const i = initials.indexOf(c);
  return i < 0 ? null : [0, 587].map((n) => String.fromCharCode(0xac00 + i * 588 + n));
};
