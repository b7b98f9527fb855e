package build

import (
	"fmt"
	"strings"
	"testing"

	"memopress/pkg/internal/browser"
)

// document returns a PDF of so many pages.
func document(pages int) string {
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}
	kids := ""
	for i := 1; i <= pages; i++ {
		text := fmt.Sprintf("BT /F1 60 Tf 80 600 Td (Page %d) Tj ET", i)
		objects = append(objects, fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(text), text))
		objects = append(objects, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>", len(objects)))
		kids += fmt.Sprintf("%d 0 R ", len(objects))
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids, pages)
	var out strings.Builder
	out.WriteString("%PDF-1.4\n")
	table := ""
	for i, o := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table, len(objects)+1, start)
	return out.String()
}

// A PDF opens below its link, at its page, under the strict policy, over HTTP and from a disk;
// until then nothing of it is loaded. What only calls itself a PDF runs no script.
func TestPDF(t *testing.T) {
	site := offlineSite(t, false, map[string]string{
		"index.md":   "처음",
		"자료/논문.md":   "앞 ![[계획서.pdf#page=2&height=420]] 뒤\n\n![[가짜.pdf|가짜 문서]]\n\n[[계획서.pdf]] 링크",
		"자료/계획서.pdf": document(3),
		"자료/가짜.pdf":  "<!doctype html><script>parent.document.title = 'evil'; top.evil = true</script><h1>evil</h1>",
	})
	server := browser.Serve(t, site)
	b := browser.Open(t)
	for _, base := range []string{server.URL, browser.Disk(t, site)} {
		complaints := b.Complaints()
		server.Sent()
		b.Visit(base + "/위키/자료/논문.html")
		b.Until(`document.querySelectorAll(".file-card[aria-expanded=false]").length === 2`)
		for _, s := range server.Sent() {
			if strings.HasSuffix(s.Path, ".pdf") {
				t.Errorf("%s was loaded before anybody asked for it", s.Path)
			}
		}
		browser.Eval[bool](b, `(document.querySelector(".file-card").click(), true)`)
		b.Until(`document.querySelector(".pdf iframe")?.src.endsWith("/%EA%B3%84%ED%9A%8D%EC%84%9C.pdf#page=2&navpanes=0&pagemode=none")`)
		b.Until(`(f => f.title === "계획서.pdf (쪽 2)" && Math.round(f.getBoundingClientRect().height) === 420 && f.getBoundingClientRect().width > 500)(document.querySelector(".pdf iframe"))`)
		b.Until(`document.querySelector(".file-card").ariaExpanded === "true" && document.querySelector(".pdf a").textContent === "따로 열기" && location.pathname.endsWith(".html")`)
		if base == server.URL {
			b.Until(`performance.getEntriesByType("resource").some(e => e.initiatorType === "iframe" && e.responseStatus === 200)`)
		}
		browser.Eval[bool](b, `(document.querySelectorAll(".file-card")[1].click(), true)`)
		b.Until(`document.querySelectorAll(".pdf iframe").length === 2`)
		browser.Eval[bool](b, `new Promise(done => setTimeout(() => done(true), 1000))`)
		b.Until(`document.title !== "evil" && !window.evil`)
		// At once: the viewer in the other frame may take the focus when it has loaded.
		if !browser.Eval[bool](b, `(document.querySelector(".pdf button").click(), document.querySelectorAll(".pdf").length === 1 && document.activeElement === document.querySelector(".file-card") && document.activeElement.ariaExpanded === "false")`) {
			t.Errorf("%s: the document is not put away, or the focus is not back at its link", base)
		}
		for _, c := range complaints() {
			if !strings.Contains(c, "favicon") {
				t.Errorf("%s: the browser says: %s", base, c)
			}
		}
	}
}
