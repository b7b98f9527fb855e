package theme

import "github.com/evanw/esbuild/pkg/api"

// squeeze takes comments and white space out of a style sheet that is known to be right.
func squeeze(css []byte) []byte {
	res := api.Transform(string(css), api.TransformOptions{Loader: api.LoaderCSS, MinifyWhitespace: true, MinifySyntax: true, Charset: api.CharsetUTF8, LogLevel: api.LogLevelSilent, Supported: modernStyle})
	return res.Code
}
