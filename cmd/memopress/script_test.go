package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/unicode/norm"
)

func TestMain(m *testing.M) {
	os.Setenv("MEMOPRESS_NO_CACHE", "1") // but for the tests of the cache
	testscript.Main(m, map[string]func(){"memopress": main})
}

// TestScripts runs testdata/script: one file or more for each command. In them
//
//	jsonlines FILE          fails unless each line of FILE is a JSON object
//	noescape FILE...        fails when a file holds an ESC byte
//	nfd PATH                renames PATH so that its name is decomposed
//	waitfor FILE REGEXP     waits until the file matches
//	fetch URL-FILE REGEXP   waits until the page at the address in the file matches
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			for _, name := range []string{"CI", "GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"} {
				e.Setenv(name, "")
			}
			e.Setenv("MEMOPRESS_NO_CACHE", "1")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"jsonlines": jsonLines, "noescape": noEscape, "nfd": decompose, "waitfor": waitFor, "fetch": fetch, "exitcode": exitCode,
		},
	})
}

func jsonLines(ts *testscript.TestScript, _ bool, args []string) {
	lines := bufio.NewScanner(strings.NewReader(ts.ReadFile(args[0])))
	n := 0
	for lines.Scan() {
		var object map[string]any
		if err := json.Unmarshal(lines.Bytes(), &object); err != nil {
			ts.Fatalf("%s: %v", lines.Text(), err)
		}
		n++
	}
	if n == 0 {
		ts.Fatalf("%s is empty", args[0])
	}
}

func noEscape(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args {
		if strings.Contains(ts.ReadFile(name), "\x1b") != neg {
			ts.Fatalf("%s: escape bytes", name)
		}
	}
}

func decompose(ts *testscript.TestScript, _ bool, args []string) {
	from := ts.MkAbs(args[0])
	to := filepath.Join(filepath.Dir(from), norm.NFD.String(filepath.Base(from)))
	ts.Check(os.Rename(from, to))
}

func waitFor(ts *testscript.TestScript, _ bool, args []string) {
	eventually(ts, args[1], func() (string, error) {
		text, err := os.ReadFile(ts.MkAbs(args[0]))
		return string(text), err
	})
}

func fetch(ts *testscript.TestScript, _ bool, args []string) {
	url := regexp.MustCompile(`http://\S+`).FindString(ts.ReadFile(args[0])) + args[1]
	eventually(ts, args[2], func() (string, error) {
		res, err := http.Get(url)
		if err != nil {
			return "", err
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		return fmt.Sprintf("%s\n%s", res.Status, body), err
	})
}

func eventually(ts *testscript.TestScript, pattern string, look func() (string, error)) {
	want := regexp.MustCompile(pattern)
	var text string
	var err error
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		if text, err = look(); err == nil && want.MatchString(text) {
			return
		}
	}
	ts.Fatalf("no %s after 20 s in\n%s\n%v", pattern, text, err)
}

// exitCode runs a command and fails unless it exits with the status: exitcode 2 memopress …
func exitCode(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("%s: status %s, want %s", strings.Join(args[1:], " "), got, args[0])
	}
}
