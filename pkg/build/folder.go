package build

import (
	"context"
	"errors"
	"fmt"

	"memopress/pkg/diag"
	"memopress/pkg/internal/output"
)

// Written says what a build changed in its folder.
type Written = output.Stats

// ErrWrite is wrapped by the errors of a folder that cannot be written.
var ErrWrite = errors.New("cannot write the site")

// Folder makes the site and lets it go live in the folder dir by one exchange: on any error the
// folder is as it was. force accepts a folder with files that no build wrote; they stay.
func Folder(ctx context.Context, o Options, dir string, force bool, r diag.Reporter) (*Result, Written, error) {
	out, err := output.Begin(dir, output.Options{Force: force})
	if err != nil {
		return nil, Written{}, fmt.Errorf("%w: %w", ErrWrite, err)
	}
	res, err := Build(ctx, o, out, r)
	if err != nil {
		return nil, Written{}, errors.Join(err, out.Abort())
	}
	o.step(Finishing, 0, 0)
	written, err := out.Commit(ctx)
	if err != nil {
		return nil, Written{}, fmt.Errorf("%w: %w", ErrWrite, err)
	}
	return res, written, nil
}
