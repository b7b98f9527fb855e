package onenote

import (
	"bytes"
	"encoding/binary"
	"image"
	palette "image/color"
	"image/png"
	"time"
	"unicode/utf16"

	"memopress/pkg/importer/onenote/store"
	. "memopress/pkg/importer/onenote/storetest"
)

// A builder makes pages for tests and for the example, with object spaces that have numbers.
type builder struct{ spaces uint32 }

func (b *builder) space(roots map[uint32]*Object) *Space {
	b.spaces++
	return &Space{ID: store.ID{GUID: Identifier(b.spaces), N: 1}, Roots: roots}
}

// written is when the pages of the samples were written.
var written = time.Date(2024, 3, 1, 9, 30, 0, 0, time.UTC)

func fileTimeOf(t time.Time) uint64 { return uint64(t.Unix()+11_644_473_600) * 10_000_000 }

func secondsOf(t time.Time) uint32 {
	return uint32(t.Unix() - time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC).Unix())
}

// A sheet is a page to be written.
type sheet struct {
	title   string
	number  uint32 // of its GUID
	level   uint32
	deleted bool
	body    []*Object
	props   []Prop // of the page itself
	space   *Space
	meta    []Prop // more of its metadata
}

func (s *sheet) metadata() *Object {
	props := []Prop{Text(propTitle, s.title), GUID(propGUID, Identifier(s.number)), U32(propLevel, max(s.level, 1)),
		U64(propCreated, fileTimeOf(written.Add(time.Duration(s.number)*time.Hour)))}
	if s.deleted {
		props = append(props, Bytes(propDeleted, []byte{1}))
	}
	return &Object{Type: typePageMetadata, Props: append(props, s.meta...)}
}

// page writes the sheet as an object space.
func (b *builder) page(s *sheet) *Space {
	author := &Object{Type: 0x120001, Props: []Prop{Text(propAuthorName, "김하늘")}}
	title := outline(line(text(s.title)))
	title.Props[0] = Refs(propChildren, &Object{Type: typeElement, Props: []Prop{Refs(propAuthorFirst, author), Refs(propContent, text(s.title))}})
	page := &Object{Type: typePage, Props: append([]Prop{Refs(propStructure, &Object{Type: typeTitle, Props: []Prop{Refs(propChildren, title)}}), Refs(propChildren, s.body...)}, s.props...)}
	s.space = b.space(map[uint32]*Object{
		store.ContentRoot:  {Type: 0x60037, Props: []Prop{Refs(propContent, page)}},
		store.MetadataRoot: s.metadata(),
		versionRoot:        {Type: 0x20044, Props: []Prop{U64(propModified, fileTimeOf(written.Add(time.Duration(s.number)*2*time.Hour))), Refs(propAuthorLast, author)}},
	})
	return s.space
}

// section writes pages as a section; the first space of the result is the section's own.
func (b *builder) section(number uint32, sheets ...*sheet) []*Space {
	var series []*Object
	var all []*Space
	for _, s := range sheets {
		if s.space == nil {
			b.page(s)
		}
		all = append(all, s.space)
		series = append(series, &Object{Type: typePageSeries, Props: []Prop{Spaces(propPages, s.space), Refs(propPageMetadata, s.metadata())}})
	}
	root := b.space(map[uint32]*Object{store.ContentRoot: {Type: typeSection, Props: []Prop{GUID(propGUID, Identifier(number)), Refs(propChildren, series...)}}})
	return append([]*Space{root}, all...)
}

func outline(children ...*Object) *Object {
	return &Object{Type: typeOutline, Props: []Prop{Refs(propChildren, children...)}}
}

// at puts an outline or a picture at a place on the page.
func at(x, y float32, o *Object) *Object {
	o.Props = append(o.Props, Float(propHorizontal, x), Float(propVertical, y))
	return o
}

func line(content *Object, below ...*Object) *Object {
	return &Object{Type: typeElement, Props: []Prop{Refs(propContent, content), Refs(propChildren, below...)}}
}

// listed makes an element an item of a list with that marker; U+FFFD stands for a number.
func listed(marker string, e *Object) *Object {
	units := utf16.Encode([]rune(marker))
	format := binary.LittleEndian.AppendUint16(nil, uint16(len(units)))
	for _, u := range units {
		format = binary.LittleEndian.AppendUint16(format, u)
	}
	e.Props = append(e.Props, Refs(propListNodes, &Object{Type: 0x60012, Props: []Prop{Bytes(propListFormat, format)}}))
	return e
}

func text(s string, more ...Prop) *Object {
	return &Object{Type: typeText, Props: append([]Prop{Text(propText, s)}, more...)}
}

// A piece is a run of text with its properties, and the data beside it.
type piece struct {
	s     string
	style []Prop
	data  []Prop
}

