package importer

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
)

// An input is what one source is made of: a folder, a file, the archives that one download was
// split into, ordered by their numbers, or loose files of one kind in one folder.
type input struct {
	paths   []string
	numbers []int // of the parts; empty for what is no part
	folder  bool
}

// partName matches the names of archives that are parts of one export: Google Takeout's
// "takeout-20240101T000000Z-001.zip" and Notion's "Export-<uuid>-Part-1.zip".
var partName = regexp.MustCompile(`(?i)^(takeout-\d{8}T\d{6}Z(?:-\d+)??|.+-Part)-(\d{1,6})(\.(?:zip|tgz|tar\.gz))$`)

// applePart matches the parts of what privacy.apple.com sends: "iCloud Notes Part 2 of 3.zip".
var applePart = regexp.MustCompile(`(?i)^(.+ Part) (\d{1,6})( of \d{1,6}\.zip)$`)

// partOf returns what all parts of one export have in common and the part's number. common is
// empty for an archive on its own.
func partOf(p string) (common string, number int) {
	m := partName.FindStringSubmatch(filepath.Base(p))
	if m == nil {
		m = applePart.FindStringSubmatch(filepath.Base(p))
	}
	if m == nil {
		return "", 0
	}
	number, err := strconv.Atoi(m[2])
	if err != nil {
		return "", 0
	}
	return filepath.Join(filepath.Dir(p), strings.ToLower(m[1])), number
}

// archives are the extensions of archives that are an export each.
var archives = []string{".zip", ".tar", ".tgz", ".gz", ".jex", ".bear2bk", ".onepkg", ".cab"}

// kindOf returns what loose files that belong together have in common, so that links between
// them work: *.enex, *.sdocx. It is empty for an archive.
func kindOf(p string) string {
	ext := strings.ToLower(filepath.Ext(p))
	if slices.Contains(archives, ext) {
		return ""
	}
	return filepath.Join(filepath.Dir(p), "*"+ext)
}

// listInputs groups what the user named.
func listInputs(paths []string) ([]*input, error) {
	var inputs []*input
	var infos []os.FileInfo
	groups := map[string]*input{}
	for _, p := range paths {
		if p == "" {
			return nil, errors.New("an input has no name")
		}
		info, err := os.Stat(p)
		if err != nil {
			return nil, fmt.Errorf("open input: %w", err)
		}
		if slices.ContainsFunc(infos, func(other os.FileInfo) bool { return os.SameFile(info, other) }) {
			continue
		}
		infos = append(infos, info)
		if info.IsDir() {
			inputs = append(inputs, &input{paths: []string{p}, folder: true})
			continue
		}
		common, number := partOf(p)
		if common == "" {
			common = kindOf(p)
		}
		in := groups[common]
		if common == "" || in == nil {
			in = &input{}
			inputs = append(inputs, in)
		}
		in.paths = append(in.paths, p)
		if common != "" {
			groups[common] = in
			if number > 0 {
				in.numbers = append(in.numbers, number)
			}
		}
	}
	for _, in := range inputs {
		in.sort()
	}
	return inputs, nil
}

// sort orders the parts by number, so that the order in which they were given means nothing.
func (in *input) sort() {
	if len(in.paths) < 2 {
		return
	}
	slices.SortFunc(in.paths, func(a, b string) int {
		_, x := partOf(a)
		_, y := partOf(b)
		return cmp.Or(cmp.Compare(x, y), strings.Compare(a, b))
	})
	slices.Sort(in.numbers)
}

// reportMissing tells of parts that were not given: those below the highest number, and those
// that lie beside the others.
func (in *input) reportMissing(s *Source, r diag.Reporter) {
	if len(in.numbers) == 0 {
		return
	}
	var missing []string
	for n := 1; n < in.numbers[len(in.numbers)-1] && len(missing) < 20; n++ {
		if !slices.Contains(in.numbers, n) {
			missing = append(missing, strconv.Itoa(n))
		}
	}
	if len(missing) > 0 {
		r.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I002", Pos: diag.Pos{File: s.Name},
			Message: "parts of this export were not given: " + strings.Join(missing, ", "), Hint: "give all parts at once, or notes and attachments will be missing"})
	}
	common, _ := partOf(in.paths[0])
	beside, err := os.ReadDir(filepath.Dir(in.paths[0]))
	if err != nil {
		return // the archives can be read, the folder that they lie in cannot: nothing to add
	}
	for _, e := range beside {
		p := filepath.Join(filepath.Dir(in.paths[0]), e.Name())
		if c, n := partOf(p); c == common && !slices.Contains(in.numbers, n) {
			r.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I002", Pos: diag.Pos{File: s.Name},
				Message: "another part of this export was not given: " + norm.NFC.String(e.Name()), Hint: "give all parts at once, or notes and attachments will be missing"})
		}
	}
}
