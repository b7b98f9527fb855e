package kakaotalk

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// A message is one message of a chat. Its time is what the clock on the wall showed, as if that
// were UTC.
type message struct {
	at      time.Time
	sender  string
	text    string
	notice  bool
	line    int  // in its file, from 1
	file    int  // index of its file
	seconds bool // at is exact to the second
}

func splitLines(s string) []string {
	return strings.Split(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"), "\n")
}

// A candidate is a line that may open a message.
type candidate struct {
	head
	line int // index
	at   time.Time
	true bool
}

// parseText reads the text of Windows, Android and iOS. before are the lines that stand before
// the first message and are not those of every export: in a later part they go on with the last
// message of the part before.
func parseText(text string) (title string, messages []message, before []string) {
	lines := splitLines(text)
	heads := make([]head, len(lines))
	var count [timed + 1]int
	for i, l := range lines {
		heads[i] = parseHead(l)
		count[heads[i].kind]++
	}
	layout := bracketed
	for _, k := range []kind{dated, timed} {
		if count[k] > count[layout] {
			layout = k
		}
	}
	days := dayLines(lines, layout)
	candidates := listCandidates(heads, days, layout)
	choose(candidates)
	opens := make(map[int]candidate, len(candidates))
	for _, c := range candidates {
		if c.true {
			opens[c.line] = c
		}
	}
	skip := decorations(lines, days, opens, layout)
	for i, l := range lines {
		c, ok := opens[i]
		switch {
		case ok:
			messages = append(messages, message{at: c.at, sender: clean(c.sender), text: c.text, notice: c.notice, line: i + 1})
		case skip[i]:
		case len(messages) > 0:
			last := &messages[len(messages)-1]
			last.text += "\n" + l
		case i < 5 && titleOf(l) != "":
			title = cmp.Or(title, titleOf(l))
		case i < 5 && savedLine.MatchString(l):
		case strings.TrimSpace(l) != "" || len(before) > 0:
			before = append(before, l)
		}
	}
	return title, messages, before
}

// dayLines returns the days that begin, by the index of their line. Days only follow each other;
// a line that says otherwise is part of a message.
func dayLines(lines []string, layout kind) map[int]time.Time {
	var at []int
	var days []int64
	for i, l := range lines {
		t, ok := dayOf(l)
		if ok && (layout != bracketed) == !strings.HasPrefix(l, "-----") {
			at, days = append(at, i), append(days, t.Unix())
		}
	}
	keep := ascending(days)
	out := map[int]time.Time{}
	for i, line := range at {
		if keep[i] {
			out[line] = time.Unix(days[i], 0).UTC()
		}
	}
	return out
}

func listCandidates(heads []head, days map[int]time.Time, layout kind) []candidate {
	var out []candidate
	var day time.Time
	for i, h := range heads {
		if d, ok := days[i]; ok {
			day = d
		}
		if h.kind != layout {
			continue
		}
		if layout == dated {
			day = h.day
		}
		if day.IsZero() {
			continue
		}
		out = append(out, candidate{head: h, line: i, at: day.Add(time.Duration(h.minute) * time.Minute), true: true})
	}
	return out
}

// choose finds the candidates that open messages. Others are lines of a message: somebody wrote
// or pasted what looks like the beginning of one. Messages follow each other in time, and in the
// chat with oneself there is one sender; both give such lines away.
func choose(candidates []candidate) {
	leaveOutPastes(candidates)
	count := map[string]int{}
	main := ""
	for _, c := range candidates {
		if c.true && !c.notice {
			if count[c.sender]++; count[c.sender] > count[main] {
				main = c.sender
			}
		}
	}
	var own []int
	var times []int64
	for i, c := range candidates {
		if c.true && c.sender == main {
			own, times = append(own, i), append(times, c.at.Unix())
		}
	}
	for i, keep := range ascending(times) {
		candidates[own[i]].true = keep
	}
	others := leaveOutMisplaced(candidates, main)
	if others > 0 && others*20 <= count[main] {
		for i := range candidates {
			candidates[i].true = candidates[i].true && (candidates[i].sender == main || candidates[i].notice)
		}
	}
}

// leaveOutPastes looks for messages that begin with what another chat's message begins with: all
// that was pasted with it is older.
func leaveOutPastes(candidates []candidate) {
	paste := -1
	for i, c := range candidates {
		if paste >= 0 {
			p := candidates[paste]
			if c.at.Before(p.at) || c.at.Equal(p.at) && c.sender != p.sender {
				candidates[i].true = false
				continue
			}
			paste = -1
		}
		if parseHead(c.text).kind != plain {
			paste = i
		}
	}
}

// leaveOutMisplaced leaves out what others wrote at a time that does not fit between the
// messages of main around it, and returns how many are left.
func leaveOutMisplaced(candidates []candidate, main string) int {
	next := make([]int64, len(candidates))
	latest := int64(1) << 62
	for i := len(candidates) - 1; i >= 0; i-- {
		next[i] = latest
		if candidates[i].true && candidates[i].sender == main {
			latest = candidates[i].at.Unix()
		}
	}
	others, last := 0, int64(-1)<<62
	for i := range candidates {
		c := &candidates[i]
		if !c.true {
			continue
		}
		if c.sender != main && (c.at.Unix() < last || c.at.Unix() > next[i]) {
			c.true = false
			continue
		}
		last = c.at.Unix()
		if c.sender != main && !c.notice {
			others++
		}
	}
	return others
}

// decorations returns the lines that only say which day or minute begins, and the empty lines
// above them.
func decorations(lines []string, days map[int]time.Time, opens map[int]candidate, layout kind) map[int]bool {
	skip := map[int]bool{}
	var next candidate // the message that begins below
	for i := len(lines) - 1; i >= 0; i-- {
		if c, ok := opens[i]; ok {
			next = c
			continue
		}
		day, ok := days[i]
		if !ok {
			if day, ok = stampOf(lines[i]); ok && (layout != dated || next.line != nextLine(lines, i)) {
				ok = false
			}
		}
		// In layouts that state the day with every message, a day that no message follows was
		// written by somebody.
		if !ok || layout == dated && (next.at.IsZero() || !sameDay(next.at, day)) {
			continue
		}
		skip[i] = true
		for j := i - 1; j >= 0 && strings.TrimSpace(lines[j]) == ""; j-- {
			skip[j] = true
		}
	}
	return skip
}

// nextLine returns the index of the next line that is not empty.
func nextLine(lines []string, i int) int {
	for i++; i < len(lines) && strings.TrimSpace(lines[i]) == ""; i++ {
	}
	return i
}

func sameDay(a, b time.Time) bool { return a.Format(time.DateOnly) == b.Format(time.DateOnly) }

// ascending marks the members of a longest run of values, in their order, that never goes back.
// Of several it takes one whose members come early.
func ascending(values []int64) []bool {
	var tails []int // index of the value that begins the best run of each length, seen from the end
	after := make([]int, len(values))
	for i := len(values) - 1; i >= 0; i-- {
		// Longer runs begin with smaller values: find the longest that this value may begin.
		n, _ := slices.BinarySearchFunc(tails, values[i], func(t int, v int64) int {
			if values[t] >= v {
				return -1
			}
			return 1
		})
		after[i] = -1
		if n > 0 {
			after[i] = tails[n-1]
		}
		if n == len(tails) {
			tails = append(tails, i)
		} else {
			tails[n] = i
		}
	}
	keep := make([]bool, len(values))
	if len(tails) > 0 {
		for i := tails[len(tails)-1]; i >= 0; i = after[i] {
			keep[i] = true
		}
	}
	return keep
}
