package oidc

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
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

var (
	errRedirects = errors.New("it redirects too often")
	errNotHTTPS  = errors.New("it is not https")
	errTooLarge  = fmt.Errorf("the answer is larger than %d KiB", maxBody>>10)
	errNotJSON   = errors.New("the answer is not a JSON object")
)

func checkRedirect(r *http.Request, before []*http.Request) error {
	if len(before) > maxRedirects {
		return errRedirects
	}
	return allowed(r.URL)
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
	if err := json.Unmarshal(data, into); err != nil {
		return errNotJSON
	}
	return nil
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
		return nil, fmt.Errorf("the answer is %d %s", response.StatusCode, http.StatusText(response.StatusCode))
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, maxBody+1))
	if err == nil && len(data) > maxBody {
		err = errTooLarge
	}
	return data, err
}

// reason is an error in words that say what went wrong and nothing of how.
func reason(err error) string {
	var timeout net.Error
	var name *net.DNSError
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	for _, known := range []error{errPrivate, errRedirects, errNotHTTPS, errTooLarge, errNotJSON} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	switch {
	case errors.As(err, &name):
		return "its name is not known"
	case errors.As(err, &unknown):
		return "its certificate is by nobody whom this machine trusts"
	case errors.As(err, &host):
		return "its certificate is for another name"
	case errors.As(err, &invalid):
		return "its certificate is not valid"
	case errors.Is(err, context.Canceled):
		return "the run was interrupted"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "it does not answer in time"
	}
	var at *url.Error
	if errors.As(err, &at) {
		return "it cannot be reached"
	}
	return err.Error()
}
