package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// A workflow is what a service would run of a generated file.
type workflow struct {
	env    map[string]string
	script string
	kept   []string // the folders that are kept between runs
	site   string   // the folder that is published
}

type githubFile struct {
	On struct {
		Push struct{ Branches []string }
	}
	Env  map[string]string
	Jobs map[string]struct {
		Steps []struct {
			Uses string
			Run  string
			Env  map[string]string
			With map[string]string
		}
	}
}

type gitlabFile struct {
	Variables map[string]string
	Pages     struct {
		Cache struct {
			Key   string
			Paths []string
		}
		Variables map[string]string
		Script    []string
		Artifacts struct{ Paths []string }
	}
}

// readGitHub takes the steps in their order, each as GitHub runs it: bash -eo pipefail.
func readGitHub(t *testing.T, text string, context map[string]string) workflow {
	var f githubFile
	parse(t, text, &f)
	if !slices.Equal(f.On.Push.Branches, []string{"main"}) {
		t.Errorf("branches: %q", f.On.Push.Branches)
	}
	fill := func(s string) string {
		return regexp.MustCompile(`\$\{\{ *(\S+) *\}\}`).ReplaceAllStringFunc(s, func(mark string) string {
			name := strings.Trim(mark, "${ }")
			value, known := context[name]
			if !known {
				t.Errorf("no value for %s", mark)
			}
			return value
		})
	}
	w := workflow{env: map[string]string{}}
	for k, v := range f.Env {
		w.env[k] = fill(v)
		context["env."+k] = w.env[k]
	}
	for _, step := range f.Jobs["wiki"].Steps {
		for k, v := range step.Env {
			w.env[k] = fill(v)
		}
		w.script += "bash --noprofile --norc -eo pipefail -c " + zshQuote(fill(step.Run)) + " || exit\n"
		switch action, _, _ := strings.Cut(step.Uses, "@"); action {
		case "actions/cache":
			w.kept = strings.Fields(strings.Replace(fill(step.With["path"]), "~", context["HOME"], 1))
			// Each run keeps what it found out, and begins with what the last one kept.
			if key, from := fill(step.With["key"]), fill(step.With["restore-keys"]); !strings.HasSuffix(from, "-v0.0.1-") || key != from+"c0ffee" {
				t.Errorf("the cache's keys %q and %q do not tell versions apart, or runs", key, from)
			}
		case "actions/upload-pages-artifact":
			w.site = fill(step.With["path"])
		}
	}
	return w
}

func readGitLab(t *testing.T, text string, context map[string]string) workflow {
	var f gitlabFile
	parse(t, text, &f)
	w := workflow{env: map[string]string{}, script: "set -eo pipefail\n" + strings.Join(f.Pages.Script, "\n")}
	for _, variables := range []map[string]string{f.Variables, f.Pages.Variables} {
		for k, v := range variables {
			w.env[k] = os.Expand(v, func(name string) string { return context[name] })
		}
	}
	for _, p := range f.Pages.Cache.Paths {
		w.kept = append(w.kept, filepath.Join(context["CI_PROJECT_DIR"], p))
	}
	w.site = filepath.Join(context["CI_PROJECT_DIR"], f.Pages.Artifacts.Paths[0])
	if !strings.Contains(f.Pages.Cache.Key, "$MEMOPRESS_VERSION") {
		t.Errorf("the cache's key %q does not tell versions apart", f.Pages.Cache.Key)
	}
	return w
}

func parse(t *testing.T, text string, into any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(text), into); err != nil {
		t.Fatal(err)
	}
}

