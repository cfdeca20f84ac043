package oidc

import (
	"fmt"
	"net/netip"
	"syscall"
)

// errPrivate is that an address is not one of the internet's.
const errPrivate = said("it leads to a private address")

// special are the networks that are not part of the internet and that net/netip
// does not tell by itself.
// https://www.iana.org/assignments/iana-ipv4-special-registry
// https://www.iana.org/assignments/iana-ipv6-special-registry
var special = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"), // shared by carriers
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("192.88.99.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("100::/64"),
	netip.MustParsePrefix("2001::/23"),
	netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("2002::/16"), // an IPv4 address inside
}

// translated is the network by which a machine without IPv4 reaches addresses
// that have nothing else: each is of the internet as the one inside it is.
// https://www.rfc-editor.org/rfc/rfc6052#section-2.1
var translated = netip.MustParsePrefix("64:ff9b::/96")

func isPublic(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if translated.Contains(a) {
		bytes := a.As16()
		a = netip.AddrFrom4([4]byte(bytes[12:]))
	}
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() {
		return false
	}
	for _, network := range special {
		if network.Contains(a) {
			return false
		}
	}
	return true
}

// publicOnly refuses a connection to an address that is not one of the
// internet's. It is called when the name was resolved and right before the
// connection is made, so that a name cannot mean one address when it is looked
// at and another when it is used.
func publicOnly(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("an address that is not understood: %w", err)
	}
	if !isPublic(at.Addr()) {
		return errPrivate
	}
	return nil
}
