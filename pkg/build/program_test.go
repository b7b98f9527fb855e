//go:build linux

package build

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// program is the real memopress and the environment that it runs in.
type program struct {
	path string
	env  []string
	dir  string // the current folder; empty: this one
	mask string // umask, empty: as it is
}

// compile makes the real program. Short tests do without, the detector of races among them:
// it would see nothing of another process.
func compile(t testing.TB) program {
	t.Helper()
	if testing.Short() {
		t.Skip("runs the real program many times")
	}
	path := filepath.Join(t.TempDir(), "memopress")
	if text, err := exec.Command("go", "build", "-o", path, "memopress/cmd/memopress").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return program{path: path, env: []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}}
}

// build runs "memopress build" and returns all that it says.
func (p program) build(t testing.TB, args ...string) string {
	t.Helper()
	cmd := exec.Command(p.path, append([]string{"build"}, args...)...)
	if p.mask != "" {
		cmd = exec.Command("sh", append([]string{"-c", "umask " + p.mask + ` && exec "$0" "$@"`}, cmd.Args...)...)
	}
	cmd.Env, cmd.Dir = p.env, p.dir
	text, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, text)
	}
	return string(text)
}

// tree returns mode and content of everything in a folder by path, the manifest included.
func tree(t testing.TB, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		if err != nil {
			return err
		}
		var data []byte
		if d.Type().IsRegular() {
			if data, err = os.ReadFile(p); err != nil {
				return err
			}
		}
		out[rel] = fmt.Sprintf("%v %x", info.Mode(), sha256.Sum256(data))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// different names the paths at which two trees differ.
func different(a, b map[string]string) []string {
	var out []string
	for p := range maps.Keys(a) {
		if a[p] != b[p] {
			out = append(out, p)
		}
	}
	for p := range maps.Keys(b) {
		if a[p] == "" {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

// TestProgramSameBytes builds the same two inputs in other surroundings: zone, language,
// processors, home, current folder, umask, order and place of the inputs, place of the site.
func TestProgramSameBytes(t *testing.T) {
	p := compile(t)
	dir := t.TempDir()
	place := func(at string) []string {
		var inputs []string
		for _, name := range []string{"wiki-ko", "keep-takeout"} {
			to := filepath.Join(dir, at, name)
			if err := os.CopyFS(to, os.DirFS(filepath.Join("../../examples", name))); err != nil {
				t.Fatal(err)
			}
			if err := os.Remove(filepath.Join(to, "memopress.yaml")); err != nil {
				t.Fatal(err)
			}
			inputs = append(inputs, to)
		}
		return inputs
	}
	here, there := place("here"), place("other folder/어딘가/deep")
	same := []string{"--title", "위키", "--base-url", "https://example.org/wiki", "--publish", "all"}
	first := filepath.Join(dir, "first")
	p.build(t, slices.Concat(here, same, []string{"-o", first})...)
	want := tree(t, first)
	if len(want) < 40 {
		t.Fatalf("only %d files", len(want))
	}
	for i, c := range []struct {
		name   string
		env    []string
		dir    string
		mask   string
		inputs []string
	}{
		{name: "again", inputs: here},
		{name: "zone", env: []string{"TZ=Asia/Tokyo"}, inputs: here},
		{name: "zone far west", env: []string{"TZ=Pacific/Marquesas"}, inputs: here},
		{name: "Turkish", env: []string{"LANG=tr_TR.UTF-8", "LC_ALL=tr_TR.UTF-8"}, inputs: here},
		{name: "C", env: []string{"LANG=C", "LC_ALL=C"}, inputs: here},
		{name: "one processor", env: []string{"GOMAXPROCS=1"}, inputs: here},
		{name: "eight processors", env: []string{"GOMAXPROCS=8", "GOGC=10"}, inputs: here},
		{name: "umask 077", mask: "077", inputs: here},
		{name: "umask 000", mask: "000", inputs: here},
		{name: "other place", dir: "/", inputs: there},
		{name: "other order", inputs: []string{here[1], here[0]}},
		{name: "zips", inputs: []string{pack(t, filepath.Join(dir, "z1"), here[0], false), pack(t, filepath.Join(dir, "z1"), here[1], false)}},
		{name: "zips backwards", inputs: []string{pack(t, filepath.Join(dir, "z2"), here[0], true), pack(t, filepath.Join(dir, "z2"), here[1], true)}},
	} {
		out := filepath.Join(dir, fmt.Sprintf("out-%d", i), "어떤 곳")
		q := program{p.path, append(slices.Clone(p.env), c.env...), c.dir, c.mask}
		q.build(t, slices.Concat(c.inputs, same, []string{"-o", out})...)
		if d := different(want, tree(t, out)); len(d) > 0 {
			t.Errorf("%s: %d of %d files differ, such as %q", c.name, len(d), len(want), d[:min(len(d), 5)])
		}
	}
}

// pack makes the zip archive dir/NAME.zip of a folder, its files in order or backwards.
func pack(t *testing.T, dir, folder string, backwards bool) string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(folder, func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			names = append(names, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if backwards {
		slices.Reverse(names)
	}
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, name := range names {
		rel, err := filepath.Rel(folder, name)
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		w, err := z.Create(filepath.ToSlash(rel))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, filepath.Base(folder)+".zip")
	put(t, out, buf.String())
	return out
}

// put writes a file and the folders above it.
func put(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestNoNetwork watches the program's system calls: it starts no other program and opens no
// socket.
func TestNoNetwork(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	p := compile(t)
	log := filepath.Join(t.TempDir(), "calls")
	cmd := exec.Command(strace, "-f", "-qq", "-o", log, "-e", "trace=socket,connect,execve,execveat", p.path,
		"build", "../../examples/wiki-en", "../../examples/keep-takeout", "--config", "../../examples/wiki-en/memopress.yaml", "-o", filepath.Join(t.TempDir(), "site"))
	cmd.Env = p.env
	text, err := cmd.CombinedOutput()
	if err != nil {
		if strings.Contains(string(text), "ptrace") {
			t.Skipf("strace cannot trace here: %s", text)
		}
		t.Fatalf("%v\n%s", err, text)
	}
	calls, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	starts := regexp.MustCompile(`(?m)^.*\bexecve(at)?\(.*`).FindAllString(string(calls), -1)
	sockets := regexp.MustCompile(`(?m)^.*\b(socket|connect)\(.*`).FindAllString(string(calls), -1)
	if len(starts) != 1 || len(sockets) != 0 {
		t.Errorf("programs: %q, sockets: %q", starts, sockets)
	}
}