// TestWorkflows runs what init --ci writes as the services do, against git remotes on this disk:
// the first run installs memopress and builds, the second takes it from the cache.
func TestWorkflows(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles memopress anew")
	}
	release := releaseRemote(t)
	for _, service := range []struct {
		name, file string
		read       func(*testing.T, string, map[string]string) workflow
	}{
		{"github", ".github/workflows/wiki.yml", readGitHub},
		{"gitlab", ".gitlab-ci.yml", readGitLab},
	} {
		t.Run(service.name, func(t *testing.T) {
			notes := t.TempDir()
			write(t, filepath.Join(notes, "여행", "제주 올레.md"), "---\npublish: true\n---\n걷는다.\n")
			write(t, filepath.Join(notes, "비밀.md"), "말하지 않은 것\n")
			args := []string{"memopress", "init", notes, "--ci", service.name, "--repository", release, "--release", "v0.0.1", "--title", "골목"}
			if status := run(t.Context(), args, terminal{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: os.Stderr, Getenv: os.Getenv}); status != 0 {
				t.Fatalf("init: status %d", status)
			}
			remote := remoteOf(t, notes, "")

			var kept []string
			for _, again := range []bool{false, true} {
				scratch := t.TempDir()
				workspace := filepath.Join(scratch, "workspace")
				git(t, scratch, "clone", "-q", "--depth", "1", remote, workspace)
				context := map[string]string{
					"HOME": filepath.Join(scratch, "home"), "CI": "true",
					"RUNNER_TEMP": filepath.Join(scratch, "temp"), "GITHUB_WORKSPACE": workspace, "CI_PROJECT_DIR": workspace,
					"CI_PAGES_URL": "https://example.org/wiki", "steps.pages.outputs.base_url": "https://example.org/wiki",
					"runner.temp": filepath.Join(scratch, "temp"), "runner.os": "Linux", "runner.arch": "X64", "github.sha": "c0ffee",
				}
				if service.name == "github" {
					context["GITHUB_ACTIONS"] = "true"
				} else {
					context["GITLAB_CI"] = "true"
				}
				text, err := os.ReadFile(filepath.Join(workspace, filepath.FromSlash(service.file)))
				if err != nil {
					t.Fatal(err)
				}
				w := service.read(t, string(text), context)
				for _, dir := range []string{context["HOME"], context["RUNNER_TEMP"]} {
					if err := os.MkdirAll(dir, 0o755); err != nil {
						t.Fatal(err)
					}
				}
				path := os.Getenv("PATH")
				if again {
					for i, dir := range kept {
						if err := os.CopyFS(w.kept[i], os.DirFS(dir)); err != nil {
							t.Fatal(err)
						}
					}
					tools := t.TempDir()
					for _, name := range []string{"git", "go"} {
						write(t, filepath.Join(tools, name), "#!/bin/sh\necho "+name+" was called >&2\nexit 9\n")
						if err := os.Chmod(filepath.Join(tools, name), 0o755); err != nil {
							t.Fatal(err)
						}
					}
					path = tools + string(os.PathListSeparator) + path
				}
				cmd := exec.Command("bash", "--noprofile", "--norc", "-c", w.script)
				cmd.Dir = workspace
				cmd.Env = []string{"PATH=" + path, "GOPROXY=off", "GOTOOLCHAIN=local", "GOCACHE=" + goEnv(t, "GOCACHE"), "GOMODCACHE=" + goEnv(t, "GOMODCACHE")}
				for _, values := range []map[string]string{context, w.env} {
					for k, v := range values {
						if !strings.Contains(k, ".") {
							cmd.Env = append(cmd.Env, k+"="+v)
						}
					}
				}
				out, err := cmd.CombinedOutput()
				if err != nil {
					t.Fatalf("%v\n%s", err, out)
				}
				for _, want := range []string{"memopress " + version, "published 1 note,", "left out 1 note (marked 1)"} {
					if !strings.Contains(string(out), want) {
						t.Errorf("no %q in\n%s", want, out)
					}
				}
				// GitHub's runs work in one folder, those of this test in two.
				if again && service.name == "gitlab" && !strings.Contains(string(out), "files 0 written") {
					t.Errorf("nothing changed, and yet:\n%s", out)
				}
				checkSite(t, w.site)
				kept = w.kept
			}
		})
	}
}

func checkSite(t *testing.T, dir string) {
	t.Helper()
	for name, want := range map[string]string{"index.html": "골목", "여행/제주-올레.html": "걷는다", "sitemap.xml": "https://example.org/wiki/"} {
		page, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Error(err)
		} else if !strings.Contains(string(page), want) {
			t.Errorf("%s holds no %q", name, want)
		}
	}
	if err := exec.Command("grep", "-rqE", "비밀|말하지 않은", dir).Run(); err == nil {
		t.Error("the site tells of the unpublished note")
	}
}

// releaseRemote makes a git remote of this source with a tag for the release.
func releaseRemote(t *testing.T) string {
	root := filepath.Join("..", "..")
	tree := t.TempDir()
	for _, dir := range []string{"cmd", "pkg", "themes"} {
		if err := os.CopyFS(filepath.Join(tree, dir), os.DirFS(filepath.Join(root, dir))); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(tree, name), string(text))
	}
	return remoteOf(t, tree, "v0.0.1")
}

// remoteOf commits a folder and returns the address of a bare repository that holds it.
func remoteOf(t *testing.T, tree, tag string) string {
	bare := filepath.Join(t.TempDir(), "remote.git")
	git(t, tree, "init", "-q", "-b", "main")
	git(t, tree, "add", "-A")
	git(t, tree, "-c", "user.name=test", "-c", "user.email=test@example.org", "commit", "-qm", "test")
	if tag != "" {
		git(t, tree, "tag", tag)
	}
	git(t, tree, "clone", "-q", "--bare", tree, bare)
	return "file://" + bare
}

func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}
