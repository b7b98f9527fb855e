package keep

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

const scanned = `{"color":"RED","isTrashed":false,"isPinned":true,"isArchived":false,"title":"장보기 \"둘\"","textContent":"우유\n빵 \ud83c\udf5e \/",
	"textContentHtml":"\u003cp\u003e우유\u003c/p\u003e","listContent":[{"textHtml":"\u003cp\u003e","text":"a","isChecked":true},{}],"attachments":[{"filePath":"a.png","mimetype":"image/png"}],
	"labels":[{"name":"집"}],"annotations":[{"description":"","source":"WEBLINK","title":"t","url":"https://example.org"}],"sharees":[{"isOwner":true,"email":"a@example.org","n":[1,null,{"x":[]}]}],
	"userEditedTimestampUsec":1690000000000000,"createdTimestampUsec" : 0}` + "\n"

// TestScan holds the one pass against encoding/json: what it takes, that takes too, and to the
// same note.
func TestScan(t *testing.T) {
	taken := 0
	try := func(data string) {
		t.Helper()
		rec, ok := scan([]byte(data))
		if !ok {
			return
		}
		taken++
		var want record
		if err := checkKeys([]byte(data)); err != nil {
			t.Fatalf("%s: %v", data, err)
		}
		if !looksLikeNote([]byte(data)) {
			t.Fatalf("%s: no note", data)
		}
		if err := json.Unmarshal([]byte(data), &want); err != nil {
			t.Fatalf("%s: %v", data, err)
		}
		if !reflect.DeepEqual(rec, want) {
			t.Fatalf("%s:\n%+v\nwant\n%+v", data, rec, want)
		}
	}
	if try(scanned); taken == 0 {
		t.Error("an ordinary note is not read in one pass")
	}
	for i := range scanned {
		try(scanned[:i])
		if scanned[i] < 0x80 {
			try(scanned[:i] + scanned[i+1:])
		}
	}
	for _, data := range []string{
		`{"isTrashed":true,"isTrashed":false,"createdTimestampUsec":1}`, `{"isTrashed":true,"IsTrashed":false,"createdTimestampUsec":1}`,
		`{"isTrashed":true,"\u0069sTrashed":false,"createdTimestampUsec":1}`, `{"isTrashed":true,"iſTrashed":false,"createdTimestampUsec":1}`,
		`{"title":"\ud83c","isTrashed":true,"createdTimestampUsec":1}`, `{"title":1,"isTrashed":true,"createdTimestampUsec":1}`,
		`{"title":"a","isTrashed":true}`, `{"title":"a","createdTimestampUsec":1}`, `[]`, ``, `{"isTrashed":true,"createdTimestampUsec":1} {}`,
		"{\"isTrashed\":true,\"createdTimestampUsec\":1,\"title\":\"\x01\"}",
	} {
		if _, ok := scan([]byte(data)); ok {
			t.Errorf("%s is read in one pass", data)
		}
	}
	parts := []string{`"isTrashed":true,`, `"createdTimestampUsec":5,`, `"createdTimestampUsec":"5",`, `"title":"우유\n",`, `"TITLE":"a",`, `"labels":[{"name":"a","Name":"b"}],`, `"labels":[`, `]`, `{`, `}`,
		`"x":`, `-1.5e3,`, `0,`, `01,`, `null,`, `"listContent":[],`, `"listContent":null,`, `"y":[[{"title":1}]],`, `"a\u0062":1,`, `"z":"\q",`, `"z":"\ud800\udc00",`, `"z":"\ud800\u0041",`, ` `, `"`, `,`}
	r := rand.New(rand.NewPCG(3, 4))
	for range 200_000 {
		var sb strings.Builder
		sb.WriteString(`{`)
		for range r.IntN(7) {
			sb.WriteString(parts[r.IntN(len(parts))])
		}
		try(strings.TrimSuffix(sb.String(), ",") + `}`)
	}
	if taken < 500 {
		t.Errorf("only %d texts were read in one pass", taken)
	}
}
