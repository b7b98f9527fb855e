package upnote

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// attachments sends the files beside a backup, under the names that they had when they were put
// into notes. UpNote itself names them by identifiers.
func (r *reader) attachments() {
	stems := map[string]bool{} // titles of notes, as files have them
	for _, e := range r.notes {
		stems[importer.Segment(e.Title)] = true
	}
	var paths importer.Paths
	for _, f := range r.src.Files() {
		base := path.Base(f.Path)
		ext := strings.ToLower(path.Ext(base))
		id := strings.ToLower(base)
		switch {
		case ext == ".upnx":
		case r.inside(f.Path) == "memopress.yaml":
			importer.LeaveOut(r.sink, r.src, f, ledger.Other, "settings of memopress")
		case ext == ".lnk", (ext == ".md" || ext == ".html") && !inFiles(f.Path) && stems[importer.Segment(strings.TrimSuffix(base, path.Ext(base)))]:
			importer.LeaveOut(r.sink, r.src, f, ledger.Other, "twin of a note in the backup")
		default:
			a := importer.FileAttachment(r.src, f, r.opts.Space, r.inside(f.Path))
			if inFiles(f.Path) && r.keys[id] == "" {
				a.Key = key(id)
				if name := importer.OneLine(r.names[id]); name != "" {
					if strings.EqualFold(path.Ext(name), path.Ext(base)) {
						name = strings.TrimSuffix(name, path.Ext(name))
					}
					a.Path = paths.Give([]string{"files"}, name, path.Ext(base))
					a.Name = path.Base(a.Path)
				}
			}
			if r.keys[id] == "" || inFiles(f.Path) {
				r.keys[id] = a.Key
			}
			r.sink.Attachment(a)
		}
	}
}

// inFiles reports whether a file lies in the folder of attachments.
func inFiles(p string) bool { return strings.EqualFold(path.Base(path.Dir(p)), "files") }

// localFile matches the addresses at which the app shows its attachments.
var localFile = regexp.MustCompile(`(?i)^(?:https?://localhost(?::\d+)?/|file://|\.{0,2}/*files/)(?:.*/)?([^/?#]+)(?:[?#].*)?$`)

// A missing is a file that a note shows and that is not there.
type missing struct {
	at
	name string
	note note.ID
}

// local makes a reference to a file of the app one to its attachment. It reports whether it was
// such a reference.
func (r *reader) local(ref *note.Ref, n *note.Note, at at) bool {
	name := ""
	switch {
	case ref.Kind == note.RefPath && at.dir != "":
		if k, ok := r.keys[strings.ToLower(path.Join(at.dir, ref.Target))]; ok { // beside a page of an export
			*ref = note.Ref{Kind: note.RefAttachment, Target: k}
			r.shown++
			return true
		}
		name = path.Base(ref.Target)
	case ref.Kind == note.RefURL || ref.Kind == note.RefPath:
		m := localFile.FindStringSubmatch(ref.Target)
		if m == nil {
			return false
		}
		name = m[1]
		if plain, err := url.PathUnescape(name); err == nil {
			name = plain
		}
	default:
		return false
	}
	k := r.keys[strings.ToLower(name)]
	switch {
	case k != "":
		r.shown++
	case at.dir != "" && ref.Kind == note.RefPath && path.Ext(name) == "":
		return false // not a file: a link that the author wrote
	default:
		k = key(strings.ToLower(name))
		r.missing = append(r.missing, missing{at, name, n.ID})
	}
	*ref = note.Ref{Kind: note.RefAttachment, Target: k}
	return true
}

// reportMissing tells of files that notes show and that are not there. Where none is, the backup
// was made without them, and that is told once.
func (r *reader) reportMissing() {
	if len(r.missing) > 0 && r.shown == 0 && r.file.Open != nil {
		r.report(at{place: r.file.Place}, "I003", fmt.Sprintf("the backup holds none of the %d files that its notes show: “Backup attachments” is off", len(r.missing)),
			"switch it on in UpNote's settings under Backup, and make the backup again", "")
		return
	}
	for _, m := range r.missing {
		r.report(m.at, "I003", "the note shows the file "+m.name+", which is not there", "make the backup again, or give the whole folder", m.note)
	}
}

// An at is the place of a note: its file, the item inside it, and for a page of an export the
// folder that its paths begin in, with a slash.
type at struct{ place, item, dir string }

func (r *reader) report(at at, code, message, hint string, id note.ID) {
	r.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: code, Pos: diag.Pos{File: at.place, Item: at.item}, Message: message, Hint: hint, Note: string(id)})
}
