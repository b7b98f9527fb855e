package upnote

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
)

// newest chooses the backup that is read: of those that are whole the one that holds the latest
// change. The app keeps as many as fifty of them beside each other.
func (r *reader) newest(ctx context.Context, backups []importer.File) error {
	if len(backups) == 1 {
		r.file = backups[0]
		return nil
	}
	type backup struct {
		importer.File
		latest int64
		err    error
	}
	all := make([]backup, len(backups))
	err := importer.InParallel(ctx, len(backups), func(i int) {
		all[i].File = backups[i]
		all[i].latest, all[i].err = latestChange(backups[i])
	})
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b backup) int {
		switch {
		case a.err == nil && b.err != nil:
			return -1
		case a.err != nil && b.err == nil:
			return 1
		}
		return cmp.Or(cmp.Compare(b.latest, a.latest), strings.Compare(path.Base(b.Path), path.Base(a.Path)))
	})
	r.file = all[0].File
	for _, b := range all[1:] {
		switch {
		case b.err == nil:
			importer.LeaveOut(r.sink, r.src, b.File, ledger.Other, "older backup")
		default:
			importer.Fail(r.sink, r.src, b.File, ledger.Note, fmt.Errorf("the backup is damaged: %w; %s was read", b.err, r.file.Path))
		}
	}
	return nil
}

// latestChange returns the latest time at which anything in a backup was changed, in milliseconds,
// and what keeps the backup from being read to its end.
func latestChange(f importer.File) (int64, error) {
	in, err := f.Open()
	if err != nil {
		return 0, err
	}
	defer in.Close()
	z, err := gzip.NewReader(in)
	if err != nil {
		return 0, err
	}
	r := io.LimitReader(z, maxBackup)
	buf := make([]byte, 0, 64<<10)
	latest := int64(0)
	for {
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		latest = max(latest, latestIn(buf))
		if errors.Is(err, io.EOF) {
			return latest, nil
		}
		if err != nil {
			return latest, err
		}
		if len(buf) == cap(buf) { // a time may go on behind the piece
			buf = buf[:copy(buf, buf[len(buf)-64:])]
		}
	}
}

func latestIn(text []byte) int64 {
	const name = `"updatedAt":`
	latest := int64(0)
	for {
		i := bytes.Index(text, []byte(name))
		if i < 0 {
			return latest
		}
		text = text[i+len(name):]
		digits := bytes.TrimLeft(text[:min(len(text), 32)], ` "`)
		end := bytes.IndexFunc(digits, func(c rune) bool { return c < '0' || c > '9' })
		if end <= 0 || end > 16 {
			continue
		}
		if n, err := strconv.ParseInt(string(digits[:end]), 10, 64); err == nil {
			latest = max(latest, n)
		}
	}
}
