package build

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"memopress/pkg/writer/html"
)

// attacks are pieces of text that run a script where they are taken for more than text.
var attacks = []string{
	`<img src=x onerror=alert(1)>`,
	`"><img src=x onerror=alert(1)>`,
	`' autofocus onfocus=alert(1) x='`,
	`</title></script></style></textarea><script>alert(1)</script>`,
	`<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x dur=1s>`,
	`<svg><style><img src=x onerror=alert(1)></style></svg>`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
	`<a href="javascript:alert(1)">x</a>`,
	`<a href="&#106;ava&Tab;script&colon;alert(1)">x</a>`,
	`<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>`,
	`<details open ontoggle=alert(1)><summary>한글</summary></details>`,
	`<form action="javascript:alert(1)"><input type=submit autofocus onfocus=alert(1)></form>`,
	`<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">`,
	`<base href="javascript:alert(1)//"><a href=#>x</a>`,
	`<meta http-equiv=refresh content="0;url=javascript:alert(1)">`,
}

// addresses run a script where a browser follows them.
var addresses = []string{
	`javascript:alert(1)`, `JaVaScRiPt:alert(1)`, "java\tscript:alert(1)", `javascript&colon;alert(1)`, `&#x6A;avascript:alert(1)`,
	`\x01javascript:alert(1)`, ` javascript:alert(1)`, `javascript://example.org/%0Aalert(1)`, `vbscript:alert(1)`,
	`data:text/html,<script>parent.alert(1)</script>`, `data:image/svg+xml,<svg onload=alert(1)>`,
}

// places are notes with a hole for an attack: everywhere that a note's text can get to.
var places = map[string]string{
	"body":       "%s\n",
	"quote":      "> %s\n",
	"heading":    "# %s\n\n## %[1]s\n\n### a\n\n### b\n",
	"cell":       "| a | b |\n|---|---|\n| %s | x |\n",
	"callout":    "> [!%s] %[1]s\n> text\n",
	"fence":      "```%s\ncode\n```\n",
	"mermaid":    "```mermaid\nflowchart LR\n  a[\"%s\"] --> b\n```\n",
	"footnote":   "text[^1] ^[%s]\n\n[^1]: %[1]s\n",
	"wikilink":   "[[%s]] [[a|%[1]s]] [[a#%[1]s]] ![[%[1]s]] ![[a.png|%[1]s]]\n",
	"link title": "[a](https://example.org '%s') ![%[1]s](a.png \"%[1]s\")\n",
	"math":       "$%s$ and\n\n$$\n\\href{javascript:alert(1)}{x} \\text{%[1]s}\n$$\n",
	"code":       "`%s`\n",
	"details":    "<details><summary>%s</summary>\n\n%[1]s\n\n</details>\n",
	"attribute":  "<span title=\"%s\" class='%[1]s' id=\"%[1]s\">x</span>\n",
	"matter": "---\ntitle: |-\n  %s\naliases:\n  - |-\n    %[1]s\ntags:\n  - |-\n    %[1]s\nsource: |-\n  %[1]s\nauthor: |-\n  %[1]s\n" +
		"lang: |-\n  %[1]s\ndescription: |-\n  %[1]s\ncssclasses:\n  - |-\n    %[1]s\n---\ntext\n",
}

// drawings run a script where they are opened by themselves.
var drawings = []string{
	`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect width="9" height="9"/></svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"><a x:href="javascript:alert(1)"><rect width="9" height="9"/></a></svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg"><a href="java&#10;script:alert(1)"><text y="9">한글</text></a></svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg"><foreignObject width="9" height="9"><img xmlns="http://www.w3.org/1999/xhtml" src="x" onerror="alert(1)"/></foreignObject></svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg"><h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script></svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg"><animate onbegin="alert(1)" attributeName="x" dur="1s"/></svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg"><image href="x" onerror="alert(1)"/></svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg"><a><set attributeName="href" to="javascript:alert(1)"/><rect width="9" height="9"/></a></svg>`,
	`<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>alert(1)</s:script></s:svg>`,
	`<!DOCTYPE svg [<!ENTITY e "<script xmlns='http://www.w3.org/2000/svg'>alert(1)</script>">]><svg xmlns="http://www.w3.org/2000/svg">&e;</svg>`,
	`<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="data:text/xml,x"?><svg xmlns="http://www.w3.org/2000/svg"><style>@import "https://elsewhere.example/x.css";</style><image href="https://elsewhere.example/x.png"/></svg>`,
}

