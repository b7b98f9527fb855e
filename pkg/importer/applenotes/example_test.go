package applenotes_test

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"memopress/pkg/importer/applenotes"
	"memopress/pkg/importer/importertest"
)

const exampleFolder = "../../../examples/apple-notes"

func TestGolden(t *testing.T) { importertest.Golden(t, applenotes.Importer{}) }

// TestExample compares the example with what is built here; with -update it is written again.
func TestExample(t *testing.T) {
	files := example(t)
	if flag.Lookup("update").Value.String() == "true" {
		for name, data := range files {
			p := filepath.Join(exampleFolder, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(p, []byte(data), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	importertest.Run(t, applenotes.Importer{}, importertest.Fixture{Name: "example", Files: files})
	want := importertest.Dump(importertest.Result{Notes: importertest.Read(t, applenotes.Importer{}, importertest.Folder(t, files)).Notes})
	got := importertest.Dump(importertest.Result{Notes: importertest.Read(t, applenotes.Importer{}, exampleFolder).Notes})
	if want != got {
		t.Errorf("the example is not what is built here; run with -update\n%s", got)
	}
}

// picture is a PNG of one colour over another, like a sky over a sea.
func picture(t testing.TB, width, height int, above, below color.RGBA) string {
	m := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{above, below})
	for y := height * 3 / 5; y < height; y++ {
		for x := range width {
			m.SetColorIndex(x, y, 1)
		}
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, m); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// example is a made-up NoteStore.sqlite of iOS 17 with its folder Accounts.
func example(t testing.TB) map[string]string {
	b := newStore(t, newColumns)
	account := b.account("iCloud")
	in := func(r row) row { r["ZOWNER"] = account; return r }
	notes := b.folder("메모", 0, in(row{"ZIDENTIFIER": "DefaultFolder-CloudKit"}))
	travel := b.folder("여행", 0, in(row{}))
	jeju := b.folder("제주", 0, in(row{"ZPARENT": travel}))
	kitchen := b.folder("Kitchen", 0, in(row{}))
	trash := b.folder("최근 삭제된 항목", 1, in(row{"ZIDENTIFIER": "TrashFolder-CloudKit"}))
	b.folder("Tagged #여행", 3, in(row{"ZSMARTFOLDERQUERYJSON": `{"entity":"note","type":{"tag":"여행"}}`}))
	inline := func(name, kind, alt, token string) string {
		b.add(entInline, row{"ZIDENTIFIER": uuid(name), "ZTYPEUTI1": "com.apple.notes.inlinetextattachment." + kind, "ZALTTEXT": alt, "ZTOKENCONTENTIDENTIFIER": token})
		return uuid(name)
	}
	at := func(id, uti string) span { return s("\ufffc", attached(id, uti)) }
	sea := b.add(entMedia, row{"ZIDENTIFIER": uuid("sea medium"), "ZFILENAME": "협재 바다.png", "ZGENERATION1": "1_A"})
	b.add(entAttachment, row{"ZIDENTIFIER": uuid("sea"), "ZTYPEUTI": "public.png", "ZTITLE": "협재 바다", "ZMEDIA": sea})
	b.add(entAttachment, row{"ZIDENTIFIER": uuid("map"), "ZTYPEUTI": "com.apple.paper", "ZHANDWRITINGSUMMARY": "공항에서 협재까지", "ZFALLBACKIMAGEGENERATION": "1_B"})
	b.add(entAttachment, row{"ZIDENTIFIER": uuid("budget"), "ZTYPEUTI": "com.apple.notes.table", "ZMERGEABLEDATA1": tableOf(t, false, true,
		[]string{"항목", "Cost"}, []string{"비행기", "142,000"}, []string{"Bus pass", "12,000"})})
	scan := b.add(entAttachment, row{"ZIDENTIFIER": uuid("scan"), "ZTYPEUTI": "com.apple.notes.gallery", "ZTITLE": "Ticket", "ZMERGEABLEDATA1": galleryOf(t, uuid("page 2"), uuid("page 1"))})
	for _, page := range []string{"page 1", "page 2"} {
		b.add(entAttachment, row{"ZIDENTIFIER": uuid(page), "ZTYPEUTI": "public.jpeg", "ZTITLE": "Ticket, " + page, "ZPARENTATTACHMENT": scan})
	}
	b.add(entAttachment, row{"ZIDENTIFIER": uuid("card"), "ZTYPEUTI": "public.url", "ZTITLE": "Bus routes of the island", "ZURLSTRING": "https://example.org/bus"})
	tag := inline("tag", "hashtag", "#여행", "여행")
	toBread := inline("to bread", "link", "Seeded bread", "applenotes:note/"+uuid("Seeded bread")+"?ownerIdentifier=_example")
	toTrip := "applenotes:note/" + uuid("제주 이틀")

	b.note("제주 이틀", spansOf(t,
		s("제주 이틀 🍊\n", style(0)), s("비행기는 "), s("아침 7시", bold), s(" 출발. "), at(tag, "com.apple.notes.inlinetextattachment.hashtag"), s("\n\n"),
		s("챙길 것\n", style(1)),
		s("신분증\n", style(103, checked(1))), s("우산\n", style(103, checked(0))), s("작은 것\n", style(103, indent(1), checked(0))),
		s("Budget\n", style(2)), at(uuid("budget"), "com.apple.notes.table"), s("\n"),
		at(uuid("sea"), "public.png"), s("\n"),
		s("지난번에 들은 말: 바람은 오후에 분다.\n", style(-1, num(8, 1))),
		s("길\n", style(1)), s("한 번 갈아탄다.\u2028표는 앱에 있다.\n"), at(uuid("map"), "com.apple.paper"), s("\n"), at(uuid("card"), "public.url"), s("\n"),
		s("Bread for the road: "), at(toBread, "com.apple.notes.inlinetextattachment.link"),
	), row{"ZFOLDER": jeju, "ZISPINNED": 1, "ZCREATIONDATE1": 694224000.5, "ZMODIFICATIONDATE1": 700000000.25})
	b.note("Seeded bread", spansOf(t,
		s("Seeded bread\n", style(0)), s("Mix, wait, bake.\n"),
		s("500 g flour\n", style(100)), s("350 g water\n", style(100)), s("of which 50 g warm\n", style(100, indent(1))), s("씨앗 한 줌\n", style(101)),
		s("Fold\n", style(102)), s("Rest for "), s("12 hours", num(14, 3)), s(" in the cold\n", style(102)), s("Bake at 230 °C\n", style(102)),
		s("dough = flour * 1.7\n", style(4)), s("salt  = flour * 0.02\n", style(4)),
		s("Too "), s("dense", struck), s(" "), s("dark", italic), s("? See "), s("the trip", link(toTrip)), s(" and "), s("a longer recipe", link("https://example.org/bread")), s(".\n"),
		s("— 끝 —\n", style(-1, num(2, 1))),
	), row{"ZFOLDER": kitchen, "ZCREATIONDATE1": 690000000.0, "ZMODIFICATIONDATE1": 690003600.0})
	b.note("표 스캔", spansOf(t, s("표 스캔\n", style(0)), at(uuid("scan"), "com.apple.notes.gallery"), s("\nH"), s("2", num(8, -1&0xffffffff)), s("O, x"), s("2", num(8, 1)), s("\n")),
		row{"ZFOLDER": notes, "ZCREATIONDATE1": 695000000.0})
	b.note("지운 메모", spansOf(t, s("지운 메모\n", style(0)), s("버린 것")), row{"ZFOLDER": trash, "ZCREATIONDATE1": 680000000.0})

	blue, green, white, gray := color.RGBA{150, 200, 240, 255}, color.RGBA{60, 150, 140, 255}, color.RGBA{250, 250, 245, 255}, color.RGBA{200, 200, 195, 255}
	root := "Accounts/" + uuid("iCloud") + "/"
	return map[string]string{
		"NoteStore.sqlite": b.bytes(),
		root + "Media/" + uuid("sea medium") + "/1_A/협재 바다.png":           picture(t, 96, 60, blue, green),
		root + "FallbackImages/" + uuid("map") + "/1_B/FallbackImage.png": picture(t, 80, 40, white, gray),
		root + "Previews/" + uuid("page 1") + "-1-384x512-0.png":          picture(t, 48, 64, white, blue),
		root + "Previews/" + uuid("page 1") + "-1-96x128-0.png":           picture(t, 12, 16, white, blue),
		root + "Previews/" + uuid("page 2") + "-1-384x512-0.png":          picture(t, 48, 64, white, gray),
		root + "Previews/" + uuid("sea") + "-1-96x60-0.png":               picture(t, 24, 15, blue, green),
	}
}
