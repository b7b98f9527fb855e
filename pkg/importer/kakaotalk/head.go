package kakaotalk

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A kind of line that opens a message. All messages of one file are of one kind.
type kind uint8

const (
	plain     kind = iota
	bracketed      // Windows: [이름] [오후 2:30] 글
	dated          // Android, iOS: 2024년 12월 9일 오후 2:30, 이름 : 글
	timed          // older iOS: 오후 2:30, 이름 : 글
)

// A head is what the first line of a message says.
type head struct {
	kind         kind
	day          time.Time // midnight UTC of the date that it states; zero for those that need a day line
	minute       int       // of the day
	sender, text string
	notice       bool // from the app, not from a person
}

const (
	koreanDay  = `(\d{4})(?:년|[.-])\s?(\d{1,2})(?:월|[.-])\s?(\d{1,2})(?:일|\.)?`
	englishDay = `([A-Z][a-z]{2,8})\.? (\d{1,2}), (\d{4})`
	clock      = `(?:(오전|오후)\s?)?(\d{1,2}):(\d{2})(?:[ \x{a0}\x{202f}]?([AaPp])\.?[Mm]\.?)?`
)

var (
	bracketedHead = regexp.MustCompile(`^\[(.*?)\] \[` + clock + `\](?: (.*))?$`)
	inlineHead    = regexp.MustCompile(`^(?:` + koreanDay + `\s|` + englishDay + `,?\s(?:at\s)?)?` + clock + `(,|:) (.*)$`)
	dashedDay     = regexp.MustCompile(`^-{5,} (.+?) -{5,}\s*$`)
	koreanDate    = regexp.MustCompile(`^` + koreanDay + `\s([월화수목금토일])요일$`)
	englishDate   = regexp.MustCompile(`^([A-Z][a-z]+day), ` + englishDay + `$`)
	dayAndClock   = regexp.MustCompile(`^(?:` + koreanDay + `\s|` + englishDay + `,?\s(?:at\s)?)` + clock + `$`)
	noticeEnd     = regexp.MustCompile(`(?:님이 .*(?:들어왔습니다|나갔습니다|초대했습니다|초대하였습니다|내보냈습니다|가렸습니다|공유했습니다|되었습니다)|남게 ?됩니다)\.?$| (?:invited .+|left|left this chatroom|joined|joined this chatroom)\s?\.$`)
)

// maxHead is how long the first line of a message is looked at, in bytes: names and times stand
// in front.
const maxHead = 64 << 10

// parseHead reads a line that may open a message.
func parseHead(l string) head {
	if l == "" || len(l) > maxHead {
		return head{}
	}
	if l[0] == '[' {
		m := bracketedHead.FindStringSubmatch(l)
		if m == nil {
			return head{}
		}
		minute, ok := minuteOf(m[2], m[3], m[4], m[5])
		if !ok || len(m[1]) > 400 {
			return head{}
		}
		return head{kind: bracketed, minute: minute, sender: m[1], text: m[6], notice: m[1] == ""}
	}
	if c := l[0]; (c < '0' || c > '9') && (c < 'A' || c > 'Z') && !strings.HasPrefix(l, "오") {
		return head{}
	}
	m := inlineHead.FindStringSubmatch(l)
	if m == nil {
		return head{}
	}
	minute, ok := minuteOf(m[7], m[8], m[9], m[10])
	h := head{kind: timed, minute: minute}
	if m[1] != "" || m[4] != "" {
		h.kind = dated
		h.day, ok = dateOf(m[1:7], ok)
	} else if m[7] == "" && m[10] == "" {
		return head{} // "12:30, …" alone is how people write, too
	}
	if !ok {
		return head{}
	}
	return h.split(m[11], m[12])
}

// split tells the sender from the text. What only the app says has no sender.
func (h head) split(comma, rest string) head {
	sender, text, found := strings.Cut(rest, " : ")
	if !found {
		sender, found = strings.CutSuffix(rest, " :")
	}
	switch {
	case comma == "," && found && len(sender) <= 400:
		h.sender, h.text, h.notice = strings.TrimSpace(sender), text, strings.TrimSpace(sender) == ""
		return h
	case noticeEnd.MatchString(rest):
		h.text, h.notice = rest, true
		return h
	}
	return head{}
}

// minuteOf returns the minute of the day. 오전 12:05 is five past midnight.
func minuteOf(korean, hour, minute, english string) (int, bool) {
	h, err := strconv.Atoi(hour)
	m, err2 := strconv.Atoi(minute)
	if err != nil || err2 != nil || m > 59 {
		return 0, false
	}
	half := korean != "" || english != ""
	if half && (h < 1 || h > 12) || h > 23 {
		return 0, false
	}
	if half {
		h %= 12
		if korean == "오후" || english == "P" || english == "p" {
			h += 12
		}
	}
	return h*60 + m, true
}

// dateOf reads year, month and day as the Korean or the English pattern found them.
func dateOf(m []string, ok bool) (time.Time, bool) {
	year, month, day := m[0], m[1], m[2]
	if m[3] != "" {
		year, day = m[5], m[4]
		t, err := time.Parse("Jan", m[3][:3])
		ok = ok && err == nil
		month = strconv.Itoa(int(t.Month()))
	}
	y, err := strconv.Atoi(year)
	mo, err2 := strconv.Atoi(month)
	d, err3 := strconv.Atoi(day)
	if !ok || err != nil || err2 != nil || err3 != nil || y < 1990 || y > 2099 {
		return time.Time{}, false
	}
	t := time.Date(y, time.Month(mo), d, 0, 0, 0, 0, time.UTC)
	return t, t.Day() == d && int(t.Month()) == mo
}

// dayOf reads a line that only says which day begins. Its weekday has to be right: a line that a
// person wrote seldom is that exact.
func dayOf(l string) (time.Time, bool) {
	if len(l) > 200 {
		return time.Time{}, false
	}
	if m := dashedDay.FindStringSubmatch(l); m != nil {
		l = m[1]
	}
	l = strings.TrimSpace(l)
	if m := koreanDate.FindStringSubmatch(l); m != nil {
		t, ok := dateOf([]string{m[1], m[2], m[3], "", "", ""}, true)
		return t, ok && string([]rune("일월화수목금토")[t.Weekday()]) == m[4]
	}
	if m := englishDate.FindStringSubmatch(l); m != nil {
		t, ok := dateOf([]string{"", "", "", m[2], m[3], m[4]}, true)
		return t, ok && t.Weekday().String() == m[1]
	}
	return time.Time{}, false
}

// stampOf reads a line that is nothing but a day and a time, as Android writes above the first
// message of a day.
func stampOf(l string) (time.Time, bool) {
	if len(l) > 100 {
		return time.Time{}, false
	}
	m := dayAndClock.FindStringSubmatch(l)
	if m == nil {
		return time.Time{}, false
	}
	_, ok := minuteOf(m[7], m[8], m[9], m[10])
	return dateOf(m[1:7], ok)
}
