package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"memopress/pkg/diag"
)

// jsonDiagnostic is a diagnostic as --json prints it, one object a line. Fields are only ever
// added; "schema" in the last line's summary counts incompatible changes.
type jsonDiagnostic struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	File     string `json:"file,omitempty"`
	Item     string `json:"item,omitempty"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"col,omitempty"` // in characters, from 1
	EndCol   int    `json:"endCol,omitempty"`
	Hint     string `json:"hint,omitempty"`
}

// printJSON writes one JSON object a line.
func printJSON(w io.Writer, all []diag.Diagnostic) error {
	for _, d := range all {
		j := jsonDiagnostic{Code: d.Code, Severity: d.Severity.String(), Message: d.Message,
			File: d.Pos.File, Item: d.Pos.Item, Line: d.Pos.Line, Column: d.Pos.Column, Hint: d.Hint}
		if d.Width > 0 {
			j.EndCol = d.Pos.Column + d.Width
		}
		if err := printJSONLine(w, j); err != nil {
			return err
		}
	}
	return nil
}

func printJSONLine(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// maxAnnotations is how many annotations of one kind GitHub shows for a step; more are noise.
const maxAnnotations = 10

// printGitHub writes workflow commands that GitHub turns into annotations: at most ten of each
// severity, because it shows no more of them for one step.
func printGitHub(w io.Writer, all []diag.Diagnostic) {
	count := map[diag.Severity]int{}
	for _, d := range all {
		if count[d.Severity]++; count[d.Severity] > maxAnnotations {
			continue
		}
		command := map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Info: "notice"}[d.Severity]
		params := []string{"title=" + escapeParam("memopress "+d.Code)}
		if d.Pos.File != "" {
			params = append(params, "file="+escapeParam(d.Pos.File))
		}
		if d.Pos.Line > 0 {
			params = append(params, fmt.Sprintf("line=%d", d.Pos.Line))
		}
		if d.Pos.Column > 0 {
			params = append(params, fmt.Sprintf("col=%d", d.Pos.Column))
		}
		text := d.Message
		if d.Hint != "" {
			text += "\n" + d.Hint
		}
		fmt.Fprintf(w, "::%s %s::%s\n", command, strings.Join(params, ","), escapeCommand(text))
	}
}

// escapeCommand and escapeParam follow the escapes of the workflow commands' documentation.
func escapeCommand(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func escapeParam(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
