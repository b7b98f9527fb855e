package html

// remarks returns what the page says about one of its own headings or blocks, once. It holds links:
// inside of one it cannot stand.
func (s *state) remarks(anchor string) []byte {
	if s.page.Remarks == nil || anchor == "" || !s.page.IDs || s.page.Plain || s.inLink() || len(s.chain) > 1 || s.remarked[anchor] {
		return nil
	}
	said := s.page.Remarks(anchor)
	if said == nil {
		return nil
	}
	if s.remarked == nil {
		s.remarked = map[string]bool{}
	}
	s.remarked[anchor] = true
	return said
}

// writeRemarks writes them where a block may stand.
func (s *state) writeRemarks(anchor string) {
	if said := s.remarks(anchor); said != nil {
		s.out = append(s.out, said...)
		s.newline()
	}
}
