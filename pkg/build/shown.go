package build

import (
	"sync"

	"memopress/pkg/internal/cache"
)

const siteKind = "site"

// siteSize bounds the site of a preview that is kept, in bytes: other entries need room as well.
const siteSize = cacheSize / 4 * 3

// RecallSite returns the files of the site that KeepSite kept, when a build would make the same;
// nil when not. As Recall, it is called before anything that the site depends on is read.
func (m *Memory) RecallSite() map[string][]byte {
	var key string
	var files map[string][]byte
	m.openSite()
	var g sync.WaitGroup
	g.Go(func() { key, files = m.site.Get() })
	m.LookSite()
	g.Wait()
	if key == "" || key != m.key {
		return nil
	}
	return files
}

// LookSite is called in place of RecallSite where a build is made in any case.
func (m *Memory) LookSite() {
	m.openSite()
	if _, _, _, sums, found := cutEntry(m.cache.Get(memoryKind, m.Name)); found {
		m.sums = cache.ReadSums(string(sums))
	}
	var err error
	if m.key, err = m.fingerprint(); err != nil {
		m.key = "" // what cannot be read now is for the build to report
	}
}

func (m *Memory) openSite() {
	if m.site == nil {
		m.cache, m.sums = cache.Open(m.Folder), cache.NewSums()
		m.site = m.cache.Files(siteKind, m.Name, siteSize)
	}
}

// KeepSite keeps the files of the site that a build made just now, before which RecallSite or
// LookSite was called. As with Keep, nothing is kept when an input was touched since then.
func (m *Memory) KeepSite(files map[string][]byte) error {
	if m.key == "" || !m.still() {
		return nil
	}
	if err := m.site.Put(m.key, files); err != nil {
		return err
	}
	if err := m.cache.Put(memoryKind, m.Name, entry(m.key, "", nil, m.sums.Encode())); err != nil {
		return err
	}
	return m.cache.Tidy(cacheSize)
}
