package main

import "github.com/urfave/cli/v2"

// inputFlags say how notes are read; every command that reads notes has them.
func inputFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "config", Usage: "settings `FILE` (default: memopress.yaml beside the notes)", EnvVars: []string{"MEMOPRESS_CONFIG"}},
		&cli.StringFlag{Name: "format", Usage: "read the notes as this `NAME`, one of those that memopress formats lists (default: found out)", EnvVars: []string{"MEMOPRESS_FORMAT"}},
		&cli.StringFlag{Name: "password", Usage: "`PASSWORD` of text that was encrypted inside notes; better given as MEMOPRESS_PASSWORD", EnvVars: []string{"MEMOPRESS_PASSWORD"}},
		&cli.BoolFlag{Name: "rows", Usage: "make each row of a CSV table a note", EnvVars: []string{"MEMOPRESS_ROWS"}},
		&cli.BoolFlag{Name: "per-message", Usage: "make each message of a chat a note, not each day", EnvVars: []string{"MEMOPRESS_PER_MESSAGE"}},
		&cli.StringFlag{Name: "encoding", Usage: "`ENCODING` of what is not UTF-8, such as cp949 (default: found out)", EnvVars: []string{"MEMOPRESS_ENCODING"}},
	}
}

func publishFlag() cli.Flag {
	return &cli.StringFlag{Name: "publish", Usage: "`RULE` for what is published: all, or marked (only notes with publish: true)", EnvVars: []string{"MEMOPRESS_PUBLISH"}}
}

// siteFlags are settings of the site, the rule for what is published among them.
func siteFlags() []cli.Flag {
	return []cli.Flag{
		publishFlag(),
		&cli.StringFlag{Name: "title", Usage: "`TITLE` of the wiki (default: the folder's name)", EnvVars: []string{"MEMOPRESS_TITLE"}},
		&cli.StringFlag{Name: "language", Usage: "`LANGUAGE` of the wiki's own words, such as ko (default: that of most notes)", EnvVars: []string{"MEMOPRESS_LANGUAGE"}},
		&cli.StringFlag{Name: "base-url", Usage: "`URL` where the wiki will be, for feeds and the sitemap", EnvVars: []string{"MEMOPRESS_BASE_URL"}},
	}
}

// reportFlags say where what was found goes, and what fails.
func reportFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "json", Usage: "print diagnostics and the summary as JSON lines to standard output"},
		&cli.StringFlag{Name: "diagnostics", Value: "auto", Usage: "print diagnostics in this `WAY`: human, json, github or auto (github in its CI)", EnvVars: []string{"MEMOPRESS_DIAGNOSTICS"}},
		&cli.StringFlag{Name: "report", Usage: "write the account of every item, and the source of those that failed, into this `FOLDER`", EnvVars: []string{"MEMOPRESS_REPORT"}},
		&cli.BoolFlag{Name: "strict", Usage: "fail when there are warnings", EnvVars: []string{"MEMOPRESS_STRICT"}},
	}
}

// printFlags say how a command speaks.
func printFlags(t terminal) []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "color", Value: "auto", Destination: t.color, Usage: "`WHEN` to colour: auto, always or never"},
		&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "print errors only"},
	}
}
