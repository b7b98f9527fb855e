package samsungnotes_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"
	"time"
)

// picture is a PNG of a hill under a sky.
func picture(t testing.TB) string {
	m := image.NewPaletted(image.Rect(0, 0, 96, 60), color.Palette{color.RGBA{170, 210, 240, 255}, color.RGBA{90, 150, 90, 255}})
	for x := range 96 {
		for y := 20 + (x-48)*(x-48)/80; y < 60; y++ {
			m.SetColorIndex(x, y, 1)
		}
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, m); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// example is a folder of three notes and a text, as Samsung Notes saves them.
func example(t testing.TB) map[string]string {
	hill := rich{text: "일요일 아침, 북쪽 길로 오른다. 지도는 https://example.org/hill 에 있다.\n\n챙길 것\n물\n귤 여섯 개\n껍질 봉투\n\ufffc\n두 시 전에 내려온다."}
	hill.on("북쪽 길", 5, u8(1))
	hill.on("두 시 전", 17, u32(0xFFFFE97F))
	hill.on("챙길 것", 7, join(u8(1), zero(7)))
	hill.line(5, 3, 6, 2, 0)
	hill.line(5, 3, 4, 2, 1)
	hill.line(2, 5, 6, 1, 0)
	hill.objects = [][]byte{pictureObject(1, 0)}

	rice := rich{text: "Rinse the rice three times.\nSoak for 30 minutes\nCook on high, then on low\nRest with the lid on\nNot brown rice: that soaks overnight."}
	rice.on("30 minutes", 5, u8(1))
	rice.on("brown", 6, u8(1))
	rice.line(5, 1, 4, 4, 0)

	at := time.Date(2026, 5, 3, 7, 30, 0, 0, time.UTC)
	house := [][]byte{
		pageObject(1, ink([2]float64{60, 140}, [2]float64{60, 60}, [2]float64{110, 20}, [2]float64{160, 60}, [2]float64{160, 140}, [2]float64{60, 140})),
		pageObject(1, ink([2]float64{95, 140}, [2]float64{95, 100}, [2]float64{120, 100}, [2]float64{120, 140})),
	}
	return map[string]string{
		"뒷산 산책_260503_163000.sdocx": memo{id: "5b1f6c1e-0000-4000-8000-000000000001", title: rich{text: "뒷산 산책"}, body: hill, created: at,
			media: []file{{1, 1, "1@hill.png", picture(t)}}, pages: []paper{{tags: []string{"산책"}}}, tail: true}.bytes(t),
		"Rice_260503_163010.sdocx": memo{id: "5b1f6c1e-0000-4000-8000-000000000002", title: rich{text: "Rice for two"}, body: rice, created: at.Add(48 * time.Hour),
			pages: []paper{{tags: []string{"kitchen"}}}, tail: true}.bytes(t),
		"작은 집_260503_163020.sdocx": memo{id: "5b1f6c1e-0000-4000-8000-000000000003", title: rich{text: "작은 집 A small house"}, body: rich{text: "\n\n"}, created: at.Add(72 * time.Hour),
			pages: []paper{{objects: append(house, pageObject(2, rich{text: "문은 오른쪽에. Door on the right."}.shape(0, 200)))}}, tail: true}.bytes(t),
		"한 줄_260503_163030.txt": "생각난 것\n창문을 먼저 그린다.\n",
	}
}
