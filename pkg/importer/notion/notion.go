// Package notion reads Notion's exports: "Markdown & CSV" and "HTML", as the archives that were
// downloaded, with the parts that are archives inside them, or as folders that were unpacked.
//
// Pages, databases and links are known by the 32 hexadecimal digits that Notion gives to each
// page, wherever they stand, and by nothing that depends on the workspace's language.
package notion

import (
	"context"
	"fmt"
	"path"
	"regexp"
	"strings"

	"memopress/pkg/importer"
)

// Importer reads Notion's exports. The zero value is ready to use.
type Importer struct{}

// Format names the app.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "notion", Title: "Notion", Korean: "노션", Accepts: []string{"zip (Markdown & CSV or HTML)", "folder", "md", "html"},
		HowTo: importer.HowTo{
			English: "Settings › Workspace › Export all content, as HTML (it keeps toggles, columns, colours and types) or as Markdown & CSV; give all parts at once and do not unpack them. Comments and page dates are not in an export, unless a database has the properties Created time and Last edited time.",
			Korean:  "설정 › 워크스페이스 › 모든 콘텐츠 내보내기에서 HTML(토글, 열, 색, 속성의 종류가 남는다)이나 Markdown & CSV를 고르고, 나뉜 파일은 풀지 말고 모두 함께 준다. 댓글과 페이지의 날짜는 내보내지지 않는다. 데이터베이스의 생성 일시와 최종 편집 일시 속성만 남는다.",
		}}
}

// pageInHTML matches what every page of an HTML export begins with, whatever its file is called.
var pageInHTML = regexp.MustCompile(`<(?:article|div) id="[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}" class="page\b`)

// Detect counts the files that are named by Notion's identifiers, looks for archives that are
// parts of an export, and, where no name helps, into the first HTML files.
func (Importer) Detect(src *importer.Source) importer.Match {
	const looks = 5 // HTML files that are looked into
	named, others, looked := 0, 0, 0
	example, inside := "", ""
	for _, f := range src.Files() {
		ext := strings.ToLower(path.Ext(f.Path))
		_, isPart := partOf(f.Path)
		switch {
		case strings.Contains(f.Path, ".obsidian/"):
			return importer.Match{}
		case isPart:
			return importer.Match{Score: 95, Reason: "a part of a Notion export: " + f.Path}
		case ext != ".md" && ext != ".html" && ext != ".csv":
		case nameOf(f.Path).id != "" && nameOf(f.Path).title != "":
			named++
			example = f.Path
		case path.Base(f.Path) == "index.html":
		case ext == ".html" && looked < looks && inside == "":
			looked++
			if head, err := f.Head(128 << 10); err == nil && pageInHTML.Match(head) {
				inside = f.Path
				continue
			}
			others++
		default:
			others++
		}
	}
	switch {
	case named > others:
		return importer.Match{Score: 95, Reason: fmt.Sprintf("%d files named by identifiers of Notion, such as %s", named, example)}
	case inside != "":
		return importer.Match{Score: 90, Reason: "a page of Notion's HTML export: " + inside}
	case named > 0:
		return importer.Match{Score: 18, Reason: fmt.Sprintf("%d of %d files are named by identifiers of Notion", named, named+others)}
	}
	return importer.Match{}
}

// Import sends everything in src to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	e := newExport(src, opts, sink)
	e.collect()
	if err := e.read(ctx); err != nil {
		return err
	}
	e.choose()
	e.fillDatabases()
	if err := e.connect(ctx); err != nil {
		return err
	}
	return e.send(ctx)
}
