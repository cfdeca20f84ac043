package oidc

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// Options say how issuers are asked.
type Options struct {
	AllowPrivate bool           // addresses that are not of the internet too
	Roots        *x509.CertPool // whom to trust; nil for whom the system trusts
	Timeout      time.Duration  // of one request, redirects included; 0 for the usual
}

const (
	usualTimeout = 10 * time.Second
	maxBody      = 1 << 20
	maxRedirects = 3
	atATime      = 8 // requests
)

// fetcher gets JSON documents by their addresses, each once.
type fetcher struct {
	client http.Client
	slots  chan struct{}
	once   sync.Map // address to func() ([]byte, error)
}

func newFetcher(o Options) *fetcher {
	dialer := &net.Dialer{Timeout: usualTimeout}
	if !o.AllowPrivate {
		dialer.Control = publicOnly
	}
	timeout := o.Timeout
	if timeout == 0 {
		timeout = usualTimeout
	}
	return &fetcher{
		slots: make(chan struct{}, atATime),
		client: http.Client{
			Timeout:       timeout,
			CheckRedirect: checkRedirect,
			Transport: &http.Transport{ // no proxy: it would be asked to go where we do not
				DialContext:            dialer.DialContext,
				TLSClientConfig:        &tls.Config{RootCAs: o.Roots, MinVersion: tls.VersionTLS12},
				TLSHandshakeTimeout:    usualTimeout,
				MaxResponseHeaderBytes: 64 << 10,
				DisableKeepAlives:      true,
			},
		},
	}
}

func checkRedirect(r *http.Request, before []*http.Request) error {
	if len(before) > maxRedirects {
		return errRedirects
	}
	if allowed(r.URL) != nil {
		return errLeavesHTTPS
	}
	return nil
}

// allowed is about what an address says; where it leads is seen when a
// connection is made.
func allowed(u *url.URL) error {
	if u.Scheme != "https" || u.Host == "" || u.User != nil {
		return errNotHTTPS
	}
	return nil
}

// object decodes the JSON object at an address.
func (f *fetcher) object(ctx context.Context, address string, into any) error {
	get, _ := f.once.LoadOrStore(address, sync.OnceValues(func() ([]byte, error) { return f.get(ctx, address) }))
	data, err := get.(func() ([]byte, error))()
	if err != nil {
		return err
	}
	return notAsked(json.Unmarshal(data, into))
}

func (f *fetcher) get(ctx context.Context, address string) ([]byte, error) {
	f.slots <- struct{}{}
	defer func() { <-f.slots }()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, errNotHTTPS
	}
	if err := allowed(request.URL); err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json")
	response, err := f.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }() // it was read as far as it is wanted
	if response.StatusCode != http.StatusOK {
		return nil, refusal(response.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, maxBody+1))
	if err == nil && len(data) > maxBody {
		err = errTooLarge
	}
	return data, err
}
