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