// runs writes text in several formats.
func runs(pieces ...piece) *Object {
	all, ends, styles := "", []byte(nil), []*Object(nil)
	var data [][]Prop
	for i, p := range pieces {
		all += p.s
		if i < len(pieces)-1 {
			ends = binary.LittleEndian.AppendUint32(ends, uint32(len(utf16.Encode([]rune(all)))))
		}
		styles = append(styles, &Object{Type: 0x12004d, Props: p.style})
		data = append(data, p.data)
	}
	return text(all, Bytes(propRunEnds, ends), Refs(propRunStyles, styles...), Sets(propRunData, data...))
}

// link writes a link as OneNote does: its address in hidden text before its words.
func link(address, words string) []piece {
	return []piece{
		{s: "\ufddfHYPERLINK \"" + address + "\"", style: []Prop{Bool(propHyperlink, true), Bool(propHidden, true)}},
		{s: words, style: []Prop{Bool(propHyperlink, true)}},
	}
}

func styled(name string, o *Object) *Object {
	o.Props = append(o.Props, Refs(propStyle, &Object{Type: 0x12004d, Props: []Prop{Text(propStyleName, name)}}))
	return o
}

// tagged gives a text a tag.
func tag(o *Object, shape, kind, status uint16, label string) *Object {
	def := &Object{Type: 0x120043, Props: []Prop{U16(propTagShape, shape), U16(propTagType, kind), Text(propTagLabel, label)}}
	o.Props = append(o.Props, Sets(propTags, []Prop{Refs(propTagDefined, def), U16(propTagStatus, status)}))
	return o
}

func task(s string, done bool) *Object {
	status := uint16(0)
	if done {
		status = 1
	}
	return line(tag(text(s), 3, 99, status, "할 일"))
}

func table(rows ...[]*Object) *Object {
	t := &Object{Type: typeTable}
	var all []*Object
	for _, cells := range rows {
		row := &Object{Type: typeRow}
		for i, c := range cells {
			cells[i] = &Object{Type: typeCell, Props: []Prop{Refs(propChildren, c)}}
		}
		row.Props = []Prop{Refs(propChildren, cells...)}
		all = append(all, row)
	}
	t.Props = []Prop{Refs(propChildren, all...)}
	return t
}

func picture(name, alt string, data []byte) *Object {
	return &Object{Type: typeImage, Props: []Prop{Refs(propPicture, &Object{Type: 0x80039, File: data}), Text(propImageName, name), Text(propImageAlt, alt)}}
}

func embedded(name string, data []byte) *Object {
	return &Object{Type: typeFile, Props: []Prop{Refs(propFileContent, &Object{Type: typeFileContainer, File: data}), Text(propFileName, name)}}
}

// dot is a small picture.
func dot() []byte {
	m := image.NewPaletted(image.Rect(0, 0, 24, 16), palette.Palette{palette.White, palette.RGBA{0x80, 0x40, 0x90, 0xff}})
	for x := 4; x < 20; x++ {
		m.SetColorIndex(x, x/2, 1)
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, m); err != nil {
		panic(err)
	}
	return buf.Bytes()
}

// drawing writes strokes, each a list of x and y in hundredths of a millimetre.
func drawing(strokes ...[][2]int64) *Object {
	axis := func(id []byte) []byte { return append(append([]byte(nil), id...), make([]byte, 16)...) }
	pen := &Object{Type: 0x120048, Props: []Prop{Bytes(propInkAxes, append(axis(axisX), axis(axisY)...)), Float(propInkWidth, 70), U32(propInkColor, 0x903a20)}}
	var all []*Object
	for _, s := range strokes {
		path := signed(nil, int64(2*len(s)))
		for axis := range 2 {
			last := int64(0)
			for _, p := range s {
				path = signed(path, p[axis]-last)
				last = p[axis]
			}
		}
		all = append(all, &Object{Type: 0x20047, Props: []Prop{Bytes(propInkPath, path), Refs(propInkStyle, pen)}})
	}
	return &Object{Type: typeInk, Props: []Prop{Refs(propInkData, &Object{Type: 0x2003b, Props: []Prop{Refs(propInkStrokes, all...)}})}}
}

func signed(b []byte, v int64) []byte {
	if v < 0 {
		return binary.AppendUvarint(b, uint64(-v)<<1|1)
	}
	return binary.AppendUvarint(b, uint64(v)<<1)
}

// mathStyle and fraction make a formula of one fraction.
func fraction(above, below string) *Object {
	style := []Prop{Bool(propMath, true)}
	return runs(
		piece{s: "\ufdd0", style: style, data: []Prop{U32(propMathType, mathFraction)}},
		piece{s: above + "\ufdee" + below + "\ufdef", style: style},
	)
}
