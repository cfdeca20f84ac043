package accept

import "github.com/mlauth/mlauth-compile/internal/spec"

// covered are the values of fragments that one text takes and the other says
// otherwise.
func (x *search) covered(before, after []byte) []*spec.Node {
	was, _ := x.compile(before)
	is, _ := x.compile(after)
	if was == nil || is == nil {
		return nil
	}
	return x.coveredIn(was.Node, is.Node)
}

func (x *search) coveredIn(was, is *spec.Node) []*spec.Node {
	var all []*spec.Node
	for e := range was.Entries() {
		now := is.Get(e.Key.Text)
		switch {
		case now != nil && now.Kind == spec.Map && e.Value.Kind == spec.Map:
			all = append(all, x.coveredIn(e.Value, now)...)
		case e.Value.Range().File == x.file:
		case now == nil || now.Range().File == x.file:
			all = append(all, e.Value)
		}
	}
	return all
}
