package render

import "testing"

func TestTruncate(t *testing.T) {
	for _, tt := range []struct {
		in   string
		max  int
		want string
	}{
		{"short", 10, "short"},
		{"Potatoes do not mind anybody", 14, "Potatoes do…"},
		{"Potatoes do not mind anybody", 11, "Potatoes do…"},
		{"감자는 아무도 꺼리지 않는다", 9, "감자는 아무도…"},
		{"马铃薯谁也不介意", 4, "马铃薯谁…"},
		{"a verylongwordwithoutanyspaces", 12, "a verylongwo…"},
	} {
		if got := truncate(tt.in, tt.max); got != tt.want {
			t.Errorf("truncate(%q, %d) = %q, want %q", tt.in, tt.max, got, tt.want)
		}
	}
}