// root is the first tag of a drawing, after which the hook stands.
var root = regexp.MustCompile(`<(s:)?svg[^>]*>`)

// hook counts what would show a dialog; it stands first in every page of the test.
const hook = `<script>window.ran=0;for(const f of ["alert","confirm","prompt","print"])window[f]=()=>{window.ran++}</script>`

// policy is removed from the pages: what is tested is that there is nothing to keep from running.
var policy = regexp.MustCompile(`<meta http-equiv="?Content-Security-Policy"?[^>]*>`)

// drive loads every page into one of six frames, which may neither open dialogs nor leave, fires events at its elements, follows
// its script addresses, and counts dialogs and requests to other hosts.
const drive = `<!doctype html><script>
window.hits=[];window.away=[];
const visit=async pages=>{
 const f=document.createElement("iframe");
 f.width=f.height=900;f.sandbox="allow-scripts allow-same-origin allow-forms";
 document.body.append(f);
 for(let p;p=pages.shift();){
  await new Promise(r=>{f.onload=r;setTimeout(r,3000);f.src=p});
  await new Promise(r=>setTimeout(r,15));
  try{
   const w=f.contentWindow,d=w.document;
   for(const e of [...d.querySelectorAll(d.contentType=="image/svg+xml"?"*":"main *, main")].slice(0,60)){
    for(const t of ["click","mouseover","focus","error","load","toggle","animationstart","pointerenter","submit","input","keydown","begin"])
     if(t!=="click"||!e.closest("a[href]")) e.dispatchEvent(new w.Event(t,{bubbles:true,cancelable:true}));
    const h=e.href&&(e.href.animVal??e.href);
    if(h&&/^\s*(j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t|data|vbscript):/i.test(h)){e.removeAttribute("target");e.dispatchEvent(new w.MouseEvent("click",{bubbles:true}))}
   }
   await new Promise(r=>setTimeout(r,5));
   if(w.ran)hits.push(p);
   for(const x of w.performance.getEntriesByType("resource"))if(!x.name.startsWith(location.origin))away.push(p+" "+x.name);
  }catch(e){hits.push(p+" "+e)}
 }
}
onload=async()=>{
 const pages=await (await fetch("list")).json();
 await Promise.all([...Array(6)].map(()=>visit(pages)));
 window.done=true;
}</script>`

