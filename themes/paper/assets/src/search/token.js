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

// Hangul.
export const initials = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const vowels = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
const finals = "\0ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";
const double = { ㄳ: "ㄱㅅ", ㄵ: "ㄴㅈ", ㄶ: "ㄴㅎ", ㄺ: "ㄹㄱ", ㄻ: "ㄹㅁ", ㄼ: "ㄹㅂ", ㄽ: "ㄹㅅ", ㄾ: "ㄹㅌ", ㄿ: "ㄹㅍ", ㅀ: "ㄹㅎ", ㅄ: "ㅂㅅ", ㅘ: "ㅗㅏ", ㅙ: "ㅗㅐ", ㅚ: "ㅗㅣ", ㅝ: "ㅜㅓ", ㅞ: "ㅜㅔ", ㅟ: "ㅜㅣ", ㅢ: "ㅡㅣ" };
const syllable = (c) => c >= "가" && c <= "힣" ? c.charCodeAt(0) - 0xac00 : -1;
const make = (a, b, c) => String.fromCharCode(0xac00 + (a * 21 + b) * 28 + c);

// span is the first and last syllable that begin with a consonant: ㄱ gives 가 and 깋.
export const span = (c) => {
  const i = initials.indexOf(c);
  return i < 0 ? null : [make(i, 0, 0), make(i, 20, 27)];
};

// split takes the final consonant off the last syllable, as it stands while the next one is being
// typed: 회곡 may become 회고ㄱ. It returns "" where there is none.
export const split = (text) => {
  const n = syllable(text.slice(-1));
  if (n < 0 || n % 28 === 0) return "";
  const end = finals[n % 28], parts = double[end];
  const keep = parts ? finals.indexOf(parts[0]) : 0;
  return text.slice(0, -1) + String.fromCharCode(0xac00 + n - (n % 28) + keep) + (parts ? parts[1] : end);
};

// The letters of the Korean keyboard, by those of the Latin one.
const latin = "rRseEfaqQtTdwWczxvgkoiOjpuPhynbml";
const korean = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ";

// hangul is what keys would have given on a Korean keyboard: ghlrh gives 회고.
export const hangul = (typed) => {
  const jamo = [...typed].map((c) => korean[latin.indexOf(latin.includes(c) ? c : c.toLowerCase())] || c);
  const pair = (a, b) => Object.keys(double).find((k) => double[k] === a + b);
  let out = "", a = -1, b = -1, c = 0;
  const flush = () => {
    out += b >= 0 ? (a >= 0 ? make(a, b, c) : vowels[b]) + (a < 0 && c ? finals[c] : "") : a >= 0 ? initials[a] : "";
    a = b = -1;
    c = 0;
  };
  for (const j of jamo) {
    const v = vowels.indexOf(j), i = initials.indexOf(j), f = finals.indexOf(j);
    if (v >= 0) {
      const both = b >= 0 && !c && pair(vowels[b], j);
      if (both) b = vowels.indexOf(both);
      else if (b >= 0 && c && a >= 0) { // the final begins the next syllable
        const parts = double[finals[c]], next = parts ? parts[1] : finals[c];
        c = parts ? finals.indexOf(parts[0]) : 0;
        flush();
        a = initials.indexOf(next);
        b = v;
      } else {
        if (b >= 0) flush();
        b = v;
      }
    } else if (i >= 0) {
      const both = c && pair(finals[c], j);
      if (both) c = finals.indexOf(both);
      else if (a >= 0 && b >= 0 && !c && f > 0) c = f;
      else {
        flush();
        a = i;
      }
    } else {
      flush();
      out += j;
    }
  }
  flush();
  return out;
};

// roman is what keys would have given on a Latin keyboard: ㅗ디ㅣㅐ gives hello.
export const roman = (typed) => [...typed].map((ch) => {
  const n = syllable(ch);
  const jamo = n < 0 ? ch : initials[Math.floor(n / 588)] + vowels[Math.floor(n / 28) % 21] + (n % 28 ? finals[n % 28] : "");
  return [...jamo].flatMap((j) => [...(double[j] || j)]).map((j) => latin[korean.indexOf(j)] || j).join("");
}).join("");
