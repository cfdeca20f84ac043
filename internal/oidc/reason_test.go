package oidc

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// What a server does that is none, or none of this protocol.
func TestOddServers(t *testing.T) {
	https := start(t)
	old := https.TLS.Clone()
	old.MinVersion, old.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
	for name, c := range map[string]struct {
		tls   *tls.Config // nil for none
		serve func(net.Conn)
		want  string
	}{
		"hangs up":         {nil, func(net.Conn) {}, "it breaks off the connection"},
		"hangs up later":   {https.TLS, func(c net.Conn) { _, _ = c.Read(make([]byte, 1000)) }, "it breaks off the connection"},
		"is plain":         {nil, func(c net.Conn) { fmt.Fprint(c, "HTTP/1.0 400 Bad Request\r\n\r\n") }, "it speaks plain HTTP there"},
		"speaks first":     {nil, func(c net.Conn) { fmt.Fprint(c, "SSH-2.0-OpenSSH_9.9\r\n") }, "the TLS handshake with it fails"},
		"is old":           {old, func(c net.Conn) { _, _ = c.Read(make([]byte, 1)) }, "the TLS handshake with it fails"},
		"is no web server": {https.TLS, func(c net.Conn) { fmt.Fprint(c, "SSH-2.0-OpenSSH_9.9\r\n") }, "its answer is not understood"},
		"says nothing":     {nil, func(c net.Conn) { _, _ = io.Copy(io.Discard, c) }, "it does not answer in time"},
		"endless header": {https.TLS, func(c net.Conn) {
			for _, err := fmt.Fprint(c, "HTTP/1.1 200 OK\r\n"); err == nil; {
				_, err = fmt.Fprintf(c, "X: %s\r\n", strings.Repeat("y", 1000))
			}
		}, "its answer is not understood"},
		"slow header": {https.TLS, func(c net.Conn) {
			for _, err := fmt.Fprint(c, "HTTP/1.1 200 OK\r\nX: "); err == nil; time.Sleep(10 * time.Millisecond) {
				_, err = fmt.Fprint(c, "y")
			}
		}, "it does not answer in time"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := listen(t, c.tls, c.serve)
			if _, err := newFetcher(https.options()).get(context.Background(), "https://"+at+"/"); err == nil || reason(err) != c.want {
				t.Errorf("%v: %q", err, reason(err))
			}
		})
	}
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := nobody.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := newFetcher(https.options()).get(context.Background(), "https://"+nobody.Addr().String()+"/"); err == nil || reason(err) != "it cannot be reached" {
		t.Errorf("nobody is there: %v", err)
	}
}

// listen serves connections until the test ends.
func listen(t *testing.T, config *tls.Config, serve func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			if config != nil {
				c = tls.Server(c, config)
			}
			go func() {
				serve(c)
				_ = c.Close()
			}()
		}
	}()
	return l.Addr().String()
}

// A name server that does not answer, is in trouble, or knows of no such name.
func TestNames(t *testing.T) {
	for name, c := range map[string]struct {
		code byte // of the answer, RFC 1035 section 4.1.1; 255 for none
		want string
	}{
		"silent":  {255, "nobody tells the address of its name in time"},
		"failing": {2, "the address of its name cannot be looked up now"},
		"unknown": {3, "its name is not known"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, err := net.ListenPacket("udp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = server.Close() })
			go func() {
				for packet := make([]byte, 512); ; {
					n, from, err := server.ReadFrom(packet)
					if err != nil {
						return
					}
					if c.code == 255 {
						continue
					}
					packet[2] |= 0x80 // an answer
					packet[3] = packet[3]&0xf0 | c.code
					_, _ = server.WriteTo(packet[:n], from)
				}
			}()
			ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
			defer cancel()
			resolver := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
				return (&net.Dialer{}).DialContext(ctx, "udp", server.LocalAddr().String())
			}}
			_, err = (&net.Dialer{Resolver: resolver}).DialContext(ctx, "tcp", "issuer.example.com.:443")
			if err == nil || reason(err) != c.want {
				t.Errorf("%v: %q", err, reason(err))
			}
		})
	}
}
