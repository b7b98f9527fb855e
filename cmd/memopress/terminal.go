package main

import (
	"io"
	"os"

	"golang.org/x/term"
)

// A terminal is everything outside that a command may touch besides files: its streams and its
// environment.
type terminal struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	color          *string // what --color says, once flags are read
}

// The exit statuses.
const (
	exitOK          = 0
	exitFindings    = 1   // diagnostics at or above the level that fails
	exitUsage       = 2   // flags or settings
	exitNoNotes     = 3   // the input is missing or holds no notes
	exitCannotWrite = 5   // the output cannot be written
	exitInternal    = 70  // a bug in memopress
	exitInterrupted = 130 // ended by a signal
)

// interactive reports whether w is a terminal that a person looks at.
func interactive(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// colored reports whether to colour what goes to w: --color decides, then NO_COLOR, FORCE_COLOR
// and CLICOLOR_FORCE, then whether w is a terminal that can.
func (t terminal) colored(w io.Writer) bool {
	switch *t.color {
	case "always":
		return true
	case "never":
		return false
	}
	if t.Getenv("NO_COLOR") != "" {
		return false
	}
	for _, name := range []string{"FORCE_COLOR", "CLICOLOR_FORCE"} {
		if v := t.Getenv(name); v != "" && v != "0" {
			return true
		}
	}
	return t.Getenv("TERM") != "dumb" && interactive(w)
}
