package build

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"

	"memopress/pkg/internal/output"
	"memopress/pkg/ledger"
)

// reportItem is an entry of the ledger as ledger.json of the report folder has it.
type reportItem struct {
	Source string `json:"source"`
	Item   string `json:"item"`
	Kind   string `json:"kind"`
	State  string `json:"state"`
	Rule   string `json:"rule,omitempty"`
	Reason string `json:"reason,omitempty"`
	Raw    string `json:"raw,omitempty"` // path in the report folder of what the input has
}

// writeReport writes the report folder: ledger.json with the account of every item, and below
// "failed" what the input has of each item that could not be read. The folder is for the author:
// it names private notes and is never part of a site. An item whose source cannot be opened
// again has none, and says so in its reason. dir "" writes nothing.
func writeReport(ctx context.Context, dir string, sources []Source, l *ledger.Ledger) error {
	if dir == "" {
		return nil
	}
	out, err := output.Begin(dir, output.Options{})
	if err != nil {
		return fmt.Errorf("report: %w: %w", ErrWrite, err)
	}
	if err := fillReport(out, sources, l); err != nil {
		return errors.Join(fmt.Errorf("report: %w: %w", ErrWrite, err), out.Abort())
	}
	if _, err := out.Commit(ctx); err != nil {
		return fmt.Errorf("report: %w: %w", ErrWrite, err)
	}
	return nil
}

// Keep writes the report folder dir for notes whose ledger is settled; see Options.Report.
func (n *Notes) Keep(ctx context.Context, dir string) error {
	return writeReport(ctx, dir, n.Sources, n.Ledger)
}

func fillReport(out *output.Build, sources []Source, l *ledger.Ledger) error {
	entries := l.Entries()
	items := make([]reportItem, 0, len(entries))
	failed := 0
	for _, e := range entries {
		it := reportItem{Source: e.Source, Item: e.Item, Kind: e.Kind.String(), State: e.State.String(), Rule: e.Rule, Reason: e.Reason}
		if e.State == ledger.Failed && e.Raw != nil {
			failed++
			it.Raw = fmt.Sprintf("failed/%04d-%s", failed, rawName(e.Item))
			if err := keepRaw(out, it.Raw, e); err != nil {
				it.Raw, it.Reason = "", it.Reason+"; its source could not be kept: "+err.Error()
			}
		}
		items = append(items, it)
	}
	formats := map[string]string{}
	for _, s := range sources {
		formats[s.Name] = s.Format.Name
	}
	data, err := json.MarshalIndent(map[string]any{"schema": 1, "formats": formats, "totals": ledger.Table(entries), "items": items}, "", " ")
	if err != nil {
		return err
	}
	return out.Write("ledger.json", append(data, '\n'))
}

func keepRaw(out *output.Build, to string, e ledger.Entry) error {
	r, err := e.Raw()
	if err != nil {
		return err
	}
	return errors.Join(out.Copy(to, r), r.Close())
}

// maxRawName is how much of an item's name its file in the report folder keeps, in characters.
const maxRawName = 60

// rawName makes the end of an item's path a file name that every system takes.
func rawName(item string) string {
	name := []rune(strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"/\|?*#`, r) {
			return '-'
		}
		return r
	}, path.Base(item)))
	if len(name) > maxRawName {
		name = name[len(name)-maxRawName:]
	}
	return strings.TrimRight(string(name), ". ")
}
