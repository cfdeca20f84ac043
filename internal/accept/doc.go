// Package accept finds the edit of a spec that says what AWS has: the other way
// to settle drift. It inverts no mapping. It tries the values that a field might
// have, renders each, and keeps an edit when what it renders differs from what
// AWS has in fewer properties than before, and in no new ones. So each edit that
// it returns is proven; what no edit settles, it lists.
package accept
