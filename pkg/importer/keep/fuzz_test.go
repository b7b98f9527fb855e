package keep_test

import (
	"testing"

	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/keep"
)

// Whatever a JSON file holds, it becomes one note or one failure.
func FuzzNote(f *testing.F) {
	f.Add([]byte(`{"isTrashed":false,"textContent":"우유 #장보기","title":"","createdTimestampUsec":1690000000000000}`))
	f.Add([]byte(`{"listContent":[{"text":"a","textHtml":"<p>a","isChecked":true}],"labels":[{"name":"#a / b"}],"userEditedTimestampUsec":"0","attachments":[{"filePath":"../x"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) { importertest.One(t, keep.Importer{}, "메모.json", data) })
}
