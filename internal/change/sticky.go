package change

// Sticky is a property that AWS or its provider keeps when a program no longer
// sends it. A plan that drops one shows no change, and an update would report
// success and change nothing; such a plan is refused.
type Sticky struct {
	Type   string // Pulumi type of the resource
	Path   string // the property, such as "lambdaConfig.preTokenGeneration"
	Field  string // what a user calls it
	Remedy string // what to do instead
}

// silent are those that a provider fills in from what AWS has when a program
// does not send them: a plan does not even show that they are left out.
var silent = map[string]string{clientType: "defaultRedirectUri"}

// Dropped returns what a resource leaves out that would stay. A property whose
// parent goes with it does not stay. What is not known yet must not read as nil.
func Dropped(all []Sticky, typ string, older, newer map[string]any) []Sticky {
	var found []Sticky
	for _, s := range all {
		was := value(older, s.Path)
		if s.Type != typ || was == nil || was == "" || value(newer, s.Path) != nil { // "" is what AWS has after it was cleared by hand
			continue
		}
		if parent, _, ok := cutLast(s.Path, "."); !ok || value(newer, parent) != nil {
			found = append(found, s)
		}
	}
	return found
}
