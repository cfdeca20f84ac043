package editor_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"net/url"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"
)

// client is an editor: it speaks the Language Server Protocol over the
// server's standard streams.
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
type client struct {
	t           *testing.T
	in          io.Writer
	writing     sync.Mutex
	next        int
	answers     chan message
	diagnostics chan published
}

type message struct {
	Version string          `json:"jsonrpc"`
	ID      any             `json:"id,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   json.RawMessage `json:"error,omitempty"`
}

// published is what the server says is wrong with a document.
type published struct {
	URI         string
	Diagnostics []diagnostic
}

type diagnostic struct {
	Range   struct{ Start, End position }
	Message string
}

// position counts from 0.
type position struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

const patience = time.Minute

// start runs the server, with settings that keep it from any network.
func start(t *testing.T) *client {
	t.Helper()
	command := exec.Command("node", server(t), "--stdio")
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	c := &client{t: t, in: in, answers: make(chan message, 16), diagnostics: make(chan published, 64)}
	read := make(chan struct{})
	go func() { defer close(read); c.read(bufio.NewReader(out)) }()
	t.Cleanup(func() {
		_ = in.Close()
		_ = command.Process.Kill()
		<-read
		_ = command.Wait()
	})
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	c.call("initialize", map[string]any{
		"processId": nil, "rootUri": uri(root),
		"capabilities": map[string]any{"textDocument": map[string]any{
			"hover":      map[string]any{"contentFormat": []string{"markdown"}},
			"completion": map[string]any{"completionItem": map[string]any{"documentationFormat": []string{"markdown"}}},
		}},
	}, nil)
	c.notify("initialized", map[string]any{})
	c.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{
		"yaml": map[string]any{"validate": true, "hover": true, "completion": true, "schemaStore": map[string]any{"enable": false}},
	}})
	return c
}

func uri(path string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String()
}

// open shows a text under a path, which need not exist, and waits for what the
// server says of it.
func (c *client) open(path, text string) []diagnostic {
	c.t.Helper()
	name := uri(path)
	c.notify("textDocument/didOpen", map[string]any{
		"textDocument": map[string]any{"uri": name, "languageId": "yaml", "version": 1, "text": text},
	})
	timeout := time.After(patience)
	for {
		select {
		case p := <-c.diagnostics:
			if same, err := url.PathUnescape(p.URI); err == nil && same == "file://"+filepath.ToSlash(path) {
				return p.Diagnostics
			}
		case <-timeout:
			c.t.Fatalf("the server says nothing of %s", path)
		}
	}
}

// call asks the server and waits for its answer.
func (c *client) call(method string, params, result any) {
	c.t.Helper()
	c.next++
	c.send(message{ID: c.next, Method: method, Params: c.encoded(params)})
	timeout := time.After(patience)
	for {
		select {
		case m := <-c.answers:
			if fmt.Sprint(m.ID) != strconv.Itoa(c.next) {
				continue
			}
			if m.Error != nil {
				c.t.Fatalf("%s: %s", method, m.Error)
			}
			if result != nil {
				if err := json.Unmarshal(m.Result, result); err != nil {
					c.t.Fatalf("%s: %v\n%s", method, err, m.Result)
				}
			}
			return
		case <-timeout:
			c.t.Fatalf("the server does not answer %s", method)
		}
	}
}

func (c *client) notify(method string, params any) {
	c.t.Helper()
	c.send(message{Method: method, Params: c.encoded(params)})
}

func (c *client) encoded(v any) json.RawMessage {
	text, err := json.Marshal(v)
	if err != nil {
		c.t.Fatal(err)
	}
	return text
}

func (c *client) send(m message) {
	m.Version = "2.0"
	text, _ := json.Marshal(m)
	c.writing.Lock()
	defer c.writing.Unlock()
	_, _ = fmt.Fprintf(c.in, "Content-Length: %d\r\n\r\n%s", len(text), text) // a server that is gone shows as silence
}

// read takes in what the server sends until it ends. What the server asks is
// answered with nothing.
func (c *client) read(from *bufio.Reader) {
	for {
		header, err := textproto.NewReader(from).ReadMIMEHeader()
		if err != nil {
			return
		}
		length, err := strconv.Atoi(header.Get("Content-Length"))
		if err != nil {
			return
		}
		text := make([]byte, length)
		if _, err := io.ReadFull(from, text); err != nil {
			return
		}
		var m message
		if err := json.Unmarshal(text, &m); err != nil {
			return
		}
		switch {
		case m.Method == "textDocument/publishDiagnostics":
			var p published
			if json.Unmarshal(m.Params, &p) == nil {
				c.diagnostics <- p
			}
		case m.Method != "" && m.ID != nil:
			c.send(message{ID: m.ID, Result: json.RawMessage("null")})
		case m.ID != nil:
			c.answers <- m
		}
	}
}
