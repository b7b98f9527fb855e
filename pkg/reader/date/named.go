package date

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// monthWords are the names of the months and their usual abbreviations in the languages that
// apps write dates in, in lower case. No name stands for two months.
var monthWords = func() map[string]time.Month {
	words := map[string]time.Month{}
	for i, names := range []string{
		"january jan januar jänner janvier janv enero ene gennaio gen janeiro januari januar tammikuuta styczeń stycznia января января ocak",
		"february feb februar februari février févr fevrier fevr febrero febbraio febb fevereiro fev helmikuuta lutego luty февраля şubat",
		"march mar märz maerz mrz mars marzo março marco maart mrt maret maaliskuuta marca marzec марта mart",
		"april apr avril avr abril abr aprile huhtikuuta kwietnia kwiecień апреля nisan",
		"may mai mayo maggio mag maio mei maj toukokuuta maja мая mayıs",
		"june jun juni juin junio giugno giu junho kesäkuuta czerwca czerwiec июня haziran",
		"july jul juli juillet juil julio luglio lug julho heinäkuuta lipca lipiec июля temmuz",
		"august aug août aout agosto ago augustus augusti agustus elokuuta sierpnia sierpień августа ağustos",
		"september sep sept septembre septiembre settembre set setembro syyskuuta września wrzesień сентября eylül",
		"october oct oktober okt octobre octubre ottobre ott outubro out lokakuuta października październik октября ekim",
		"november nov novembre noviembre novembro marraskuuta listopada listopad ноября kasım",
		"december dec dezember dez décembre déc decembre diciembre dic dicembre dezembro desember des joulukuuta grudnia grudzień декабря aralık",
	} {
		for _, w := range strings.Fields(names) {
			words[w] = time.Month(i + 1)
		}
	}
	return words
}()

// fillers are words between the parts of a date that say nothing themselves.
var fillers = map[string]bool{"de": true, "del": true, "of": true, "at": true, "um": true, "uhr": true, "à": true, "a": true,
	"las": true, "alle": true, "ore": true, "om": true, "kl": true, "às": true, "the": true, "klo": true, "г": true, "в": true}

// halves are the words for the halves of the day: false the first, true the second.
var halves = map[string]bool{"am": false, "pm": true, "a.m": false, "p.m": true, "오전": false, "오후": true,
	"午前": false, "午後": true, "上午": false, "下午": true}

var (
	// 2024年3月1日, with an optional weekday, half of the day and time.
	hanDate  = regexp.MustCompile(`^(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*(?:\(?(?:[月火水木金土日]曜日?|星期[一二三四五六日天]|周[一二三四五六日]|[月火水木金土日])\)?)?\s*(.*)$`)
	hanTime  = regexp.MustCompile(`^(午前|午後|上午|下午)?\s*(\d{1,2})\s*[:：時时点]\s*(\d{1,2})?\s*分?(?:[:：]?(\d{1,2})\s*秒?)?\s*(AM|PM|am|pm)?$`)
	namedDay = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th|er|º|ª)?$`)
	clock    = regexp.MustCompile(`^(\d{1,2})[:h](\d{2})(?:[:](\d{2}))?(am|pm)?$`)
)

// named reads dates with the month in words, in any of the languages above, and Japanese and
// Chinese dates: "1. März 2024 08:45", "25 de septiembre de 2024 17:44", "2024年3月1日 午後8:45".
// Every word has to be understood.
func named(s string, loc *time.Location) (time.Time, bool) {
	if m := hanDate.FindStringSubmatch(s); m != nil {
		return hanClock(m, loc)
	}
	var d struct{ year, month, day, hour, minute, second, half string }
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == ' ' || r == ',' || r == '\u00a0' || r == '\u202f' }) {
		w = strings.TrimSuffix(w, ".")
		month, isMonth := monthWords[w]
		_, isHalf := halves[w]
		at := clock.FindStringSubmatch(w)
		day := namedDay.FindStringSubmatch(w)
		switch {
		case isMonth && d.month == "":
			d.month = strconv.Itoa(int(month))
		case isHalf && d.half == "":
			d.half = w
		case at != nil && d.hour == "":
			d.hour, d.minute, d.second = at[1], at[2], at[3]
			if at[4] != "" {
				d.half = at[4]
			}
		case day != nil && d.day == "":
			d.day = day[1]
		case len(w) == 4 && d.year == "" && strings.Trim(w, "0123456789") == "":
			d.year = w
		case !fillers[w]:
			return time.Time{}, false
		}
	}
	if d.year == "" || d.month == "" || d.day == "" || d.half != "" && d.hour == "" {
		return time.Time{}, false
	}
	t, ok := makeDate(d.year, d.month, d.day, d.hour, d.minute, d.second, loc)
	return onHalf(t, d.half), ok
}

// hanClock adds the time that follows a date in Japanese or Chinese.
func hanClock(m []string, loc *time.Location) (time.Time, bool) {
	if strings.TrimSpace(m[4]) == "" {
		return makeDate(m[1], m[2], m[3], "", "", "", loc)
	}
	at := hanTime.FindStringSubmatch(strings.TrimSpace(m[4]))
	if at == nil {
		return time.Time{}, false
	}
	t, ok := makeDate(m[1], m[2], m[3], at[2], at[3], at[4], loc)
	return onHalf(t, strings.ToLower(at[1]+at[5])), ok
}

// onHalf moves a time of twelve hours to the half of the day that it is in.
func onHalf(t time.Time, half string) time.Time {
	second, known := halves[half]
	switch {
	case !known || t.Hour() > 12:
	case second && t.Hour() < 12:
		return t.Add(12 * time.Hour)
	case !second && t.Hour() == 12:
		return t.Add(-12 * time.Hour)
	}
	return t
}
