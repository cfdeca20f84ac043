package oidc

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// A public address that leads on to a private one is not followed there: each
// connection is judged by itself.
func TestRedirectToAPrivateAddress(t *testing.T) {
	var private atomic.Int32
	var to string
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Host {
		case "example.com":
			http.Redirect(w, r, to, http.StatusFound)
		default:
			private.Add(1)
		}
	}))
	t.Cleanup(server.Close)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	roots := server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	for _, to = range []string{server.URL + "/x", "https://localhost:" + port + "/x", "https://[::1]:" + port + "/x", "http://example.com/x"} {
		want := errPrivate
		if strings.HasPrefix(to, "http:") {
			want = errLeavesHTTPS
		}
		err := askedThrough(server, Options{Roots: roots})
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, not %v", to, err, want)
		}
		if leading(err, "https://example.com") != "redirects to" {
			t.Errorf("%s is taken for the issuer's own address", to)
		}
	}
	if private.Load() > 0 {
		t.Error("a private address was asked")
	}
	to = server.URL + "/x" // the test would see it
	if err := askedThrough(server, Options{Roots: roots, AllowPrivate: true}); errors.Is(err, errPrivate) || private.Load() != 1 {
		t.Errorf("where that is allowed it was asked %d times: %v", private.Load(), err)
	}
}

// askedThrough asks example.com, for which the server stands: the one connection
// that is made without a look at its address.
func askedThrough(server *httptest.Server, o Options) error {
	f := newFetcher(o)
	transport := f.client.Transport.(*http.Transport)
	dial := transport.DialContext
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if address == "example.com:443" {
			return (&net.Dialer{}).DialContext(ctx, network, server.Listener.Addr().String())
		}
		return dial(ctx, network, address)
	}
	_, err := f.get(context.Background(), "https://example.com/.well-known/openid-configuration")
	return err
}
