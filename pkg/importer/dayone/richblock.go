package dayone

import (
	"strings"

	"memopress/pkg/note"
)

// maxIndent is how deep a list may nest.
const maxIndent = 30

// blocksOf turns lines into blocks: lines with nothing between them are one paragraph.
func blocksOf(lines []*line) []note.Block {
	var out []note.Block
	var pending []note.Inline
	flush := func() {
		if len(pending) > 0 {
			out = append(out, &note.Paragraph{Inlines: pending})
			pending = nil
		}
	}
	for i := 0; i < len(lines); {
		l := lines[i]
		n := 1
		switch {
		case bool(l.Quote):
			n = span(lines[i:], func(l *line) bool { return bool(l.Quote) })
			flush()
			for _, q := range lines[i : i+n] {
				q.Quote = false
			}
			out = append(out, &note.Quote{Blocks: blocksOf(lines[i : i+n])})
		case bool(l.Code):
			n = span(lines[i:], func(l *line) bool { return bool(l.Code) })
			flush()
			out = append(out, codeOf(lines[i:i+n]))
		case isList(l):
			n = span(lines[i:], isList)
			flush()
			out = append(out, lists(lines[i:i+n])...)
		case l.Header > 0 && len(l.inlines) > 0:
			flush()
			out = append(append(out, &note.Heading{Level: min(l.Header, 6), Inlines: l.inlines}), l.objects...)
		default:
			if len(l.inlines) == 0 || len(pending) > 0 && len(l.objects) > 0 {
				flush()
			}
			if len(pending) > 0 {
				pending = append(pending, &note.Break{Hard: true})
			}
			pending = append(pending, l.inlines...)
			if len(l.objects) > 0 {
				flush()
				out = append(out, l.objects...)
			}
		}
		i += n
	}
	flush()
	return out
}

// span returns how many of the first lines are alike.
func span(lines []*line, alike func(*line) bool) int {
	n := 1
	for n < len(lines) && alike(lines[n]) {
		n++
	}
	return n
}

func isList(l *line) bool { return l.List != "" && l.List != "none" }

func codeOf(lines []*line) note.Block {
	var sb strings.Builder
	for _, l := range lines {
		sb.WriteString(l.plain.String())
		sb.WriteByte('\n')
	}
	return &note.Code{Text: strings.TrimRight(sb.String(), "\n") + "\n"}
}

// lists turns lines of lists into lists that nest by their indent.
func lists(lines []*line) []note.Block {
	var out []note.Block
	var stack []*note.List // the open list of each depth
	var styles []string
	base := lines[0].Indent // versions count from 0 and from 1
	for _, l := range lines {
		base = min(base, l.Indent)
	}
	for _, l := range lines {
		depth := min(l.Indent-base, maxIndent, len(stack))
		stack, styles = stack[:min(depth+1, len(stack))], styles[:min(depth+1, len(styles))]
		if len(stack) == depth+1 && styles[depth] != l.List {
			stack, styles = stack[:depth], styles[:depth]
		}
		if len(stack) == depth {
			list := &note.List{Ordered: strings.HasPrefix(l.List, "number"), Tight: true}
			if list.Ordered {
				list.Start = 1
			}
			if depth == 0 {
				out = append(out, list)
			} else {
				parent := stack[depth-1]
				last := &parent.Items[len(parent.Items)-1]
				last.Blocks = append(last.Blocks, list)
			}
			stack, styles = append(stack, list), append(styles, l.List)
		}
		item := note.ListItem{}
		if len(l.inlines) > 0 {
			item.Blocks = append(item.Blocks, &note.Paragraph{Inlines: l.inlines})
		}
		item.Blocks = append(item.Blocks, l.objects...)
		if strings.HasPrefix(l.List, "check") {
			if item.Task = ' '; bool(l.Checked) {
				item.Task = 'x'
			}
		}
		stack[depth].Items = append(stack[depth].Items, item)
	}
	return out
}
