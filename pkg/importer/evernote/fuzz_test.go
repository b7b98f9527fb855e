package evernote

import (
	"testing"

	"memopress/pkg/importer/importertest"
)

// Whatever a file holds, it is accounted for.
func FuzzENEX(f *testing.F) {
	f.Add([]byte(begin + noteXML("제목", `<div><en-todo/>가]]<![CDATA[>]]></div>`, resourceXML("x", "<mime>a/b</mime>")) + end))
	f.Add([]byte("<en-export><note><content><![CDATA["))
	f.Add([]byte("<en-export><note></resource></note><note><task><title>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := importertest.Folder(t, map[string]string{"노트.enex": string(data)})
		importertest.AddsUp(t, dir, importertest.Read(t, Importer{}, dir))
	})
}

// Whatever stands in en-crypt, it is opened or stays as it is.
func FuzzDecrypt(f *testing.F) {
	f.Add("RU5DMA==", "x")
	f.Add("QUJDREVGR0g=", "나비")
	f.Fuzz(func(t *testing.T, text, password string) {
		if plain, err := decrypt(text, password); err == nil && plain == "" {
			t.Skip()
		}
	})
}
