package html

import (
	"strings"
	"testing"

	"memopress/pkg/diag"
)

func TestTokens(t *testing.T) {
	tests := []struct{ name, src, want, dropped string }{
		{"text", "한글 &amp; 영어&nbsp;&#44032;", `"한글 & 영어\u00a0가"`, ""},
		{"pair", "<kbd>Ctrl</kbd>", `<kbd> "Ctrl" </kbd>`, ""},
		{"lone open", `<DETAILS Open class="노트" onclick=x style="x">`, `<details open="" class="노트">`, ""},
		{"lone close", "</details >", "</details>", ""},
		{"br", "가<br>나<br/>다</br>라", `"가" br "나" br "다" br "라"`, ""},
		{"img", `<img src="그림%20하나.png" width="300px" height=200 alt=" 고양이
		 한 마리 ">`, `embed(path:그림 하나.png alt="고양이 한 마리" 300x200)`, ""},
		{"img style size", `<img src=a.png style="width: 120px; height:50%">`, `embed(path:a.png 120x0)`, ""},
		{"img lazy", `<img src="data:image/gif;base64,R0" data-src="진짜.png">`, `embed(path:진짜.png)`, ""},
		{"img srcset", `<img srcset="a.png 1x, b.png 2x">`, `embed(path:a.png)`, ""},
		{"img no src", `<img alt="대체"><img>`, `"대체"`, ""},
		{"link", `<a href="다른%20노트.md#제목#%EB%B6%80%EC%A0%9C%EB%AA%A9">글</a>`,
			`<a href=path:다른 노트.md#제목#부제목> "글" </a>`, ""},
		{"link block", `<a href="#^abc">`, `<a href=path:#^abc>`, ""},
		{"link pdf", `<a href="a.pdf#page=3">`, `<a href=path:a.pdf?page=3>`, ""},
		{"link url", `<a href=" https://e.com/a?b=1#c ">`, `<a href=url:https://e.com/a?b=1#c>`, ""},
		{"link host", `<a href="//e.com/a">`, `<a href=url:https://e.com/a>`, ""},
		{"link script", "<a href='java\nscript&#58;alert(1)'>", `<a href=url:javascript:alert(1)>`, ""},
		{"link bad percent", `<a href="100%.md">`, `<a href=path:100%.md>`, ""},
		{"link drive", `<a href="C:\a\b.md">`, `<a href=path:C:/a/b.md>`, ""},
		{"link nfd", "<a href=\"\u1112\u1161\u11ab.md\">", `<a href=path:한.md>`, ""},
		{"comment", "가<!-- 숨김 -->나<!DOCTYPE x><?php x ?><![CDATA[x]]>", `"가나"`, ""},
		{"script", "가<script>alert('</p>')</script>나", `"가나"`, "script"},
		{"style textarea", "<style>p{}</style>가<textarea>나</textarea>", `"가"`, "style textarea"},
		{"template", "가<template><b>나</b><template>다</template>라</template>마", `"가마"`, "template"},
		{"noscript", `<noscript><img src=a.png><x>가</x></noscript>`, `embed(path:a.png) "가"`, "x"},
		{"iframe", `<iframe src="https://v.example/1" onload=x>안 보임</iframe>`, `<iframe src=url:https://v.example/1> </iframe>`, ""},
		{"unknown", "<폰트><font-x>가</font-x><FORM><button>나</button></FORM><form>", `"<폰트>가나"`, "font-x form button"},
		{"svg", `<svg><text>가</text><script>x</script></svg>`, `"가"`, "svg text script"},
		{"cut off", `가 <b 나`, `"가 <b 나"`, ""},
		{"cut off script", `가<script>x`, `"가"`, "script"},
		{"checkbox", `<input type=checkbox checked><input type=text value=x>`, `<input type="checkbox" checked="">`, "input"},
		{"line ends", "가\r\n나\r다\x00", `"가\n나\n다` + "\uFFFD" + `"`, ""},
		{"invalid utf-8", "가\xff", `"가` + "\uFFFD" + `"`, ""},
		{"repeated attribute", `<p id=a id=b>`, `<p id="a">`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var list diag.List
			got := dumpInlines(Tokens(tt.src, Options{Report: &list}))
			if got != tt.want {
				t.Errorf("Tokens(%q)\n got %s\nwant %s", tt.src, got, tt.want)
			}
			dropped := strings.Fields(tt.dropped)
			all := list.Sorted()
			if len(all) != len(dropped) {
				t.Errorf("diagnostics %v, want %v", all, dropped)
			}
			for _, d := range dropped {
				found := false
				for _, g := range all {
					found = found || g.Code == "H001" && strings.Contains(g.Message, "<"+d+">")
				}
				if !found {
					t.Errorf("no H001 for %s in %v", d, all)
				}
			}
		})
	}
}

func TestTokensPositions(t *testing.T) {
	var list diag.List
	out := Tokens("한글\n글 <form><img src=a.png>", Options{Line: 7, Column: 3, File: "노트.md", Note: "n", Report: &list})
	d := list.Sorted()[0]
	if d.Pos != (diag.Pos{File: "노트.md", Line: 8, Column: 3}) || d.Note != "n" {
		t.Errorf("form at %+v", d)
	}
	if got := dumpInlines(out); got != `"한글\n글 " embed(path:a.png)` {
		t.Error(got)
	}
}
