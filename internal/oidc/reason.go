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
	"strings"
	"syscall"
)

// said is an error in words that say what went wrong and nothing of how.
type said string

func (s said) Error() string { return string(s) }

const (
	errRedirects   = said("it redirects too often")
	errNotHTTPS    = said("it is not https")
	errLeavesHTTPS = said("it redirects to an address that is not https")
	errNotJSON     = said("the answer is not a JSON object")
)

var errTooLarge = said(fmt.Sprintf("the answer is larger than %d KiB", maxBody>>10))

// refusal is an answer that is none.
func refusal(status int) said {
	return said(strings.TrimSpace(fmt.Sprintf("the answer is %d %s", status, http.StatusText(status))))
}

// notAsked says why a JSON text is not what was asked for.
func notAsked(err error) error {
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind) && kind.Field != "":
		return said(kind.Field + " in the answer is of another kind than OpenID Connect says")
	case err != nil:
		return errNotJSON
	}
	return nil
}

// reason is any error in such words.
func reason(err error) string {
	var known said
	var name *net.DNSError
	var timeout net.Error
	switch {
	case errors.As(err, &known):
		return string(known)
	case errors.Is(err, context.Canceled):
		return "the run was interrupted"
	case errors.As(err, &name):
		return unnamed(name)
	case errors.As(err, &timeout) && timeout.Timeout():
		return "it does not answer in time"
	}
	if why := distrust(err); why != "" {
		return why
	}
	return disconnect(err)
}

// unnamed is a name that gives no address: whether there is none is known only
// where a name server says so.
func unnamed(err *net.DNSError) string {
	switch {
	case err.IsTimeout:
		return "nobody tells the address of its name in time"
	case err.IsNotFound:
		return "its name is not known"
	}
	return "the address of its name cannot be looked up now"
}

// distrust is a certificate that does not show who answers.
func distrust(err error) string {
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &unknown):
		return "its certificate is by nobody whom this machine trusts"
	case errors.As(err, &host):
		return "its certificate is for another name"
	case errors.As(err, &invalid):
		return "its certificate is not valid"
	}
	return ""
}

// disconnect is a connection that is not made, or ends before there is an answer.
func disconnect(err error) string {
	var record tls.RecordHeaderError
	var alert *net.OpError
	errors.As(err, &alert)
	switch {
	case errors.Is(err, http.ErrSchemeMismatch):
		return "it speaks plain HTTP there"
	case errors.As(err, &record), alert != nil && (alert.Op == "remote error" || alert.Op == "local error"): // crypto/tls calls them so
		return "the TLS handshake with it fails"
	case alert != nil && alert.Op == "dial":
		return "it cannot be reached"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "its answer breaks off"
	case errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET):
		return "it breaks off the connection"
	}
	return "its answer is not understood"
}