// TestNoScriptRuns publishes attacks in all places where notes can have them and opens every
// page in Chromium, without the pages' policy: nothing may run. The same attacks as plain HTML
// prove that the test would see it.
func TestNoScriptRuns(t *testing.T) {
	t.Parallel() // it mostly waits
	if testing.Short() {
		t.Skip("opens hundreds of pages in a browser")
	}
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("Chromium is not installed")
	}
	vault := t.TempDir()
	raw := attackVault(t, vault)
	files := siteOf(t, vault)
	var pages, controls []string
	for name := range files {
		if path.Ext(name) == ".html" || path.Ext(name) == ".svg" {
			pages = append(pages, html.EscapePath(name))
		}
	}
	for name := range raw {
		controls = append(controls, name)
	}
	slices.Sort(pages)
	slices.Sort(controls)

	var list []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		switch {
		case name == "drive":
			fmt.Fprint(w, drive)
		case name == "list":
			json.NewEncoder(w).Encode(list)
		case path.Ext(name) == ".svg":
			w.Header().Set("Content-Type", "image/svg+xml")
			drawing := files[name] + raw[name]
			if at := root.FindStringIndex(drawing); at != nil {
				drawing = drawing[:at[1]] + strings.Replace(hook, "<script>", `<script xmlns="http://www.w3.org/2000/svg">`, 1) + drawing[at[1]:]
			}
			fmt.Fprint(w, drawing)
		case raw[name] != "":
			fmt.Fprint(w, "<!doctype html><head>"+hook+"</head><main>"+raw[name]+"</main>")
		case files[name] != "" && path.Ext(name) == ".html":
			page := policy.ReplaceAllString(files[name], "")
			if page == files[name] || !strings.Contains(page, "<head>") {
				t.Errorf("%s has no policy, or no head", name)
			}
			fmt.Fprint(w, strings.Replace(page, "<head>", "<head>"+hook, 1))
		default:
			w.Header().Set("Cache-Control", "max-age=3600") // hundreds of pages share their scripts
			http.ServeContent(w, r, name, time.Time{}, strings.NewReader(files[name]))
		}
	}))
	defer server.Close()

	run := func(pages []string) (hits, away []string) {
		list = pages
		opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium), chromedp.NoSandbox,
			chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"))
		ctx, stop := chromedp.NewExecAllocator(context.Background(), opts...)
		defer stop()
		ctx, cancel := chromedp.NewContext(ctx)
		defer cancel()
		ctx, end := context.WithTimeout(ctx, 4*time.Minute)
		defer end()
		if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/drive")); err != nil {
			t.Fatal(err)
		}
		for {
			done, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("Boolean(window.done)"))
			if err != nil {
				t.Fatal(err)
			}
			if done {
				break
			}
			time.Sleep(100 * time.Millisecond)
		}
		out, err := chromedp.Run(ctx, chromedp.Evaluate[[][]string]("[window.hits, window.away]"))
		if err != nil {
			t.Fatal(err)
		}
		return out[0], out[1]
	}
	ran, called := run(controls)
	drawn := 0
	for _, name := range ran {
		if path.Ext(name) == ".svg" {
			drawn++
		}
	}
	if len(ran) < len(attacks)/2 || drawn < len(drawings)/2 || len(called) == 0 {
		t.Errorf("of %d controls only %d ran, %d of them drawings, and %d called other hosts: the test sees nothing", len(controls), len(ran), drawn, len(called))
	}
	hits, away := run(pages)
	for _, h := range append(hits, away...) {
		t.Error(h)
	}
	t.Logf("%d of %d controls ran, %d of them drawings, %d called other hosts; %d pages: %d ran, %d called other hosts", len(ran), len(controls), drawn, len(called), len(pages), len(hits), len(away))
}

// attackVault writes the notes and returns the attacks as plain pages by name.
func attackVault(t *testing.T, dir string) map[string]string {
	t.Helper()
	raw := map[string]string{}
	write := func(name, text string) {
		t.Helper()
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i, a := range attacks {
		raw[fmt.Sprintf("control/attack-%d", i)] = a
		for place, text := range places {
			if place == "matter" {
				a = strings.ReplaceAll(a, "\n", " ")
			}
			write(fmt.Sprintf("%s/%d.md", place, i), fmt.Sprintf(text, a))
		}
		name := strings.ReplaceAll(a, "/", "∕")
		write("names/"+name+"/"+name+".md", "글 [["+name+"]]")
	}
	for i, u := range addresses {
		raw[fmt.Sprintf("control/address-%d", i)] = `<a href="` + u + `">x</a><iframe src="` + u + `"></iframe>`
		write(fmt.Sprintf("address/%d.md", i), fmt.Sprintf("---\nsource: \"%s\"\n---\n[a](<%s>) ![a](<%[2]s>) <%[2]s> [b][r] <a href=\"%[2]s\">c</a> <iframe src=\"%[2]s\"></iframe> <video src=\"%[2]s\" controls></video>\n\n[r]: <%[2]s>\n",
			strings.NewReplacer(`"`, "'", `\`, "", "\t", " ").Replace(u), u))
	}
	for i, d := range drawings {
		raw[fmt.Sprintf("control/drawing-%d.svg", i)] = d
		write(fmt.Sprintf("drawing/%d.svg", i), d)
		write(fmt.Sprintf("drawing/%d.md", i), fmt.Sprintf("![[%d.svg]] [글](%[1]d.svg)\n", i))
	}
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Log("MEMOPRESS_CORPUS is not set: own attacks only")
		return raw
	}
	data, err := os.ReadFile(filepath.Join(corpus, "_standards/xss-dompurify/expect.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct{ Payload string }
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for i, c := range cases {
		raw[fmt.Sprintf("control/dompurify-%d", i)] = c.Payload
		write(fmt.Sprintf("dompurify/%d.md", i), c.Payload)
		write(fmt.Sprintf("dompurify/%d-html.html", i), "<!doctype html><title>x</title>"+c.Payload)
	}
	return raw
}
