package main

import (
	"context"
	"errors"
	"strings"

	"memopress/pkg/diag"
)

// A usageError is a mistake in the flags or arguments.
type usageError struct{ message, hint string }

func (e usageError) Error() string { return e.message }

// A findingsError says that the command did its work but found what makes it fail.
type findingsError struct{ message string }

func (e findingsError) Error() string { return e.message }

// A configError says that memopress.yaml was refused; its diagnostics are printed already.
type configError struct{ mistakes []diag.Diagnostic }

func (e configError) Error() string {
	return "the settings have " + countOf(len(e.mistakes), "mistake")
}

// inFull returns what is wrong for somebody who does not see what was printed.
func inFull(err error) string {
	var config configError
	if !errors.As(err, &config) {
		return err.Error()
	}
	var sb strings.Builder
	printHuman(&sb, config.mistakes, false)
	return sb.String()
}

// exitStatus returns the exit status that err ends the program with.
func exitStatus(err error) int {
	var usage usageError
	var config configError
	var findings findingsError
	var noNotes noNotesError
	var write writeError
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &usage), errors.As(err, &config):
		return exitUsage
	case errors.As(err, &findings):
		return exitFindings
	case errors.As(err, &noNotes):
		return exitNoNotes
	case errors.As(err, &write):
		return exitCannotWrite
	}
	return exitFindings
}

// A noNotesError says that an input is missing or holds no notes.
type noNotesError struct{ message, hint string }

func (e noNotesError) Error() string { return e.message }

// A writeError says that the output cannot be written.
type writeError struct{ err error }

func (e writeError) Error() string { return e.err.Error() }
func (e writeError) Unwrap() error { return e.err }
