package deploy

import (
	"context"
	"errors"
	"net"
	"net/url"
	"strings"
)

// cause takes the wrapping off a network error: what is left says what is
// wrong, the rest repeats the address.
func cause(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.New("no answer in time")
	}
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return errors.New("its name cannot be resolved")
	}
	var op *net.OpError
	if errors.As(err, &op) && op.Err != nil {
		return op.Err
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

// firstLine is the first line of a program's complaint, or what stands in for
// it when there is none.
func firstLine(text, otherwise string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			return strings.TrimPrefix(line, "error: ")
		}
	}
	return otherwise
}

// longest is how much of one complaint is shown: some services answer with a
// page of text.
const longest = 1000

// unframed takes off what a provider's log puts around an error, and the middle
// of one that is too long to read.
func unframed(text string) string {
	text = strings.TrimPrefix(text, "[ERROR] ")
	text = strings.TrimRight(strings.TrimLeft(text, ": "), ": \n")
	if runes := []rune(text); len(runes) > longest {
		text = string(runes[:longest/2]) + " […] " + string(runes[len(runes)-longest/2:])
	}
	return text
}
