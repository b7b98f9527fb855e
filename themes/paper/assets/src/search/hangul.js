// Hangul as it is typed.
import { initials } from "./token.js";

const vowels = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
const finals = "\0ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";
const double = { ㄳ: "ㄱㅅ", ㄵ: "ㄴㅈ", ㄶ: "ㄴㅎ", ㄺ: "ㄹㄱ", ㄻ: "ㄹㅁ", ㄼ: "ㄹㅂ", ㄽ: "ㄹㅅ", ㄾ: "ㄹㅌ", ㄿ: "ㄹㅍ", ㅀ: "ㄹㅎ", ㅄ: "ㅂㅅ", ㅘ: "ㅗㅏ", ㅙ: "ㅗㅐ", ㅚ: "ㅗㅣ", ㅝ: "ㅜㅓ", ㅞ: "ㅜㅔ", ㅟ: "ㅜㅣ", ㅢ: "ㅡㅣ" };
const syllable = (c) => c >= "가" && c <= "힣" ? c.charCodeAt(0) - 0xac00 : -1;
const make = (a, b, c) => String.fromCharCode(0xac00 + (a * 21 + b) * 28 + c);

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
