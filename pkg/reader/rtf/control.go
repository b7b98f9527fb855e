package rtf

import (
	"strings"

	"memopress/pkg/internal/office"
	"memopress/pkg/note"
)

// signs are control words and symbols that stand for text.
var signs = map[string]string{"tab": "\t", "emdash": "—", "endash": "–", "emspace": "\u2003", "enspace": "\u2002", "qmspace": " ", "bullet": "•", "lquote": "‘", "rquote": "’",
	"ldblquote": "“", "rdblquote": "”", "~": "\u00a0", "_": "\u2011", "-": "\u00ad", "zwj": "\u200d", "zwnj": "\u200c"}

// skipped are destinations of no use for notes.
var skipped = map[string]bool{"header": true, "headerl": true, "headerr": true, "headerf": true, "footer": true, "footerl": true, "footerr": true, "footerf": true, "nonshppict": true,
	"ftnsep": true, "ftnsepc": true, "aftnsep": true, "aftnsepc": true, "ftncn": true, "aftncn": true, "xe": true, "tc": true, "rxe": true, "listname": true, "leveltext": true,
	"levelnumbers": true, "blipuid": true, "blipuid2": true, "private": true, "revtbl": true, "rsidtbl": true, "userprops": true, "xmlnstbl": true, "generator": true, "datafield": true,
	"themedata": true, "colorschememapping": true, "latentstyles": true, "datastore": true, "pgdsctbl": true, "mmathPr": true, "mmathPict": true, "objdata": true, "objclass": true, "falt": true, "panose": true}

// control does what a control word says.
func (r *reader) control(w string, v int, has bool) {
	n := &r.now
	if w == "*" {
		n.star = true
		return
	}
	star := n.star
	n.star = false
	if w == "u" {
		r.unicode(v)
		r.toSkip = n.skipAfter
		return
	}
	if w == "uc" {
		n.skipAfter = max(0, min(v, 100))
		return
	}
	r.endSurrogate()
	if n.dest == skip {
		return
	}
	if r.destination(w) {
		return
	}
	if n.math && w[0] == 'm' && !strings.HasSuffix(w, "Pr") && !skipped[w] {
		return // a part of a formula: its letters are kept
	}
	if star && n.dest == tables && r.reading.kind == "style" && w == "cs" {
		star = false
	}
	if star || skipped[w] || n.math && w[0] == 'm' {
		n.dest = skip
		return
	}
	on := !has || v != 0
	switch n.dest {
	case tables:
		r.reading.word(r, w, v)
		return
	case pixels:
		n.picture.word(w, v)
		return
	case collect, silent:
		if s := signs[w]; s != "" && n.dest == collect {
			n.pending.text.WriteString(s)
		}
		switch w {
		case "pnlvlblt":
			n.para.old = 'b'
		case "pnlvlbody", "pnlvl", "pnlvlcont":
			n.para.old = 'n'
		}
		if w == "ffres" || w == "ffdefres" || w == "fftype" {
			r.formWord(w, v)
		}
		return
	}
	switch {
	case signs[w] != "":
		r.text(signs[w])
	case r.character(w, v, on):
	case r.paragraphWord(w, v):
	default:
		r.tableWord(w, v)
	}
}

// character does what a word says about the look of letters.
func (r *reader) character(w string, v int, on bool) bool {
	n := &r.now
	f := &n.format
	switch w {
	case "plain":
		*f, n.hidden, n.deleted, n.font = office.Format{}, false, false, r.fallback
	case "b":
		f.Bold = on
	case "i":
		f.Italic = on
	case "dbch":
		n.east = true
	case "rtlch", "ltrch", "loch", "hich":
		n.east = false
	case "ab":
		f.Bold = f.Bold || on && n.east
	case "ai":
		f.Italic = f.Italic || on && n.east
	case "ul", "uld", "uldash", "uldashd", "uldb", "ulth", "ulw", "ulwave":
		f.Underline = on
	case "ulnone":
		f.Underline = false
	case "strike", "striked":
		f.Strike = on
	case "super":
		f.Super, f.Sub = on, false
	case "sub":
		f.Sub, f.Super = on, false
	case "nosupersub":
		f.Sub, f.Super = false, false
	case "v":
		n.hidden = on
	case "deleted":
		n.deleted = on
	case "f":
		n.font = v
	case "cs":
		f.Code = office.IsCode(r.styles[v+charStyles].name)
	case "cf":
		f.Color = office.Color(r.color(v))
	case "highlight", "cb", "chcbpat":
		f.Highlight = ""
		if c := r.color(v); c != "" && c != "ffffff" && v > 0 {
			f.Highlight = strings.Replace("#"+c, "#ffff00", "yellow", 1)
		}
	case "deff":
		r.fallback, n.font = v, v
	case "ansicpg":
		if pages[v] != nil {
			r.page = v
		}
	case "mac":
		r.page = 10000
	case "pc":
		r.page = 437
	case "pca":
		r.page = 850
	default:
		return false
	}
	return true
}

