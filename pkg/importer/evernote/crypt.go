package evernote

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strconv"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/html/tree"
)

// crypt replaces en-crypt by what it holds, where the password opens it, and else by a block of
// code that stands for it until unlock puts the cipher text in.
func (w *enml) crypt(n *xhtml.Node) {
	var sb strings.Builder
	lines(&sb, n)
	text := strings.Join(strings.Fields(sb.String()), "")
	hint := importer.OneLine(attr(n, "hint"))
	clear(n)
	n.Attr = nil
	if w.opts.Password != "" {
		plain, err := decrypt(text, w.opts.Password)
		if err == nil {
			become(n, atom.Div)
			if body := bodyOf(new(tree.Parser), clean(plain)); body != nil {
				move(n, body)
				joinLines(n)
				w.element(n)
				return
			}
			n.AppendChild(&xhtml.Node{Type: xhtml.TextNode, Data: plain})
			return
		}
		w.report(w.file, w.item, "I006", diag.Warning, "encrypted text could not be opened: "+err.Error(), "check the password; it is kept as it is", w.note.ID)
	} else {
		w.report(w.file, w.item, "I006", diag.Warning, "the note holds encrypted text; pages say only that it is there", "give its password with --password", w.note.ID)
	}
	become(n, atom.Pre)
	code := newElement(atom.Code, xhtml.Attribute{Key: "class", Val: "language-" + note.Encrypted})
	code.AppendChild(&xhtml.Node{Type: xhtml.TextNode, Data: strconv.Itoa(len(w.locked))})
	n.AppendChild(code)
	w.locked = append(w.locked, locked{hint, text})
}

// unlock puts the cipher texts into the blocks that stand for them.
func (w *enml) unlock(blocks []note.Block) []note.Block {
	note.Walk(blocks, func(node any) bool {
		if c, ok := node.(*note.Code); ok && c.Lang == note.Encrypted {
			if i, err := strconv.Atoi(strings.TrimSpace(c.Text)); err == nil && i >= 0 && i < len(w.locked) {
				c.Info, c.Text = w.locked[i].hint, w.locked[i].cipher+"\n"
			}
		}
		return true
	})
	return blocks
}

var (
	errCipher   = errors.New("it is not encrypted in a way that is known")
	errPassword = errors.New("the password does not fit")
)

// decrypt opens text that Evernote encrypted: "ENC0", two salts and an initialisation vector of 16
// bytes each, AES-128-CBC, and an HMAC-SHA256 of all of it. The keys come from the password by
// PBKDF2 with 50,000 rounds. The older RC2 is not supported.
func decrypt(text, password string) (string, error) {
	const mark, block, rounds = "ENC0", 16, 50_000
	data, err := base64.StdEncoding.DecodeString(text)
	if err == nil && !bytes.HasPrefix(data, []byte(mark)) {
		return decryptRC2(text, password)
	}
	if err != nil || len(data) < len(mark)+4*block+sha256.Size {
		return "", errCipher
	}
	body, sum := data[:len(data)-sha256.Size], data[len(data)-sha256.Size:]
	salt, saltHMAC, iv := body[4:20], body[20:36], body[36:52]
	macKey, err := pbkdf2.Key(sha256.New, password, saltHMAC, rounds, block)
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, macKey)
	mac.Write(body)
	if !hmac.Equal(mac.Sum(nil), sum) {
		return "", errPassword
	}
	key, err := pbkdf2.Key(sha256.New, password, salt, rounds, block)
	if err != nil {
		return "", err
	}
	c, err := aes.NewCipher(key)
	if err != nil {
		return "", err
	}
	plain := bytes.Clone(body[52:])
	if len(plain)%block != 0 {
		return "", errCipher
	}
	cipher.NewCBCDecrypter(c, iv).CryptBlocks(plain, plain)
	pad := int(plain[len(plain)-1])
	if pad == 0 || pad > block || pad > len(plain) {
		return "", errCipher
	}
	return string(plain[:len(plain)-pad]), nil
}
