package main

import "github.com/urfave/cli/v2"

// inputFlags say how notes are read; every command that reads notes has them.
func inputFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "config", Usage: "settings `FILE` (default: memopress.yaml beside the notes)", EnvVars: []string{"MEMOPRESS_CONFIG"}},
		&cli.StringFlag{Name: "format", Usage: "read the notes as this `NAME`: obsidian, keep, folder (default: found out)", EnvVars: []string{"MEMOPRESS_FORMAT"}},
		&cli.StringFlag{Name: "encoding", Usage: "encoding of text and archive names that are not UTF-8, such as cp949 (default: found out)", EnvVars: []string{"MEMOPRESS_ENCODING"}},
		&cli.StringFlag{Name: "publish", Usage: "publish rule: all, or marked (only notes with publish: true)", EnvVars: []string{"MEMOPRESS_PUBLISH"}},
	}
}

// siteFlags are settings of the site.
func siteFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "title", Usage: "the wiki's title", EnvVars: []string{"MEMOPRESS_TITLE"}},
		&cli.StringFlag{Name: "language", Usage: "language of the wiki's own words, such as ko (default: that of most notes)", EnvVars: []string{"MEMOPRESS_LANGUAGE"}},
		&cli.StringFlag{Name: "base-url", Usage: "address where the wiki will be, for feeds and the sitemap", EnvVars: []string{"MEMOPRESS_BASE_URL"}},
	}
}

// printFlags say how a command speaks.
func printFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "json", Usage: "print diagnostics and the summary as JSON, one object a line, to standard output"},
		&cli.StringFlag{Name: "report", Value: "auto", Usage: "how diagnostics are printed: human, json, github, or auto (github in GitHub's CI)", EnvVars: []string{"MEMOPRESS_REPORT"}},
		&cli.StringFlag{Name: "color", Value: "auto", Usage: "auto, always or never"},
		&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "print errors only"},
		&cli.BoolFlag{Name: "strict", Usage: "fail when there are warnings", EnvVars: []string{"MEMOPRESS_STRICT"}},
	}
}
