// Package webp writes pictures as WebP, lossy, with libwebp.
//
// webp.wasm.gz is libwebp as github.com/gen2brain/webp 0.5.5 compiles it (its folder lib has the
// source). That module itself is not used: unless every user builds with a tag of its own it
// takes the libwebp of the machine, if there is one, and then the same notes make other bytes
// elsewhere.
package webp

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

//go:embed webp.wasm.gz
var program []byte

// MaxSide is the largest width or height that the format can hold.
const MaxSide = 16383

// maxMemory bounds what one picture may take, in pages of 64 KiB.
const maxMemory = 16384 // 1 GiB

// An Encoder writes pictures. It is safe for concurrent use; the zero value is ready.
type Encoder struct {
	start   sync.Once
	err     error
	runtime wazero.Runtime
	module  wazero.CompiledModule
}

func (e *Encoder) open(ctx context.Context) error {
	e.start.Do(func() {
		z, err := gzip.NewReader(bytes.NewReader(program))
		if err != nil {
			e.err = err
			return
		}
		code, err := io.ReadAll(z)
		if err != nil {
			e.err = err
			return
		}
		e.runtime = wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithMemoryLimitPages(maxMemory))
		if _, err := wasi_snapshot_preview1.Instantiate(ctx, e.runtime); err != nil {
			e.err = err
			return
		}
		e.module, e.err = e.runtime.CompileModule(ctx, code)
	})
	return e.err
}

// Close frees the memory of the encoder. Nothing is written with it afterwards.
func (e *Encoder) Close() error {
	if e.runtime == nil {
		return nil
	}
	return e.runtime.Close(context.Background())
}

// Encode returns the picture as WebP. quality is 0 to 100. profile is its ICC profile of three
// colours, nil for sRGB. The same picture gives the same bytes on every machine.
func (e *Encoder) Encode(m *image.NRGBA, quality int, profile []byte) ([]byte, error) {
	data, err := e.encode(context.Background(), m, quality)
	if err != nil {
		return nil, fmt.Errorf("encode as WebP: %w", err)
	}
	if len(profile) > 0 {
		return withProfile(data, m.Rect.Dx(), m.Rect.Dy(), profile)
	}
	return data, nil
}

// effort is libwebp's method: 4, its usual one, takes twice as long for five bytes of a hundred.
const effort = 2

func (e *Encoder) encode(ctx context.Context, m *image.NRGBA, quality int) ([]byte, error) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	if w < 1 || h < 1 || w > MaxSide || h > MaxSide || m.Stride != 4*w {
		return nil, fmt.Errorf("a picture of %d × %d pixels", w, h)
	}
	if err := e.open(ctx); err != nil {
		return nil, err
	}
	run, err := e.runtime.InstantiateModule(ctx, e.module, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, err
	}
	defer run.Close(ctx)
	in, err := call(ctx, run, "malloc", uint64(len(m.Pix)))
	if err != nil {
		return nil, err
	}
	size, err := call(ctx, run, "malloc", 8)
	if err != nil {
		return nil, err
	}
	if in == 0 || size == 0 || !run.Memory().Write(uint32(in), m.Pix) {
		return nil, errors.New("not enough memory")
	}
	const colours, lossless, exact = 0, 0, 0 // RGBA
	out, err := call(ctx, run, "encode", in, uint64(w), uint64(h), size, colours, uint64(quality), effort, lossless, exact)
	if err != nil {
		return nil, err
	}
	n, ok := run.Memory().ReadUint32Le(uint32(size))
	data, read := run.Memory().Read(uint32(out), n)
	if out == 0 || !ok || !read || len(data) < 20 {
		return nil, errors.New("libwebp refused it")
	}
	return bytes.Clone(data), nil // the memory ends with the module
}

func call(ctx context.Context, run api.Module, name string, args ...uint64) (uint64, error) {
	f := run.ExportedFunction(name)
	if f == nil {
		return 0, fmt.Errorf("the program has no %s", name)
	}
	out, err := f.Call(ctx, args...)
	if err != nil {
		return 0, err
	}
	return out[0], nil
}

// withProfile puts a colour profile into a file: see "WebP Container Specification", extended
// file format.
func withProfile(data []byte, w, h int, profile []byte) ([]byte, error) {
	if len(data) < 20 || string(data[:4]) != "RIFF" || string(data[8:12]) != "WEBP" {
		return nil, errors.New("encode as WebP: libwebp wrote something else")
	}
	const hasProfile = 0x20
	chunks := data[12:]
	var head [10]byte
	if string(chunks[:4]) == "VP8X" && len(chunks) >= 18 {
		copy(head[:], chunks[8:18])
		chunks = chunks[18:]
	} else {
		head[4], head[5], head[6] = byte(w-1), byte((w-1)>>8), byte((w-1)>>16)
		head[7], head[8], head[9] = byte(h-1), byte((h-1)>>8), byte((h-1)>>16)
	}
	head[0] |= hasProfile
	body := []byte("WEBP")
	body = appendChunk(body, "VP8X", head[:])
	body = appendChunk(body, "ICCP", profile)
	body = append(body, chunks...)
	out := append([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(len(body)))...)
	return append(out, body...), nil
}

func appendChunk(dst []byte, name string, data []byte) []byte {
	dst = append(dst, name...)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(data)))
	dst = append(dst, data...)
	if len(data)%2 == 1 {
		dst = append(dst, 0)
	}
	return dst
}