func (r *reader) color(i int) string {
	if i < 0 || i >= len(r.colors) {
		return ""
	}
	return r.colors[i]
}

// paragraphWord does what a word says about a paragraph.
func (r *reader) paragraphWord(w string, v int) bool {
	p := &r.now.para
	switch w {
	case "pard":
		*p = paragraph{mark: p.mark}
	case "par", "sect":
		r.paragraph()
	case "line", "lbr":
		r.put(&note.Break{Hard: true})
	case "s":
		p.style = v
	case "outlinelevel":
		p.outline = v + 1
		if v < 0 || v > 8 {
			p.outline = -1
		}
	case "ls":
		p.list = v
	case "ilvl":
		p.level = v
	case "intbl":
		p.table = max(p.table, 1)
	case "itap":
		p.table = max(0, min(v, maxNesting))
	case "brdrb":
		p.border = true
	case "qc":
		p.align = note.AlignCenter
	case "qr":
		p.align = note.AlignRight
	case "ql", "qj":
		p.align = note.AlignNone
	default:
		return false
	}
	return true
}

// tableWord does what a word says about a table.
func (r *reader) tableWord(w string, v int) {
	c := r.top()
	switch w {
	case "trowd":
		c.defs, c.def, c.header = nil, cellDef{}, false
	case "trhdr":
		c.header = true
	case "clmgf":
		c.def.mergeFirst = true
	case "clmrg":
		c.def.merged = true
	case "clvmgf":
		c.def.downFirst = true
	case "clvmrg":
		c.def.downMerged = true
	case "cellx":
		if len(c.defs) < maxColumns {
			c.def.right = v
			c.defs = append(c.defs, c.def)
		}
		c.def = cellDef{}
	case "cell":
		r.cell(1)
	case "nestcell":
		r.cell(max(2, r.now.para.table))
	case "row":
		r.row(1)
	case "nestrow":
		r.row(max(2, len(c.grids)))
	}
}

// destination makes the current group what its first word says. It reports false for words that
// begin no destination that is read.
func (r *reader) destination(w string) bool {
	n := &r.now
	switch w {
	case "fonttbl":
		r.beginTable("font")
	case "colortbl":
		r.beginTable("color")
	case "stylesheet":
		r.beginTable("style")
	case "listtable":
		r.beginTable("list")
	case "listoverridetable":
		r.beginTable("override")
	case "info", "upr", "ud":
		if w == "info" {
			n.dest = silent
		}
	case "title", "subject", "author", "operator", "keywords", "doccomm":
		if n.dest == silent || n.dest == collect {
			r.begin(func(text string) { r.property(w, text) })
			return true
		}
		return false
	case "creatim", "revtim":
		n.dest = tables
		r.reading = definition{kind: w, depth: len(r.stack), words: map[string]int{}}
		words := r.reading.words
		n.pending = &capture{done: func(string) {
			if t := r.timeOf(words); w == "creatim" {
				r.doc.Created = t
			} else {
				r.doc.Updated = t
			}
		}}
	case "pict":
		n.dest, n.picture = pixels, &picture{}
	case "shppict", "moMath", "moMathPara", "shpinst", "shprslt", "result", "object", "shp", "mmath":
		switch w {
		case "moMath":
			r.lost["formula kept as text"]++
			n.math = true
		case "shpinst":
			n.dest = silent
		case "shprslt":
			n.dest = skip // repeats the shape for old programs
		}
	case "sp", "picprop":
		n.dest = silent
	case "sn", "sv":
		r.shapeProperty(w)
	case "shptxt":
		r.enter(func(blocks []note.Block) { c := r.top(); c.after = append(c.after, blocks...) })
	case "footnote":
		if n.dest != body {
			return false
		}
		r.footnote()
	case "annotation":
		r.lost["comment"]++
		n.dest = skip
	case "field":
		n.field = &field{from: len(r.top().spans), context: r.top()}
	case "fldinst":
		if f := r.field(); f != nil {
			r.begin(func(text string) { f.code += text })
		}
	case "fldrslt":
		if f := r.field(); f != nil {
			f.from, f.context = len(r.top().spans), r.top()
		}
	case "formfield":
		n.dest = silent
	case "bkmkstart":
		r.begin(r.bookmark)
	case "bkmkend", "atnid", "atnauthor", "atrfstart", "atrfend", "atnref", "atndate":
		n.dest = skip
	case "listtext", "pntext":
		r.begin(func(text string) { r.now.para.mark = text })
	case "pn":
		n.dest = silent
	case "nesttableprops":
	case "nonesttables":
		n.dest = skip
	default:
		return false
	}
	return true
}

func (r *reader) property(name, text string) {
	text = office.OneLine(text)
	switch name {
	case "title":
		r.doc.Title = text
	case "subject", "doccomm":
		r.doc.Subject = text
	case "author":
		r.doc.Author = text
	case "operator":
		r.doc.Editor = text
	case "keywords":
		r.doc.Keywords = office.Words(text)
	}
}
